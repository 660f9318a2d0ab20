package dev.anole.ops.collect;

import dev.anole.operation.Host;
import java.util.Locale;

/** What a host runs in: a machine of its own, a virtual machine by its hypervisor, or a container. */
final class Virtualization {
    /** Words of DMI's vendor and product names, and what they stand for; the first that is found counts. */
    private static final String[][] BY_DMI = {
        {"kvm", "kvm"}, {"qemu", "qemu"}, {"vmware", "vmware"}, {"virtualbox", "virtualbox"}, {"microsoft corporation virtual", "hyper-v"},
        {"xen", "xen"}, {"alibaba cloud", "kvm (Alibaba Cloud)"}, {"amazon ec2", "amazon ec2"}, {"google compute", "google compute engine"},
        {"openstack", "kvm (OpenStack)"}, {"bochs", "bochs"}, {"parallels", "parallels"}, {"bhyve", "bhyve"}, {"firecracker", "firecracker"},
    };

    private Virtualization() {
    }

    static String of(Host host) {
        if (SmallFile.exists(host, "/.dockerenv")) {
            return "docker";
        }
        if (SmallFile.exists(host, "/run/.containerenv")) {
            return "podman";
        }
        var container = SmallFile.value(host, "/run/systemd/container");
        if (container.isPresent()) {
            return Printable.line(container.get(), 32);
        }
        var xen = SmallFile.value(host, "/sys/hypervisor/type");
        if (xen.isPresent()) {
            return Printable.line(xen.get(), 32);
        }
        String dmi = (SmallFile.value(host, "/sys/class/dmi/id/sys_vendor").orElse("") + " "
            + SmallFile.value(host, "/sys/class/dmi/id/product_name").orElse("")).toLowerCase(Locale.ROOT);
        for (String[] known : BY_DMI) {
            if (dmi.contains(known[0])) {
                return known[1];
            }
        }
        if (SmallFile.exists(host, "/proc/device-tree/hypervisor")) {
            return "virtual machine";
        }
        // CPUID leaf 1, ECX bit 31: set by every hypervisor that does not hide.
        boolean hypervisor = SmallFile.text(host, "/proc/cpuinfo", 8192).map(t -> t.contains(" hypervisor ")).orElse(false);
        return hypervisor ? "virtual machine" : "machine";
    }
}
