package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which attributes inodes share: those that more than one has. The rest stand in the bodies of the inodes. */
final class XattrTable {
    /** Uses of an entry, and then its number in the shared area. */
    private final Map<XattrSet.Entry, Integer> uses = new HashMap<>();
    private final Map<XattrSet.Entry, Integer> shared = new LinkedHashMap<>();
    private int sharedBytes;

    /** First for all inodes. */
    void count(XattrSet set) {
        for (XattrSet.Entry each : set.entries()) {
            uses.merge(each, 1, Integer::sum);
        }
    }

    /** Then once for all inodes, in their order, so that the area is the same for the same tree. */
    void place(XattrSet set) {
        for (XattrSet.Entry each : set.entries()) {
            if (uses.get(each) > 1 && !shared.containsKey(each)) {
                shared.put(each, sharedBytes / Integer.BYTES);
                sharedBytes += each.bytes().length;
            }
        }
    }

    int sharedBytes() {
        return sharedBytes;
    }

    void write(ImageOutput output) {
        shared.keySet().forEach(each -> output.append(each.bytes()));
    }

    /** Bytes of an inode's body. */
    int bodyBytes(XattrSet set) {
        if (set.entries().isEmpty()) {
            return 0;
        }
        int bytes = XattrLayout.BODY_HEADER_SIZE;
        int ids = 0;
        for (XattrSet.Entry each : set.entries()) {
            boolean isShared = shared.containsKey(each) && ids < XattrLayout.SHARED_MAX;
            bytes += isShared ? Integer.BYTES : each.bytes().length;
            ids += isShared ? 1 : 0;
        }
        return bytes;
    }

    /** What {@code i_xattr_icount} says of a body. */
    static int icount(int bodyBytes) {
        return bodyBytes == 0 ? 0 : (bodyBytes - XattrLayout.BODY_HEADER_SIZE) / Integer.BYTES + 1;
    }

    byte[] body(XattrSet set) {
        ByteBuffer body = ByteBuffer.allocate(bodyBytes(set)).order(ByteOrder.LITTLE_ENDIAN);
        if (body.capacity() == 0) {
            return body.array();
        }
        body.putInt(set.filter());
        body.position(XattrLayout.BODY_HEADER_SIZE);
        int ids = 0;
        for (XattrSet.Entry each : set.entries()) {
            if (shared.containsKey(each) && ids < XattrLayout.SHARED_MAX) {
                body.putInt(shared.get(each));
                ids++;
            }
        }
        body.put(XattrLayout.H_SHARED_COUNT, (byte) ids);
        int seen = 0;
        for (XattrSet.Entry each : set.entries()) {
            if (shared.containsKey(each) && seen < XattrLayout.SHARED_MAX) {
                seen++;
            } else {
                body.put(each.bytes());
            }
        }
        return body.array();
    }
}
