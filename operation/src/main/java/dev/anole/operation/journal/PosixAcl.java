package dev.anole.operation.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An access control list as its extended attribute holds it, {@code include/uapi/linux/posix_acl_xattr.h}: a version, then
 * entries of tag, permissions and id, all little-endian.
 */
final class PosixAcl {
    /** The attribute of a file's own list. */
    static final String ACCESS = "system.posix_acl_access";
    /** The attribute of the list that new files in a directory inherit. */
    static final String DEFAULT = "system.posix_acl_default";

    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 8;
    private static final int E_PERM = 2;
    private static final int ACL_USER_OBJ = 0x01;
    private static final int ACL_GROUP_OBJ = 0x04;
    private static final int ACL_MASK = 0x10;
    private static final int ACL_OTHER = 0x20;

    private PosixAcl() {
    }

    /** The list as chmod(2) leaves it: the group's bits go to the mask where there is one ({@code posix_acl_chmod}). */
    static byte[] withMode(byte[] acl, int mode) {
        if (acl.length < HEADER_BYTES || (acl.length - HEADER_BYTES) % ENTRY_BYTES != 0) {
            return acl;   // not of this version; the kernel has the last word, and what it says is read back
        }
        ByteBuffer list = ByteBuffer.wrap(acl.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (list.getInt(0) != VERSION) {
            return acl;
        }
        boolean masked = false;
        for (int at = HEADER_BYTES; at < acl.length; at += ENTRY_BYTES) {
            masked |= list.getShort(at) == ACL_MASK;
        }
        for (int at = HEADER_BYTES; at < acl.length; at += ENTRY_BYTES) {
            int tag = list.getShort(at);
            if (tag == ACL_USER_OBJ) {
                list.putShort(at + E_PERM, (short) (mode >> 6 & 7));
            } else if (tag == (masked ? ACL_MASK : ACL_GROUP_OBJ)) {
                list.putShort(at + E_PERM, (short) (mode >> 3 & 7));
            } else if (tag == ACL_OTHER) {
                list.putShort(at + E_PERM, (short) (mode & 7));
            }
        }
        return list.array();
    }
}
