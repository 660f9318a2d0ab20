package dev.anole.kernel.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where functions begin in a program or library: what a user probe wants is the offset in the file, and symbols state
 * addresses. The file is mapped, not read, since a library may have hundreds of megabytes.
 */
public final class ElfFunctions {
    private static final int SHT_DYNSYM = 11;
    private static final int PT_LOAD = 1;
    private static final int SYM_BYTES = 24;
    /** What one link takes. */
    static final int MATCHES_MAX = 10_000;
    private static final int SYMBOLS_MAX = 4_000_000;
    private static final int NAME_BYTES_MAX = 4096;

    private final String file;
    private final ByteBuffer bytes;

    private ElfFunctions(String file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A function's offset in the file, in bytes; a number stands for itself.
     *
     * @throws ObjectException when there is no such function
     */
    public static long offset(String file, String function) {
        if (function.matches("0x[0-9a-fA-F]+|\\d+")) {
            return Long.decode(function);
        }
        List<Long> found = matching(file, function);
        if (found.isEmpty()) {
            throw new ObjectException(file, "function " + function, "is in no symbol table; a stripped file needs an offset");
        }
        return found.getFirst();
    }

    /** The offsets of all functions whose name matches a pattern with {@code *} and {@code ?}, ascending. */
    public static List<Long> matching(String file, String pattern) {
        Pattern compiled = KernelFunctions.glob(pattern);
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            long length = Math.min(channel.size(), Integer.MAX_VALUE);
            ElfFunctions elf = new ElfFunctions(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
            TreeMap<Long, String> found = new TreeMap<>();
            elf.functions().forEach((name, offset) -> {
                if (compiled.matcher(name).matches() && found.size() < MATCHES_MAX) {
                    found.put(offset, name);
                }
            });
            return new ArrayList<>(found.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Map<String, Long> functions() {
        try {
            if (bytes.limit() < 64 || bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
                throw new ObjectException(file, "the file", "is no 64-bit little-endian ELF file");
            }
            Map<String, Long> found = new HashMap<>();
            int sections = Math.toIntExact(bytes.getLong(40));
            int count = bytes.getShort(60) & 0xffff;
            for (int i = 0; i < count; i++) {
                int at = sections + i * 64;
                int type = bytes.getInt(at + 4);
                if (type == ElfSection.SHT_SYMTAB || type == SHT_DYNSYM) {
                    int strings = sections + bytes.getInt(at + 40) * 64;
                    symbols(Math.toIntExact(bytes.getLong(at + 24)), bytes.getLong(at + 32) / SYM_BYTES,
                            Math.toIntExact(bytes.getLong(strings + 24)), found);
                }
            }
            return found;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new ObjectException(file, "the file", "is a damaged ELF file");
        }
    }

    private void symbols(int at, long count, int strings, Map<String, Long> found) {
        for (int i = 0; i < Math.min(count, SYMBOLS_MAX); i++) {
            int symbol = at + i * SYM_BYTES;
            int type = bytes.get(symbol + 4) & 0xf;
            int section = bytes.getShort(symbol + 6) & 0xffff;
            if (type == ElfSymbol.STT_FUNC && section != 0) {
                found.put(name(strings + bytes.getInt(symbol)), fileOffset(bytes.getLong(symbol + 8)));
            }
        }
    }

    private String name(int at) {
        int end = at;
        while (bytes.get(end) != 0 && end - at < NAME_BYTES_MAX) {
            end++;
        }
        byte[] name = new byte[end - at];
        bytes.get(at, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private long fileOffset(long address) {
        int headers = Math.toIntExact(bytes.getLong(32));
        int count = bytes.getShort(56) & 0xffff;
        for (int i = 0; i < count; i++) {
            int at = headers + i * 56;
            long start = bytes.getLong(at + 16);
            if (bytes.getInt(at) == PT_LOAD && address >= start && address < start + bytes.getLong(at + 32)) {
                return address - start + bytes.getLong(at + 8);
            }
        }
        return address;
    }
}
