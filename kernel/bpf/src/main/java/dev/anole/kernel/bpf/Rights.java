package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Capability;
import dev.anole.kernel.linux.CapabilitySets;
import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.UnavailableException;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Why the kernel says EPERM, as far as this process can see. */
final class Rights {
    private static final String LOCKDOWN = "/sys/kernel/security/lockdown";
    private static final int LOCKDOWN_BYTES_MAX = 256;

    private Rights() {
    }

    static UnavailableException missing(String capability, String call) {
        Set<Capability> effective = CapabilitySets.current().effective();
        boolean bpf = effective.contains(Capability.CAP_BPF) || effective.contains(Capability.CAP_SYS_ADMIN);
        if (!bpf) {
            return new UnavailableException(capability, "this process lacks CAP_BPF (" + call + " was refused with EPERM)",
                    "run as root, or give the process CAP_BPF and CAP_PERFMON, for networks CAP_NET_ADMIN too");
        }
        String lockdown = lockdown();
        if (lockdown.contains("[confidentiality]")) {
            return new UnavailableException(capability, "the kernel is locked down: " + lockdown.strip(),
                    "boot without lockdown=confidentiality (Secure Boot may set it)");
        }
        return new UnavailableException(capability, call + " was refused with EPERM although this process has the "
                + "right: the kernel's build or a security module forbids it", "another type of program may do: "
                + "tp_btf or raw_tp where fentry and kprobe are refused");
    }

    private static String lockdown() {
        try (OpenFile file = OpenFile.open(LOCKDOWN, Access.O_RDONLY)) {
            return new String(file.readAll(LOCKDOWN_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (LinuxException unknown) {
            // No security file system, or not for us: nothing is known of a lockdown.
            return "";
        }
    }
}
