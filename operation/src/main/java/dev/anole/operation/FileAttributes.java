package dev.anole.operation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file or directory has beside its content and times.
 *
 * @param mode     permission bits with set-uid, set-gid and sticky: {@code 07777}
 * @param uid      owner
 * @param gid      group
 * @param extended extended attributes by name in Base64, access lists ({@code system.posix_acl_access}) among them
 */
public record FileAttributes(int mode, long uid, long gid, Map<String, String> extended) {
    /** All that chmod(1) can set. */
    public static final int MODE_MAX = 07777;
    private static final long ID_MAX = 0xffff_fffeL;

    public FileAttributes {
        if (mode < 0 || mode > MODE_MAX) {
            throw new IllegalArgumentException("permission bits outside 07777: " + Integer.toOctalString(mode));
        }
        if (uid < 0 || uid > ID_MAX || gid < 0 || gid > ID_MAX) {
            throw new IllegalArgumentException("owner or group outside 0 to " + ID_MAX + ": " + uid + ", " + gid);
        }
        extended = Collections.unmodifiableMap(new TreeMap<>(extended));
    }

    /** Plain permissions. */
    public static FileAttributes of(int mode, long uid, long gid) {
        return new FileAttributes(mode, uid, gid, Map.of());
    }

    /** The mode as people write it: {@code 0644}. */
    public String octal() {
        return String.format("%04o", mode);
    }
}
