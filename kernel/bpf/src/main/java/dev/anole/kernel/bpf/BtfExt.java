package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clang says about instructions, by section: {@code .BTF.ext} with its three tables. Offsets are bytes from the
 * start of the section that the instructions are in.
 *
 * @param functions where functions begin
 * @param lines which line of source an instruction comes from
 * @param relocations places that depend on the target's types
 */
record BtfExt(Map<String, List<FunctionInfo>> functions, Map<String, List<LineInfo>> lines,
              Map<String, List<CoreRelocation>> relocations) {
    private static final int HEADER_BYTES_MIN = 24;
    private static final int HEADER_BYTES_WITH_RELOCATIONS = 32;
    /** Far more than the verifier would ever take. */
    private static final int RECORDS_MAX = 4_000_000;

    static final BtfExt NONE = new BtfExt(Map.of(), Map.of(), Map.of());

    /** {@code struct bpf_func_info}. */
    record FunctionInfo(int insnOffset, int type) {
    }

    /** {@code struct bpf_line_info}; names and text are string offsets in the object's BTF. */
    record LineInfo(int insnOffset, int file, int text, int lineAndColumn) {
        int line() {
            return lineAndColumn >>> 10;
        }

        int column() {
            return lineAndColumn & 0x3ff;
        }
    }

    @FunctionalInterface
    private interface RecordReader<T> {
        T read(int at);
    }

    static BtfExt read(byte[] bytes, Btf btf) {
        return new Reader(bytes, btf).read();
    }

    private record Reader(byte[] bytes, Btf btf) {
        BtfExt read() {
            if (bytes.length < HEADER_BYTES_MIN || (int32(0) & 0xffffff) != 0x01eb9f) {
                throw wrong(0, "not version 1 of it");
            }
            int header = int32(4);
            if (header < HEADER_BYTES_MIN || header > bytes.length) {
                throw wrong(4, "a header of " + header + " bytes");
            }
            var functions = table(header, 8, 8, at -> new FunctionInfo(int32(at), int32(at + 4)));
            var lines = table(header, 16, 16,
                    at -> new LineInfo(int32(at), int32(at + 4), int32(at + 8), int32(at + 12)));
            Map<String, List<CoreRelocation>> relocations = header < HEADER_BYTES_WITH_RELOCATIONS ? Map.of()
                    : table(header, 24, 16, this::relocation);
            return new BtfExt(functions, lines, relocations);
        }

        private CoreRelocation relocation(int at) {
            int kind = int32(at + 12);
            RelocationKind[] kinds = RelocationKind.values();
            if (kind < 0 || kind >= kinds.length) {
                throw wrong(at, "relocation kind " + kind + " is unknown");
            }
            return new CoreRelocation(int32(at), int32(at + 4), btf.string(int32(at + 8)), kinds[kind]);
        }

        private <T> Map<String, List<T>> table(int header, int field, int recordBytesMin, RecordReader<T> reader) {
            long start = header + Integer.toUnsignedLong(int32(field));
            long end = start + Integer.toUnsignedLong(int32(field + 4));
            if (start == end) {
                return Map.of();
            }
            if (end > bytes.length || end - start < 4) {
                throw wrong(field, "a table reaches beyond the end");
            }
            int each = int32((int) start);
            if (each < recordBytesMin || each > 4096 || each % 4 != 0) {
                throw wrong(start, "records of " + each + " bytes");
            }
            Map<String, List<T>> bySection = new HashMap<>();
            int at = (int) start + 4;
            int total = 0;
            while (at < end) {
                if (end - at < 8) {
                    throw wrong(at, "a table is cut off");
                }
                String section = btf.string(int32(at));
                long count = Integer.toUnsignedLong(int32(at + 4));
                at += 8;
                if (count * each > end - at || (total += (int) count) > RECORDS_MAX) {
                    throw wrong(at, count + " records reach beyond the end");
                }
                List<T> records = bySection.computeIfAbsent(section, name -> new ArrayList<>());
                for (int i = 0; i < count; i++, at += each) {
                    records.add(reader.read(at));
                }
            }
            return bySection;
        }

        private int int32(int at) {
            if (at < 0 || at > bytes.length - 4) {
                throw wrong(at, "cut off");
            }
            return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
        }

        private FormatException wrong(long at, String reason) {
            return new FormatException("BTF.ext of " + btf.subject(), at, reason);
        }
    }
}
