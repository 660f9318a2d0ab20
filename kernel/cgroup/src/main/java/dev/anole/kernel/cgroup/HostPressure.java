package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ReadBuffer;

/** The pressure on the whole host: {@code /proc/pressure}. Not for several threads. */
public final class HostPressure implements AutoCloseable {
    private static final int TEXT_BYTES_MAX = 1024;

    private final ReadBuffer buffer = new ReadBuffer(TEXT_BYTES_MAX, TEXT_BYTES_MAX);

    /** The pressure now, or why it is not known. */
    public PressureReading read(PressureResource resource) {
        String path = "/proc/pressure/" + resource.hostFile();
        int result = buffer.tryRead(Directory.working(), path);
        if (Errno.ENOENT.is(result) || Errno.EOPNOTSUPP.is(result)) {
            return notKept(resource);
        }
        if (Errno.EACCES.is(result) || Errno.EPERM.is(result)) {
            return new PressureReading.Unavailable("this process may not read " + path, "run as root");
        }
        ErrnoException.check(result, "read", path);
        return PressureText.parse(buffer.cursor());
    }

    static PressureReading.Unavailable notKept(PressureResource resource) {
        return switch (resource) {
            case CPU, MEMORY, IO -> new PressureReading.Unavailable(
                    "this kernel does not measure pressure: built without CONFIG_PSI, or started without psi=1",
                    "boot with psi=1 on a kernel that has CONFIG_PSI");
            case IRQ -> new PressureReading.Unavailable(
                    "this kernel does not measure the time lost to interrupts",
                    "it takes Linux 6.1 with CONFIG_IRQ_TIME_ACCOUNTING and psi=1");
        };
    }

    @Override
    public void close() {
        buffer.close();
    }
}
