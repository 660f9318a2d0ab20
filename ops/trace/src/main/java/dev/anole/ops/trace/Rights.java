package dev.anole.ops.trace;

import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.nio.file.Files;

/** What every operation here needs. Finer questions are answered by loading, which is what {@code bpf probe} does. */
final class Rights {
    private Rights() {
    }

    /** CAP_BPF and CAP_PERFMON, as root has them, and the kernel's types. */
    static Probe probe(Host host) {
        if (!host.isRoot()) {
            return Probe.unavailable(Text.of("only root may load BPF programs", "只有 root 可以加载 BPF 程序"), "uid " + host.uid(),
                Text.of("run Anole as root", "请以 root 运行 Anole"));
        }
        return Files.isReadable(host.path("/sys/kernel/btf/vmlinux")) ? Probe.available() : Probe.unavailable(
            Text.of("this kernel does not tell its types", "此内核没有提供类型信息"), "no /sys/kernel/btf/vmlinux",
            Text.of("use a kernel with CONFIG_DEBUG_INFO_BTF", "请使用启用 CONFIG_DEBUG_INFO_BTF 的内核"));
    }
}
