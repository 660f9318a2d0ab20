package dev.anole.console.page;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of the host's hardware stands on the board.
 *
 * @param disks  whole disks
 * @param links  network interfaces that carry traffic of this host, {@code lo} not among them
 */
public record Devices(List<Disk> disks, List<Link> links) {
    public Devices {
        disks = List.copyOf(disks);
        links = List.copyOf(links);
    }

    /** A disk by the label of its series: {@code vda}. */
    public record Disk(String name, long bytes) {
        public Disk {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A network interface by the label of its series; virtual ones have no speed. */
    public record Link(String name, OptionalLong bitsPerSecond) {
        public Link {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(bitsPerSecond, "bitsPerSecond");
        }
    }

    /** The one disk, where there is one: a sentence can then name it. */
    Optional<Disk> onlyDisk() {
        return disks.size() == 1 ? Optional.of(disks.getFirst()) : Optional.empty();
    }
}
