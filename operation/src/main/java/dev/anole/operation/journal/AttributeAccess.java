package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes {@link FileAttributes} through a descriptor that holds the file, so that no name is resolved twice. */
final class AttributeAccess {
    /** Largest sum of extended attributes that is recorded for one file, in bytes: what the kernel allows a single one. */
    static final int EXTENDED_BYTES_MAX = 64 << 10;

    private AttributeAccess() {
    }

    /** Those of what an O_PATH descriptor holds, which is no symbolic link. */
    static FileAttributes read(OpenFile held, FileStatus status) {
        return read(ExtendedAttributes.of(held.procPath(), Symlink.FOLLOW), status, held.subject());
    }

    /** Those of what has already been found. */
    static FileAttributes read(ExtendedAttributes extended, FileStatus status, String subject) {
        return new FileAttributes(status.mode(), status.uid(), status.gid(), extended(extended, subject));
    }

    private static Map<String, String> extended(ExtendedAttributes attributes, String subject) {
        Map<String, String> found = new TreeMap<>();
        int bytes = 0;
        for (String name : names(attributes)) {
            if (isRecorded(name)) {
                byte[] value = attributes.get(name).orElse(new byte[0]);
                bytes += value.length;
                if (bytes > EXTENDED_BYTES_MAX) {
                    throw Refusal.failed(
                        Text.of(Refusal.printable(subject) + " has more than " + EXTENDED_BYTES_MAX + " bytes of extended attributes",
                            Refusal.printable(subject) + " 的扩展属性超过 " + EXTENDED_BYTES_MAX + " 字节"),
                        Text.of("that is more than the journal records; remove some (getfattr -d)", "超出日志可记录的范围；请移除一些（getfattr -d）"));
                }
                found.put(name, Base64.getEncoder().encodeToString(value));
            }
        }
        return found;
    }

    private static List<String> names(ExtendedAttributes attributes) {
        try {
            return attributes.names();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.ENOSYS) {
                return List.of();
            }
            throw e;
        }
    }

    /** File systems show attributes of their own (ceph.*, btrfs.*, system.nfs4_acl); those are not ours to put back. */
    private static boolean isRecorded(String name) {
        return name.startsWith("user.") || name.startsWith("security.") || name.startsWith("trusted.")
            || name.equals(PosixAcl.ACCESS) || name.equals(PosixAcl.DEFAULT);
    }

    /** Labels that the kernel gives a new file by its own policy, and checksums that it keeps itself. */
    static boolean isGivenByKernel(String name) {
        return name.equals("security.selinux") || name.startsWith("security.SMACK64") || name.equals("security.ima")
            || name.equals("security.evm");
    }

    /**
     * Makes attributes as they shall be. Owner before mode and capabilities, because chown(2) clears set-uid, set-gid and
     * capabilities; the access list after other attributes, because it may take away the right to set them; the mode after
     * the access list, whose mask it is.
     *
     * @param held an O_PATH or other descriptor of a file or directory
     */
    static void write(OpenFile held, FileAttributes wanted) {
        Directory here = Directory.working();
        String path = held.procPath();
        FileStatus status = held.status();
        if (status.uid() != wanted.uid() || status.gid() != wanted.gid()) {
            here.setOwner(path, wanted.uid(), wanted.gid(), Symlink.FOLLOW);
        }
        writeExtended(ExtendedAttributes.of(path, Symlink.FOLLOW), wanted.extended(), held.subject());
        if (held.status().mode() != wanted.mode()) {
            here.setMode(path, wanted.mode(), Symlink.FOLLOW);
        }
    }

    /** The part of {@link #write} that symbolic links have as well. */
    static void writeExtended(ExtendedAttributes attributes, Map<String, String> wanted, String subject) {
        Map<String, String> now = extended(attributes, subject);
        for (String name : now.keySet()) {
            if (!wanted.containsKey(name) && !isGivenByKernel(name)) {
                attributes.remove(name);
            }
        }
        List<String> order = new ArrayList<>(wanted.keySet());
        order.removeAll(Arrays.asList(PosixAcl.DEFAULT, PosixAcl.ACCESS));
        order.addAll(wanted.keySet().stream().filter(name -> !order.contains(name)).toList());
        for (String name : order) {
            if (!wanted.get(name).equals(now.get(name))) {
                attributes.set(name, Base64.getDecoder().decode(wanted.get(name)));
            }
        }
    }
}
