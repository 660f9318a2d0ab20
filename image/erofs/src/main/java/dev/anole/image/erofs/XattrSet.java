package dev.anole.image.erofs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a file as entries on disk. Equal ones are one object, since whole trees carry the same labels.
 *
 * @param entries in the order of their bytes
 * @param filter the inode's name filter: a bit is set for what is not there
 */
record XattrSet(List<Entry> entries, int filter) {
    static final XattrSet EMPTY = new XattrSet(List.of(), -1);

    /** An entry's bytes, padded. Compared by them. */
    static final class Entry {
        private final byte[] bytes;
        private final int hash;

        Entry(byte[] bytes) {
            this.bytes = bytes;
            hash = Arrays.hashCode(bytes);
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry entry && Arrays.equals(bytes, entry.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Bytes of an inode's body when none of them is shared. */
    int bodyBytesMax() {
        return entries.isEmpty() ? 0
                : XattrLayout.BODY_HEADER_SIZE + entries.stream().mapToInt(each -> each.bytes.length).sum();
    }

    /** Turns attributes by name into sets, and keeps those for the next file. */
    static final class Interner {
        private final Map<Entry, Entry> entries = new HashMap<>();
        private final Map<XattrSet, XattrSet> sets = new HashMap<>();

        XattrSet set(String path, Map<String, byte[]> attributes) {
            if (attributes.isEmpty()) {
                return EMPTY;
            }
            List<Entry> found = new ArrayList<>();
            int filter = -1;
            for (Map.Entry<String, byte[]> each : attributes.entrySet()) {
                XattrPrefix prefix = XattrPrefix.ofName(each.getKey()).orElseThrow(() -> new RefusedException(
                        path + " " + each.getKey(), "EROFS has no place for attributes of this kind",
                        "remove the attribute"));
                Entry entry = new Entry(encode(path, prefix, each.getKey(), each.getValue()));
                found.add(Optional.ofNullable(entries.putIfAbsent(entry, entry)).orElse(entry));
                filter &= ~XattrReader.filterBit(prefix, each.getKey());
            }
            found.sort((one, other) -> Arrays.compareUnsigned(one.bytes, other.bytes));
            XattrSet set = new XattrSet(List.copyOf(found), filter);
            return Optional.ofNullable(sets.putIfAbsent(set, set)).orElse(set);
        }

        /** The same set with one attribute more, which it does not have yet. */
        XattrSet with(XattrSet set, String name, byte[] value) {
            XattrSet one = set(name, Map.of(name, value));
            List<Entry> all = new ArrayList<>(set.entries);
            one.entries.stream().filter(each -> !all.contains(each)).forEach(all::add);
            all.sort((first, second) -> Arrays.compareUnsigned(first.bytes, second.bytes));
            XattrSet more = new XattrSet(List.copyOf(all), set.filter & one.filter);
            return Optional.ofNullable(sets.putIfAbsent(more, more)).orElse(more);
        }
    }

    private static byte[] encode(String path, XattrPrefix prefix, String name, byte[] value) {
        byte[] rest = Names.bytes(name.substring(prefix.text().length()));
        if (rest.length > XattrLayout.NAME_BYTES_MAX || value.length > XattrLayout.VALUE_BYTES_MAX) {
            throw new RefusedException(path + " " + name, "a name of " + rest.length + " bytes and a value of "
                    + value.length + " are longer than EROFS takes (" + XattrLayout.NAME_BYTES_MAX + " and "
                    + XattrLayout.VALUE_BYTES_MAX + ")", "shorten the attribute");
        }
        byte[] entry = new byte[XattrLayout.entryBytes(rest.length, value.length)];
        entry[XattrLayout.E_NAME_LEN] = (byte) rest.length;
        entry[XattrLayout.E_NAME_INDEX] = (byte) prefix.index();
        entry[XattrLayout.E_VALUE_SIZE] = (byte) value.length;
        entry[XattrLayout.E_VALUE_SIZE + 1] = (byte) (value.length >>> 8);
        System.arraycopy(rest, 0, entry, XattrLayout.ENTRY_SIZE, rest.length);
        System.arraycopy(value, 0, entry, XattrLayout.ENTRY_SIZE + rest.length, value.length);
        return entry;
    }
}
