package dev.anole.ops.collect;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.Optional;

/**
 * A file of the kernel's that is read every second, held open. It is opened when it is first read, and tried again now
 * and then where it is missing: a kernel's files appear with a module or a mount.
 */
final class SourceFile implements AutoCloseable {
    private static final int RETRY_SECONDS = 60;

    private final String path;
    private final ReadBuffer buffer;
    private final Rarely retry = new Rarely(RETRY_SECONDS);
    private Optional<OpenFile> file = Optional.empty();
    private Probe probe = Probe.available();

    SourceFile(Host host, String path, ReadBuffer buffer) {
        this.path = SmallFile.path(host, path);
        this.buffer = buffer;
    }

    /** Whether it could be read the last time; available before the first. */
    Probe probe() {
        return probe;
    }

    /**
     * Reads it whole.
     *
     * @return whether it could be; then {@link #text} is over it
     */
    boolean read(Tick tick) {
        if (file.isEmpty() && retry.due(tick)) {
            open();
        }
        if (file.isEmpty()) {
            return false;
        }
        int result = buffer.tryRead(file.get());
        if (result < 0) {
            lose(new ErrnoException("read", -result, path));
            return false;
        }
        return true;
    }

    /** Over what was read last through the shared buffer. */
    ByteCursor text() {
        return buffer.cursor();
    }

    private void open() {
        try {
            file = Optional.of(OpenFile.open(path, Access.O_RDONLY));
            probe = Probe.available();
        } catch (ErrnoException e) {
            lose(e);
        }
    }

    private void lose(ErrnoException e) {
        close();
        probe = unavailable(path, e);
    }

    /** The refusal of a file as a probe's answer. */
    static Probe unavailable(String path, ErrnoException e) {
        boolean forbidden = e.errno() == Errno.EACCES || e.errno() == Errno.EPERM;
        return Probe.unavailable(
            forbidden ? Text.of("this user may not read " + path, "当前用户无权读取 " + path)
                : Text.of("this kernel does not offer " + path, "此内核没有提供 " + path),
            String.valueOf(e.getMessage()),
            forbidden ? Text.of("run the agent as root", "请以 root 身份运行代理")
                : Text.of("enable it in the kernel or on its command line", "请在内核配置或启动参数中启用它"));
    }

    @Override
    public void close() {
        file.ifPresent(OpenFile::close);
        file = Optional.empty();
    }
}
