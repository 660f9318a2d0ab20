package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LockKernelTest {
    @Test
    void aLockOfAnotherProcessHoldsUntilThatIsKilled() throws Exception {
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("lock", 0600)) {
            Process holder = ChildJvm.start(LockHolder.class, scratch.path("lock"));
            try (BufferedReader says = holder.inputReader()) {
                assertEquals("locked", says.readLine());
                assertFalse(file.tryLock(LockMode.EXCLUSIVE));
                assertFalse(file.tryLock(LockMode.SHARED));
                assertFalse(file.tryFlock(LockMode.SHARED));
            } finally {
                holder.destroyForcibly().waitFor();
            }
            assertTrue(file.tryLock(LockMode.EXCLUSIVE));
            assertTrue(file.tryFlock(LockMode.EXCLUSIVE));
        }
    }

    @Test
    void aLockBelongsToItsOpeningNotToTheProcess() {
        try (Scratch scratch = new Scratch(); OpenFile one = scratch.directory().create("lock", 0600)) {
            assertTrue(one.tryLock(LockMode.EXCLUSIVE));
            try (OpenFile two = OpenFile.open(scratch.path("lock"), Access.O_RDWR)) {
                assertFalse(two.tryLock(LockMode.EXCLUSIVE));
            }
            // A POSIX lock would be gone now, with the first descriptor of the file that closes.
            try (OpenFile three = OpenFile.open(scratch.path("lock"), Access.O_RDWR)) {
                assertFalse(three.tryLock(LockMode.SHARED));
                one.unlock();
                three.lock(LockMode.SHARED);
                assertTrue(one.tryLock(LockMode.SHARED));
            }
        }
    }
}
