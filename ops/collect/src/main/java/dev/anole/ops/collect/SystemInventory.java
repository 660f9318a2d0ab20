package dev.anole.ops.collect;

import dev.anole.kernel.linux.KernelIdentity;
import dev.anole.operation.Described;
import dev.anole.operation.Host;
import java.time.Instant;
import java.util.Map;
import java.util.HashMap;
import java.util.Optional;

/**
 * The operating system: os-release(5), uname(2), and where it runs.
 */
public record SystemInventory(
    @Described(en = "operating system", zh = "操作系统") String name,
    @Described(en = "its id, as in os-release", zh = "系统标识（os-release）") String id,
    @Described(en = "its version", zh = "系统版本") String version,
    @Described(en = "kernel", zh = "内核") String kernel,
    @Described(en = "how the kernel was built", zh = "内核构建信息") String kernelBuild,
    @Described(en = "architecture", zh = "架构") String architecture,
    @Described(en = "booted", zh = "启动时间") Instant booted,
    @Described(en = "runs in", zh = "运行环境") String runsIn,
    @Described(en = "init system", zh = "init 系统") String init,
    @Described(en = "kernel command line, cut", zh = "内核命令行（截断）") String kernelCommand,
    @Described(en = "time zone", zh = "时区") Optional<String> zone,
    @Described(en = "SELinux or AppArmor", zh = "SELinux 或 AppArmor") Optional<String> security) {

    private static final int RELEASE_BYTES_MAX = 16 * 1024;

    static SystemInventory of(Host host, Instant now) {
        Map<String, String> release = release(host);
        KernelIdentity kernel = KernelIdentity.current();
        return new SystemInventory(
            release.getOrDefault("PRETTY_NAME", release.getOrDefault("NAME", "Linux")),
            release.getOrDefault("ID", "linux"), release.getOrDefault("VERSION_ID", ""),
            SmallFile.value(host, "/proc/sys/kernel/osrelease").orElse(kernel.release()),
            SmallFile.value(host, "/proc/sys/kernel/version").orElse(kernel.version()), kernel.machine(),
            ProcessSampler.bootTime(host, new Tick(now, 0)), Virtualization.of(host), init(host),
            CommandLine.shown(SmallFile.value(host, "/proc/cmdline").orElse("").replace(' ', '\0')),
            zone(host), security(host));
    }

    /** Lines {@code KEY="value"} with the shell's quoting, os-release(5). */
    static Map<String, String> release(Host host) {
        Map<String, String> values = new HashMap<>();
        SmallFile.text(host, "/etc/os-release", RELEASE_BYTES_MAX)
            .or(() -> SmallFile.text(host, "/usr/lib/os-release", RELEASE_BYTES_MAX))
            .ifPresent(text -> text.lines().forEach(line -> {
                int equals = line.indexOf('=');
                if (equals > 0 && line.charAt(0) != '#') {
                    values.put(line.substring(0, equals), unquote(line.substring(equals + 1).strip()));
                }
            }));
        return values;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
        if (!quoted) {
            return Printable.line(value, 256);
        }
        StringBuilder plain = new StringBuilder(value.length());
        boolean escapes = value.charAt(0) == '"';
        for (int i = 1; i < value.length() - 1; i++) {
            if (escapes && value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
                i++;
            }
            plain.append(value.charAt(i));
        }
        return Printable.line(plain.toString(), 256);
    }

    private static String init(Host host) {
        if (SmallFile.exists(host, "/run/systemd/system")) {
            return "systemd";
        }
        return SmallFile.value(host, "/proc/1/comm").map(name -> Printable.line(name, 64)).orElse("");
    }

    private static Optional<String> zone(Host host) {
        return SmallFile.value(host, "/etc/timezone").or(() -> SmallFile.link(host, "/etc/localtime").map(target -> {
            int at = target.indexOf("zoneinfo/");
            return at < 0 ? target : target.substring(at + "zoneinfo/".length());
        })).map(z -> Printable.line(z, 64));
    }

    private static Optional<String> security(Host host) {
        return SmallFile.value(host, "/sys/fs/selinux/enforce").map(v -> v.equals("1") ? "SELinux enforcing" : "SELinux permissive")
            .or(() -> SmallFile.value(host, "/sys/module/apparmor/parameters/enabled").filter("Y"::equals).map(_ -> "AppArmor"));
    }
}
