package dev.anole.kernel.linux;

import java.util.List;
import java.util.Optional;

/**
 * A mount, as a line of {@code /proc/PID/mountinfo} shows it, proc_pid_mountinfo(5).
 *
 * @param id its number, which may be used again after it is unmounted
 * @param parent the mount that it stands on; its own number for the top of the tree
 * @param root which directory of the file system it shows
 * @param mountPoint where, seen from the root of the process
 * @param options of this mount: "rw", "noatime", …
 * @param propagation optional fields, as they stand: "shared:1", "master:2", "unbindable"
 * @param type such as "ext4" or "fuse.sshfs"
 * @param source what was mounted, as the file system tells it
 * @param superOptions of the file system
 */
public record MountEntry(int id, int parent, DeviceNumber device, String root, String mountPoint, List<String> options,
                         List<String> propagation, String type, String source, List<String> superOptions) {
    public MountEntry {
        options = List.copyOf(options);
        propagation = List.copyOf(propagation);
        superOptions = List.copyOf(superOptions);
    }

    /** Whether nothing can be written through it: by its own options or by its file system's. */
    public boolean isReadOnly() {
        return options.contains("ro") || superOptions.contains("ro");
    }

    /** The value of an option of the file system, "size" of "size=4k". */
    public Optional<String> superOption(String key) {
        for (String option : superOptions) {
            if (option.startsWith(key) && option.length() > key.length() && option.charAt(key.length()) == '=') {
                return Optional.of(option.substring(key.length() + 1));
            }
        }
        return Optional.empty();
    }
}
