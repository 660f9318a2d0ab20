package dev.anole.kernel.linux;

import java.io.IOException;

/** Takes both kinds of lock on a file, says so, and holds them until its input ends. */
final class LockHolder {
    private LockHolder() {
    }

    public static void main(String[] arguments) throws IOException {
        try (OpenFile file = OpenFile.open(arguments[0], Access.O_RDWR)) {
            boolean both = file.tryLock(LockMode.EXCLUSIVE) && file.tryFlock(LockMode.EXCLUSIVE);
            System.out.println(both ? "locked" : "refused");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
