package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.operation.Host;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values below {@code /proc/sys}. Some come in pairs of which only one is in force: the kernel sets the other to zero when
 * one is written ({@code mm/page-writeback.c}, {@code mm/util.c}), and takes no zero for some of them. Both are recorded, and the one that is
 * not zero is written, so that the way back ends where it began.
 */
final class KernelValues {
    /** Longest value that is read or written, in bytes. */
    static final int BYTES_MAX = 4096;
    private static final String OFF = "0";
    private static final Map<String, String> PAIRS = Map.of(
        "vm.dirty_bytes", "vm.dirty_ratio", "vm.dirty_ratio", "vm.dirty_bytes",
        "vm.dirty_background_bytes", "vm.dirty_background_ratio", "vm.dirty_background_ratio", "vm.dirty_background_bytes",
        "vm.overcommit_kbytes", "vm.overcommit_ratio", "vm.overcommit_ratio", "vm.overcommit_kbytes");

    private KernelValues() {
    }

    /** A value, and the one that is paired with it; absent where the kernel has no such value. */
    static TargetState read(Host host, Target.Sysctl target) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<String> value = readOne(host, target);
        if (value.isEmpty()) {
            return new TargetState.Absent();
        }
        values.put(target.name(), value.get());
        partner(target).ifPresent(other -> readOne(host, other).ifPresent(v -> values.put(other.name(), v)));
        return new TargetState.Values(values);
    }

    /** The states of a value and its partner when the value is set. */
    static TargetState.Values set(Target.Sysctl target, TargetState.Values now, String value) {
        Map<String, String> values = new LinkedHashMap<>(now.values());
        values.replaceAll((name, _) -> OFF);
        values.put(target.name(), value);
        return new TargetState.Values(values);
    }

    private static Optional<Target.Sysctl> partner(Target.Sysctl target) {
        return Optional.ofNullable(PAIRS.get(target.name())).map(Target.Sysctl::new);
    }

    private static Optional<String> readOne(Host host, Target.Sysctl target) {
        String path = host.path(target.path()).toString();
        try (OpenFile file = OpenFile.open(path, Access.O_RDONLY, OpenFlag.O_NONBLOCK)) {
            return Optional.of(States.normal(new String(file.readAll(BYTES_MAX), StandardCharsets.UTF_8)));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                return Optional.empty();
            }
            if (e.errno() == Errno.EISDIR) {
                throw Refusal.failed(Text.of(target.name() + " is a group of values, not a value", target.name() + " 是一组参数，而不是单个参数"),
                    Text.of("name one of them: ls " + target.path(), "请指定其中一个：ls " + target.path()), e);
            }
            throw Refusal.of(target.name(), e);
        }
    }

    /** Writes what is in force of a state, in one call, as {@code /proc/sys} demands. */
    static void write(Host host, Target.Sysctl target, TargetState.Values state) {
        String name = state.values().entrySet().stream().filter(e -> !e.getValue().equals(OFF)).map(Map.Entry::getKey)
            .findFirst().orElse(target.name());
        Target.Sysctl effective = new Target.Sysctl(name);
        String path = host.path(effective.path()).toString();
        try (OpenFile file = OpenFile.open(path, Access.O_WRONLY, OpenFlag.O_TRUNC)) {
            file.writeAll((state.values().get(name) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EINVAL || e.errno() == Errno.ERANGE) {
                throw Refusal.failed(
                    Text.of("the kernel does not take \"" + Refusal.printable(state.values().get(name)) + "\" for " + name,
                        "内核不接受 " + name + " 的值“" + Refusal.printable(state.values().get(name)) + "”"),
                    Text.of("see the bounds of " + name + " in the kernel's documentation (admin-guide/sysctl)",
                        "请查看内核文档（admin-guide/sysctl）中 " + name + " 的取值范围"), e);
            }
            throw Refusal.of(name, e);
        }
    }
}
