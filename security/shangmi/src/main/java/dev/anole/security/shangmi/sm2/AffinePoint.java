package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * A point of the curve y² = x³ - 3x + b (GB/T 32918.5) that is not infinity. Whatever way it was made, it is on the
 * curve; SM2's cofactor is 1, so it is in the group.
 */
final class AffinePoint {
    static final BigInteger A = Field.P.subtract(BigInteger.valueOf(3));
    static final BigInteger B = new BigInteger("28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93", 16);
    /** An uncompressed point: 04, x, y (GB/T 32918.1, 4.2.9). */
    static final int ENCODED_BYTES = 1 + 2 * Field.BYTES;
    static final int COMPRESSED_BYTES = 1 + Field.BYTES;

    private static final int UNCOMPRESSED = 4;
    private static final int COMPRESSED_EVEN = 2;
    private static final int COMPRESSED_ODD = 3;
    private static final int HYBRID_EVEN = 6;
    private static final int HYBRID_ODD = 7;
    private static final long[] B_ELEMENT = Field.of(B);
    private static final long[] THREE = Field.of(BigInteger.valueOf(3));
    private static final BigInteger ROOT_EXPONENT = Field.P.add(BigInteger.ONE).shiftRight(2);

    static final AffinePoint GENERATOR = generator();

    final long[] x;
    final long[] y;

    /** For coordinates that are known to be right: the arrays are taken, and not changed any more. */
    AffinePoint(long[] x, long[] y) {
        this.x = x;
        this.y = y;
    }

    private static AffinePoint generator() {
        try {
            return of(new BigInteger("32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7", 16),
                    new BigInteger("bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0", 16));
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @throws InvalidKeyException for coordinates that are not in the field, or not on the curve
     */
    static AffinePoint of(BigInteger x, BigInteger y) throws InvalidKeyException {
        for (BigInteger coordinate : new BigInteger[] {x, y}) {
            if (coordinate.signum() < 0 || coordinate.compareTo(Field.P) >= 0) {
                throw new InvalidKeyException("a coordinate is outside SM2's field: the point is not one of this curve");
            }
        }
        AffinePoint point = new AffinePoint(Field.of(x), Field.of(y));
        point.mustBeOnCurve();
        return point;
    }

    /**
     * Reads a point of any of the standard's forms, of exactly the given length.
     *
     * @throws InvalidKeyException for anything else, infinity included
     */
    static AffinePoint decode(byte[] bytes, int offset, int length) throws InvalidKeyException {
        int form = length == 0 ? -1 : bytes[offset];
        boolean whole = form == UNCOMPRESSED || form == HYBRID_EVEN || form == HYBRID_ODD;
        boolean compressed = form == COMPRESSED_EVEN || form == COMPRESSED_ODD;
        if (whole && length != ENCODED_BYTES || compressed && length != COMPRESSED_BYTES || !whole && !compressed) {
            throw new InvalidKeyException("an SM2 point of " + length + " bytes" + (length == 0 ? "" : " and form " + form)
                    + " is not encoded as the standard says: 65 bytes that begin with 04, or 33 with 02 or 03");
        }
        long[] x = coordinate(bytes, offset + 1);
        if (compressed) {
            return new AffinePoint(x, decompress(x, form & 1));
        }
        AffinePoint point = new AffinePoint(x, coordinate(bytes, offset + 1 + Field.BYTES));
        point.mustBeOnCurve();
        if (form != UNCOMPRESSED && parity(point.y) != (form & 1)) {
            throw new InvalidKeyException("the hybrid form of an SM2 point contradicts its y coordinate");
        }
        return point;
    }

    private static long[] coordinate(byte[] bytes, int offset) throws InvalidKeyException {
        long[] plain = new long[Field.LIMBS];
        Limbs.decode(plain, bytes, offset);
        if (Limbs.isLess(plain, Limbs.of(Field.P)) == 0) {
            throw new InvalidKeyException("a coordinate is outside SM2's field: the point is not one of this curve");
        }
        Field.decode(plain, bytes, offset);
        return plain;
    }

    /** p = 3 modulo 4, so a root of v is v^((p+1)/4), if there is one. Points that are sent are public. */
    private static long[] decompress(long[] x, int parity) throws InvalidKeyException {
        long[] square = rightSide(x);
        long[] root = Field.one();
        for (int i = ROOT_EXPONENT.bitLength() - 1; i >= 0; i--) {
            Field.square(root, root);
            if (ROOT_EXPONENT.testBit(i)) {
                Field.multiply(root, root, square);
            }
        }
        long[] check = new long[Field.LIMBS];
        Field.square(check, root);
        Field.subtract(check, check, square);
        if (Field.isZero(check, new long[Field.LIMBS]) == 0) {
            throw new InvalidKeyException("no point of SM2's curve has this x coordinate");
        }
        Field.negate(root, parity(root) == parity ? 0 : -1);
        Field.canonical(root, root);
        return root;
    }

    private static int parity(long[] element) {
        long[] plain = new long[Field.LIMBS];
        Field.plain(plain, element);
        return (int) plain[0] & 1;
    }

    /** x³ - 3x + b. */
    private static long[] rightSide(long[] x) {
        long[] sum = new long[Field.LIMBS];
        Field.square(sum, x);
        Field.subtract(sum, sum, THREE);
        Field.multiply(sum, sum, x);
        Field.add(sum, sum, B_ELEMENT);
        return sum;
    }

    private void mustBeOnCurve() throws InvalidKeyException {
        long[] left = new long[Field.LIMBS];
        Field.square(left, y);
        Field.subtract(left, left, rightSide(x));
        if (Field.isZero(left, new long[Field.LIMBS]) == 0) {
            throw new InvalidKeyException("the point is not on SM2's curve");
        }
    }

    BigInteger affineX() {
        return number(x);
    }

    BigInteger affineY() {
        return number(y);
    }

    private static BigInteger number(long[] element) {
        long[] plain = new long[Field.LIMBS];
        Field.plain(plain, element);
        return Limbs.value(plain);
    }

    /** Writes x and y, 64 bytes. */
    void encodeCoordinates(byte[] into, int offset) {
        Field.encode(x, into, offset);
        Field.encode(y, into, offset + Field.BYTES);
    }

    /** 04, x, y. */
    byte[] encode() {
        byte[] bytes = new byte[ENCODED_BYTES];
        bytes[0] = UNCOMPRESSED;
        encodeCoordinates(bytes, 1);
        return bytes;
    }

    void wipe() {
        Limbs.wipe(x, y);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AffinePoint that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }
}
