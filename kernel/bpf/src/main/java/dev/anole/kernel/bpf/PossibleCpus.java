package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.OpenFile;

/** How many CPUs the kernel could ever have, which is how many values a per-CPU map has. It never changes. */
final class PossibleCpus {
    private static final String FILE = "/sys/devices/system/cpu/possible";
    private static final int FILE_BYTES_MAX = 4096;
    private static final int COUNT = read();

    private PossibleCpus() {
    }

    static int count() {
        return COUNT;
    }

    /** A list such as {@code 0-3,8}: the kernel sizes by the greatest number. */
    private static int read() {
        try (OpenFile file = OpenFile.open(FILE, Access.O_RDONLY)) {
            ByteCursor cursor = new ByteCursor(FILE, file.readAll(FILE_BYTES_MAX));
            long greatest = 0;
            while (!cursor.atLineEnd()) {
                if (Character.isDigit(cursor.peek())) {
                    greatest = Math.max(greatest, cursor.number());
                } else {
                    cursor.position(cursor.position() + 1);
                }
            }
            return Math.toIntExact(greatest + 1);
        }
    }
}
