package dev.anole.image.erofs;

import dev.anole.kernel.linux.NativeMemory;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Names of files: bytes on disk, strings in Java. A byte that is no UTF-8 becomes a lone surrogate and back
 * ({@link NativeMemory}), so every name survives. On disk names are sorted by their bytes.
 */
final class Names {
    /** {@code EROFS_NAME_LEN}. */
    static final int NAME_BYTES_MAX = 255;

    /** The order of directory entries. UTF-16, which strings compare by, has another one. */
    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private Names() {
    }

    static String text(byte[] bytes, int offset, int length) {
        return NativeMemory.string(bytes, offset, length);
    }

    static byte[] bytes(String name) {
        return NativeMemory.bytes(name);
    }

    /** Whether these bytes can be the name of a directory's entry other than "." and "..". */
    static boolean isPlain(byte[] name) {
        if (name.length == 0 || name.length > NAME_BYTES_MAX || isDots(name)) {
            return false;
        }
        for (byte b : name) {
            if (b == 0 || b == '/') {
                return false;
            }
        }
        return true;
    }

    static boolean isDots(byte[] name) {
        return name.length == 1 && name[0] == '.' || name.length == 2 && name[0] == '.' && name[1] == '.';
    }
}
