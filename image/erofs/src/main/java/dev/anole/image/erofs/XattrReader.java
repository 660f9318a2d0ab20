package dev.anole.image.erofs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.anole.image.erofs.XattrLayout.*;

/** Extended attributes: those in an inode's body, and those that inodes share. */
final class XattrReader {
    private final Superblock superblock;
    private final Metadata shared;
    private final List<String> longPrefixes;

    /**
     * @param shared what shared attributes lie in
     * @param prefixes what long prefixes lie in
     */
    XattrReader(Superblock superblock, Metadata shared, Metadata prefixes) {
        this.superblock = superblock;
        this.shared = shared;
        longPrefixes = readPrefixes(superblock, prefixes);
    }

    /** All of an inode, in the order of the image. */
    Map<String, byte[]> all(Inode inode) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        if (inode.xattrBytes() == 0) {
            return found;
        }
        Bytes body = body(inode);
        int sharedCount = body.u8(H_SHARED_COUNT);
        int at = BODY_HEADER_SIZE + Integer.BYTES * sharedCount;
        if (at > body.length()) {
            throw body.fault(H_SHARED_COUNT, sharedCount + " shared attributes do not fit its " + body.length()
                    + " bytes");
        }
        while (at <= body.length() - ENTRY_SIZE) {
            at += put(found, body, at);
        }
        for (int i = 0; i < sharedCount; i++) {
            long place = (superblock.xattrBlock() << superblock.blockBits())
                    + Integer.BYTES * body.u32(BODY_HEADER_SIZE + Integer.BYTES * i);
            Bytes head = shared.read("shared attribute", place, ENTRY_SIZE);
            int bytes = entryBytes(head.u8(E_NAME_LEN), head.u16(E_VALUE_SIZE));
            // The last one's padding may be missing at the end of the image.
            int there = (int) Math.min(bytes, shared.medium().size() - place);
            put(found, shared.read("shared attribute", place, there), 0);
        }
        return found;
    }

    /** One of an inode; the name filter spares most searches in vain. */
    Optional<byte[]> get(Inode inode, String name) {
        if (inode.xattrBytes() == 0) {
            return Optional.empty();
        }
        if (superblock.nameFilter()) {
            int filter = body(inode).i32(H_NAME_FILTER);
            Optional<XattrPrefix> prefix = XattrPrefix.ofName(name);
            if (prefix.isPresent() && (filter & filterBit(prefix.get(), name)) != 0) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(all(inode).get(name));
    }

    /** The bit that a name clears in the filter of an inode that has it. */
    static int filterBit(XattrPrefix prefix, String name) {
        byte[] rest = Names.bytes(name.substring(prefix.text().length()));
        return 1 << (XxHash32.hash(rest, FILTER_SEED + prefix.index()) & 31);
    }

    private Bytes body(Inode inode) {
        return inode.space().read("attributes of " + inode.title(), inode.xattrPlace(), inode.xattrBytes());
    }

    /** Reads an entry. Answers how many bytes it takes. */
    private int put(Map<String, byte[]> found, Bytes entries, int at) {
        int nameBytes = entries.u8(at + E_NAME_LEN);
        int valueBytes = entries.u16(at + E_VALUE_SIZE);
        String prefix = prefix(entries, at + E_NAME_INDEX);
        byte[] rest = entries.copy(at + ENTRY_SIZE, nameBytes);
        byte[] value = entries.copy(at + ENTRY_SIZE + nameBytes, valueBytes);
        for (byte b : rest) {
            if (b == 0) {
                throw entries.fault(at + ENTRY_SIZE, "an attribute's name holds a NUL");
            }
        }
        String name = prefix + Names.text(rest, 0, rest.length);
        // The kernel finds the first of two.
        found.putIfAbsent(name, value);
        return entryBytes(nameBytes, valueBytes);
    }

    private String prefix(Bytes entries, int at) {
        int index = entries.u8(at);
        if ((index & LONG_PREFIX) != 0) {
            int number = index & ~LONG_PREFIX;
            if (number >= longPrefixes.size()) {
                throw entries.fault(at, "long prefix " + number + " of " + longPrefixes.size());
            }
            return longPrefixes.get(number);
        }
        return XattrPrefix.ofIndex(index).map(XattrPrefix::text).orElseThrow(() ->
                entries.fault(at, "prefix " + index + " is not known"));
    }

    private static List<String> readPrefixes(Superblock superblock, Metadata space) {
        List<String> prefixes = new ArrayList<>(superblock.prefixes());
        long place = superblock.prefixStart() * Integer.BYTES;
        for (int i = 0; i < superblock.prefixes(); i++) {
            place = place + ALIGNMENT - 1 & -ALIGNMENT;
            String name = "long prefix " + i;
            int length = space.read(name, place, Short.BYTES).u16(0);
            Bytes prefix = space.read(name, place + Short.BYTES, length);
            if (length < 1 || length > NAME_BYTES_MAX + 1) {
                throw prefix.fault(0, length + " bytes are no prefix");
            }
            String base = XattrPrefix.ofIndex(prefix.u8(0)).map(XattrPrefix::text).orElseThrow(() ->
                    prefix.fault(0, "it stands on prefix " + prefix.u8(0) + ", which is not known"));
            byte[] infix = prefix.copy(1, length - 1);
            prefixes.add(base + Names.text(infix, 0, infix.length));
            place += Short.BYTES + length;
        }
        return List.copyOf(prefixes);
    }
}
