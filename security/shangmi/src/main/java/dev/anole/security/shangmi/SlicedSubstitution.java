package dev.anole.security.shangmi;

/**
 * SM4's S-box as a circuit of AND and XOR on 64 bytes at once: long p holds bit p of each. No table, no branch.
 *
 * <p>Both S-boxes, AES's and SM4's, are an inversion in GF(2^8) between two affine maps, so one is the other between
 * two more of these. The non-linear middle is the inversion of Boyar and Peralta ("A depth-16 circuit for the AES
 * S-box", 2011, names kept: y, t, z); the linear layers around it are SM4's own, their common pieces found with Paar's
 * greedy method. The constants of the affine maps are not here: they are part of the round keys, see
 * {@link ScalarEngine}.
 */
final class SlicedSubstitution {
    /** What the input is XORed with before: the round keys hold it. */
    static final int INPUT_CONSTANT = 0x75;
    /** What the output is XORed with afterwards: the round keys hold it. */
    static final int OUTPUT_CONSTANT = 0xd3;

    private SlicedSubstitution() {
    }

    /** Replaces eight planes. */
    static void apply(long[] planes) {
        long x0 = planes[0];
        long x1 = planes[1];
        long x2 = planes[2];
        long x3 = planes[3];
        long x4 = planes[4];
        long x5 = planes[5];
        long x6 = planes[6];
        long x7 = planes[7];
        // From SM4's input to the forms that the inversion wants.
        long a0 = x1 ^ x5;
        long y9 = x4 ^ x6;
        long a1 = x0 ^ x7;
        long a2 = x2 ^ a0;
        long y17 = x3 ^ y9;
        long a3 = a0 ^ a1;
        long y14 = x0 ^ a2;
        long a4 = x2 ^ x5;
        long a5 = x3 ^ x4;
        long y19 = x2 ^ x7;
        long a6 = x1 ^ x2;
        long y3 = a2 ^ y17;
        long y4 = a1 ^ a2;
        long y8 = y9 ^ y14;
        long y13 = x7 ^ y3;
        long y12 = a1 ^ y17;
        long y16 = a0 ^ a5;
        long y1 = a1 ^ a4;
        long y11 = x3 ^ a3;
        long a7 = a5 ^ a6;
        long u7 = x4 ^ a4;
        long y21 = x6 ^ y19;
        long y10 = y9 ^ a3;
        long a8 = x5 ^ x6;
        long y15 = x6 ^ a0;
        long y20 = y17 ^ a3;
        long y7 = a1 ^ a7;
        long y2 = y9 ^ y4;
        long y5 = x0 ^ x3;
        long y6 = y9 ^ a6;
        long y18 = x3 ^ a8;
        // The inversion.
        long t2 = y12 & y15;
        long t4 = y3 & y6 ^ t2;
        long t6 = y4 & u7 ^ t2;
        long t7 = y13 & y16;
        long t9 = y5 & y1 ^ t7;
        long t11 = y2 & y7 ^ t7;
        long t12 = y9 & y11;
        long t14 = y14 & y17 ^ t12;
        long t16 = y8 & y10 ^ t12;
        long t21 = t4 ^ t14 ^ y20;
        long t22 = t6 ^ t16 ^ y19;
        long t23 = t9 ^ t14 ^ y21;
        long t24 = t11 ^ t16 ^ y18;
        long t25 = t21 ^ t22;
        long t26 = t21 & t23;
        long t27 = t24 ^ t26;
        long t29 = t25 & t27 ^ t22;
        long t33 = (t22 ^ t26) & (t23 ^ t24) ^ t24;
        long t36 = t24 & (t27 ^ t33);
        long t37 = t36 ^ t23 ^ t33;
        long t40 = t25 ^ t29 & (t27 ^ t36);
        long t41 = t40 ^ t37;
        long t42 = t29 ^ t33;
        long t43 = t29 ^ t40;
        long t44 = t33 ^ t37;
        long t45 = t42 ^ t41;
        long z0 = t44 & y15;
        long z1 = t37 & y6;
        long z2 = t33 & u7;
        long z3 = t43 & y16;
        long z4 = t40 & y1;
        long z5 = t29 & y7;
        long z6 = t42 & y11;
        long z7 = t45 & y17;
        long z8 = t41 & y10;
        long z9 = t44 & y12;
        long z10 = t37 & y3;
        long z11 = t33 & y4;
        long z12 = t43 & y13;
        long z13 = t40 & y5;
        long z14 = t29 & y2;
        long z15 = t42 & y9;
        long z16 = t45 & y14;
        long z17 = t41 & y8;
        // From the inversion's products to SM4's output.
        long b0 = z4 ^ z11;
        long b1 = z10 ^ z16;
        long b2 = z3 ^ b0;
        long b3 = z8 ^ z9;
        long b4 = z1 ^ b1;
        long b5 = z14 ^ b2;
        long b6 = z10 ^ z13;
        long b7 = z0 ^ z12;
        long b8 = z6 ^ b5;
        long b9 = z17 ^ b4;
        long b10 = b3 ^ b6;
        long b11 = z7 ^ b8;
        long b12 = z2 ^ b10;
        long b13 = z5 ^ b1;
        long b14 = b3 ^ b13;
        planes[3] = b4 ^ b7 ^ z15 ^ b5;
        planes[0] = b6 ^ b11;
        planes[6] = b7 ^ z6 ^ b12;
        planes[4] = b2 ^ z0 ^ b9;
        planes[1] = z12 ^ z9 ^ b11;
        planes[5] = z1 ^ b12 ^ z7 ^ z12;
        planes[7] = z4 ^ b14 ^ z7 ^ z15;
        planes[2] = b0 ^ b9 ^ z2 ^ z5;
    }
}
