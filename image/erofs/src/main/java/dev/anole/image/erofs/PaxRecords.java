package dev.anole.image.erofs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of a pax header: "LENGTH KEY=VALUE\n". Values are bytes; those of attributes may hold anything. */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords(Map.of(), List.of());

    private static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> values;
    /** Offsets and lengths of GNU's sparse format 0.0, whose keys repeat. */
    private final List<Long> sparse;

    private PaxRecords(Map<String, byte[]> values, List<Long> sparse) {
        this.values = values;
        this.sparse = sparse;
    }

    static PaxRecords parse(byte[] bytes, long place) {
        Map<String, byte[]> values = new HashMap<>();
        List<Long> sparse = new ArrayList<>();
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int space = at;
            int length = 0;
            while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9' && length <= bytes.length) {
                length = length * 10 + bytes[space++] - '0';
            }
            int end = at + length;
            int equals = space;
            while (equals < Math.min(end, bytes.length) && bytes[equals] != '=') {
                equals++;
            }
            if (space == at || space >= bytes.length || bytes[space] != ' ' || end > bytes.length || equals >= end
                    || bytes[end - 1] != '\n') {
                throw new ErofsException("pax record", place + at, "it is not of the form LENGTH KEY=VALUE");
            }
            String key = Names.text(bytes, space + 1, equals - space - 1);
            byte[] value = Arrays.copyOfRange(bytes, equals + 1, end - 1);
            if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
                sparse.add(number(key, value));
            }
            values.put(key, value);
            at = end;
        }
        return new PaxRecords(values, sparse);
    }

    /** These over those of a global header. */
    PaxRecords over(PaxRecords global) {
        Map<String, byte[]> all = new HashMap<>(global.values);
        all.putAll(values);
        return new PaxRecords(all, sparse);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(each -> Names.text(each, 0, each.length));
    }

    Optional<Long> number(String key) {
        return Optional.ofNullable(values.get(key)).map(each -> number(key, each));
    }

    List<Long> sparse() {
        return sparse;
    }

    Map<String, byte[]> attributes() {
        Map<String, byte[]> found = new LinkedHashMap<>();
        values.keySet().stream().filter(each -> each.startsWith(XATTR)).sorted()
                .forEach(each -> found.put(each.substring(XATTR.length()), values.get(each)));
        return found;
    }

    private static long number(String key, byte[] value) {
        try {
            return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new ErofsException("pax record " + key, 0, "it is no number");
        }
    }
}
