package dev.anole.security.shangmi;

/**
 * SM4's S-box as AES's inversion between affine maps, {@code S(x) = B·inverse(A·x + a) + b} with the inverse in AES's
 * field, and the linear map L merged with it.
 *
 * <p>Engines keep each word X of the state as Z = A·X (byte by byte): then a round needs no map before the inversion,
 * and the one behind it gives the bytes of A·L(S) at once. L(B) = B + B<<<2 + B<<<10 + B<<<18 + B<<<24 moves bytes by 0, 8,
 * 16 and 24 bits; what it does inside the bytes differs for each distance: with U for "up by two" and D for "the upper two
 * bits, at the bottom", that is 1+U, U+D, U+D, 1+D. So one byte needs only three maps, and the third is the sum of the
 * first two.
 */
final class Sm4Box {
    /** A and a. */
    static final BitMatrix A = new BitMatrix(0x34ac259e022dbc52L);
    static final int A_CONSTANT = 0x65;
    /** B and b. */
    static final BitMatrix B = new BitMatrix(0xd72d8e511e6c8b19L);
    static final int B_CONSTANT = 0xd3;

    /** From Z back to X. */
    static final BitMatrix A_INVERSE = A.inverse();

    /** What stays in its byte. */
    static final BitMatrix STAY = merged(BitMatrix.IDENTITY.plus(BitMatrix.UP_2));
    static final int STAY_CONSTANT = constant(BitMatrix.IDENTITY.plus(BitMatrix.UP_2));
    /** What moves by 8 and by 16 bits. */
    static final BitMatrix MOVE = merged(BitMatrix.UP_2.plus(BitMatrix.DOWN_6));
    static final int MOVE_CONSTANT = constant(BitMatrix.UP_2.plus(BitMatrix.DOWN_6));
    /** What moves by 24 bits. */
    static final BitMatrix TURN = merged(BitMatrix.IDENTITY.plus(BitMatrix.DOWN_6));
    static final int TURN_CONSTANT = constant(BitMatrix.IDENTITY.plus(BitMatrix.DOWN_6));

    private Sm4Box() {
    }

    private static BitMatrix merged(BitMatrix inByte) {
        return A.after(inByte).after(B);
    }

    private static int constant(BitMatrix inByte) {
        return A.after(inByte).apply(B_CONSTANT);
    }

    /** A round key for a state that is kept as Z: A·k + a. */
    static int roundKey(int key) {
        return A.applyToBytes(key) ^ A_CONSTANT * 0x01010101;
    }
}
