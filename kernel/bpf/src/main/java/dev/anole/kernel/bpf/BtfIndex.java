package dev.anole.kernel.bpf;

import java.util.Arrays;

/** Finds where each type of a BTF begins, and checks on the way that each lies within its bounds. */
final class BtfIndex {
    private static final int PIECE = 64;
    private static final int[] FIXED_BYTES = sizes(0);
    private static final int[] EACH_BYTES = sizes(1);

    private final Btf btf;
    private final int start;
    private final int end;

    BtfIndex(Btf btf, int start, int end) {
        this.btf = btf;
        this.start = start;
        this.end = end;
    }

    private static int[] sizes(int parts) {
        int[] sizes = new int[BtfKind.count()];
        for (int kind = 0; kind < sizes.length; kind++) {
            BtfKind each = BtfKind.of(kind);
            sizes[kind] = parts == 0 ? each.payloadBytes(0) : each.payloadBytes(1) - each.payloadBytes(0);
        }
        return sizes;
    }

    /**
     * Where each type begins. In pieces, since a JVM that has just started compiles a method that is called often much
     * sooner than a loop that runs long, and the first command of a process waits for this.
     */
    int[] starts() {
        int[] found = new int[Math.max(PIECE, (end - start) / 20)];
        int count = 0;
        int position = start;
        while (position < end) {
            if (found.length - count < PIECE) {
                found = Arrays.copyOf(found, count + count / 2 + PIECE);
            }
            int limit = count + PIECE;
            position = piece(found, count, position);
            // Of the last piece less than all may be filled.
            count = position < end ? limit : filled(found, count, limit);
            if (btf.firstType() + count > Btf.TYPES_MAX) {
                throw btf.wrong(position, "more than " + Btf.TYPES_MAX + " types");
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int filled(int[] found, int from, int limit) {
        int count = from;
        while (count < limit && found[count] != 0) {
            count++;
        }
        return count;
    }

    /** Fills in at most a piece; where the next one begins. */
    private int piece(int[] found, int from, int begin) {
        int position = begin;
        for (int i = from; i < from + PIECE && position < end; i++) {
            if (end - position < Btf.TYPE_BYTES) {
                throw btf.wrong(position, "the last type is cut off");
            }
            int info = btf.int32(position + 4);
            int kind = info >>> 24 & 0x1f;
            if (kind == 0 || kind >= FIXED_BYTES.length) {
                throw btf.wrong(position + 4, "kind " + kind + " is unknown");
            }
            found[i] = position;
            int length = Btf.TYPE_BYTES + FIXED_BYTES[kind] + EACH_BYTES[kind] * (info & 0xffff);
            if (length > end - position) {
                throw btf.wrong(position, "a type of " + length + " bytes reaches beyond the end");
            }
            position += length;
        }
        return position;
    }
}
