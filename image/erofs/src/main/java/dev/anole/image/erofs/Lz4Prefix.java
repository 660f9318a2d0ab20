package dev.anole.image.erofs;

/**
 * The first bytes of an LZ4 block. The C library's decoder for whole blocks refuses a block that holds more than is
 * wanted, and deduplicated extents do.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">the block format</a>
 */
final class Lz4Prefix {
    private static final int RUN_MASK = 15;
    private static final int MATCH_MIN = 4;
    private static final int MALFORMED = -1;

    private Lz4Prefix() {
    }

    /** Decodes up to the length wanted. Answers how many bytes there were, or -1 for what is no LZ4. */
    static int decode(byte[] in, int inOffset, int inLength, byte[] out, int outOffset, int outLength) {
        int at = inOffset;
        int inEnd = inOffset + inLength;
        int to = outOffset;
        int outEnd = outOffset + outLength;
        while (at < inEnd && to < outEnd) {
            int token = in[at++] & 0xff;
            int literals = token >>> 4;
            if (literals == RUN_MASK) {
                int more;
                do {
                    if (at >= inEnd) {
                        return MALFORMED;
                    }
                    more = in[at++] & 0xff;
                    literals += more;
                } while (more == 0xff);
            }
            int copied = Math.min(literals, outEnd - to);
            if (copied > inEnd - at) {
                return MALFORMED;
            }
            System.arraycopy(in, at, out, to, copied);
            to += copied;
            at += literals;
            if (to == outEnd || at == inEnd) {
                break;
            }
            if (at > inEnd - Short.BYTES) {
                return MALFORMED;
            }
            int distance = in[at] & 0xff | (in[at + 1] & 0xff) << 8;
            at += Short.BYTES;
            int match = token & RUN_MASK;
            if (match == RUN_MASK) {
                int more;
                do {
                    if (at >= inEnd) {
                        return MALFORMED;
                    }
                    more = in[at++] & 0xff;
                    match += more;
                } while (more == 0xff);
            }
            if (distance == 0 || distance > to - outOffset) {
                return MALFORMED;
            }
            int matched = Math.min(match + MATCH_MIN, outEnd - to);
            for (int i = 0; i < matched; i++, to++) {
                // A match may overlap what it makes: byte by byte.
                out[to] = out[to - distance];
            }
        }
        return to - outOffset;
    }
}
