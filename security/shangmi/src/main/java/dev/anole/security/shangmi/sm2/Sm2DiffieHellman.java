package dev.anole.security.shangmi.sm2;

/** The x coordinate of d·P: ECDHE over SM2's curve, as in TLS 1.3 with RFC 8998. It authenticates nobody by itself. */
public final class Sm2DiffieHellman {
    /** Length of the secret. */
    public static final int SECRET_BYTES = 32;

    private Sm2DiffieHellman() { }

    /** The shared secret of two keys: the same from either side. */
    public static byte[] agree(Sm2PrivateKey own, Sm2PublicKey other) {
        AffinePoint shared = Sm2Multiplication.of(own.number(), other.point());
        byte[] secret = new byte[SECRET_BYTES];
        Field.encode(shared.x, secret, 0);
        shared.wipe();
        return secret;
    }
}
