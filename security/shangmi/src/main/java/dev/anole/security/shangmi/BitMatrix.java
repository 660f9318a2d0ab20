package dev.anole.security.shangmi;

/**
 * A matrix of 8 times 8 bits that maps bytes to bytes, as GF2P8AFFINEQB takes it: row i, whose product with the input
 * gives bit i of the output, stands in byte 7 - i.
 */
record BitMatrix(long rows) {
    static final BitMatrix IDENTITY = new BitMatrix(0x0102040810204080L);
    /** Bits move up by two; the upper two fall out. */
    static final BitMatrix UP_2 = ofFunction(x -> x << 2 & 0xff);
    /** The upper two bits arrive at the bottom; the others fall out. */
    static final BitMatrix DOWN_6 = ofFunction(x -> x >>> 6);

    /** A linear map of bytes. */
    interface Linear {
        int apply(int value);
    }

    /** The matrix of a linear function. */
    static BitMatrix ofFunction(Linear function) {
        long rows = 0;
        for (int column = 0; column < Byte.SIZE; column++) {
            int image = function.apply(1 << column);
            for (int row = 0; row < Byte.SIZE; row++) {
                rows |= (long) (image >>> row & 1) << 8 * (7 - row) + column;
            }
        }
        return new BitMatrix(rows);
    }

    int apply(int value) {
        int result = 0;
        for (int row = 0; row < Byte.SIZE; row++) {
            result |= (Long.bitCount(rows >>> 8 * (7 - row) & value & 0xff) & 1) << row;
        }
        return result;
    }

    /** First the other, then this. */
    BitMatrix after(BitMatrix other) {
        return ofFunction(x -> apply(other.apply(x)));
    }

    BitMatrix plus(BitMatrix other) {
        return new BitMatrix(rows ^ other.rows);
    }

    BitMatrix inverse() {
        int[] preimage = new int[256];
        for (int x = 0; x < 256; x++) {
            preimage[apply(x)] = x;
        }
        BitMatrix inverse = ofFunction(y -> preimage[y]);
        if (!inverse.after(this).equals(IDENTITY)) {
            throw new ArithmeticException("the matrix has no inverse");
        }
        return inverse;
    }

    /** Applies it to each of a word's four bytes, in constant time. */
    int applyToBytes(int word) {
        int result = 0;
        for (int column = 0; column < Byte.SIZE; column++) {
            result ^= (word >>> column & 0x01010101) * apply(1 << column);
        }
        return result;
    }
}
