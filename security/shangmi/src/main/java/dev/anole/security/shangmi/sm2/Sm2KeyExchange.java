package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The authenticated key exchange of GB/T 32918.3: two parties with long-term keys send each other ephemeral points, get
 * the same key, and may confirm it with {@link #ownConfirmation} and {@link #confirms}.
 *
 * <p>One object is one party's side of one exchange. {@link #close} overwrites what is secret in it.
 */
public final class Sm2KeyExchange implements AutoCloseable {
    /** Longest key that is derived, in bytes. */
    public static final int KEY_BYTES_MAX = 1 << 20;

    /** Which of the two began: its identity and point come first in every digest. */
    public enum Role {
        /** Sends its point first; A in the standard. */
        INITIATOR,
        /** Answers; B in the standard. */
        RESPONDER
    }

    /** w of part 3, 6.1: the x coordinates are cut to 127 bits with bit 127 set. */
    private static final int CUT_LIMB_BITS = 127 - 2 * Field.LIMB_BITS;
    private static final byte RESPONDER_CONFIRMS = 2;
    private static final byte INITIATOR_CONFIRMS = 3;

    private final byte[] shared = new byte[2 * Field.BYTES];
    private final byte[] initiatorZ;
    private final byte[] responderZ;
    private final byte[] inner;
    private final Role role;

    /**
     * Computes the shared point.
     *
     * @param role which side this is
     * @param own long-term key, and {@code ownIdentity} its owner
     * @param ownEphemeral made for this exchange; the caller destroys it
     * @param peer the other's long-term key, and {@code peerIdentity} its owner
     * @param peerEphemeral the point that the other sent
     * @throws InvalidKeyException if the shared point is infinity, which only a peer that cheats brings about
     */
    public Sm2KeyExchange(Role role, Sm2PrivateKey own, Sm2Identity ownIdentity, Sm2PrivateKey ownEphemeral,
            Sm2PublicKey peer, Sm2Identity peerIdentity, Sm2PublicKey peerEphemeral) throws InvalidKeyException {
        this.role = role;
        AffinePoint ownPoint = ownEphemeral.publicKey().point();
        AffinePoint peerPoint = peerEphemeral.point();

        // t = d + cut(x)·r, then t·(P + cut(x')·R'): the sum in brackets is of public values.
        long[] t = new long[Field.LIMBS];
        Order.multiply(t, cut(ownPoint), ownEphemeral.number());
        Order.add(t, t, own.number());
        Accumulator sum = new Accumulator();
        PointMultiplication.sumPublic(sum, new long[Field.LIMBS], cut(peerPoint), peerPoint);
        sum.addPublic(peer.point().x, peer.point().y);
        if (sum.infinity != 0 || Limbs.isZero(t) != 0) {
            throw new InvalidKeyException("the key exchange ends in infinity: the peer's point is not an honest one");
        }
        AffinePoint secret = Sm2Multiplication.of(t, sum.toAffine());
        Limbs.wipe(t);
        secret.encodeCoordinates(shared, 0);
        secret.wipe();

        byte[] ownZ = own.publicKey().identityDigest(ownIdentity);
        byte[] peerZ = peer.identityDigest(peerIdentity);
        boolean first = role == Role.INITIATOR;
        initiatorZ = first ? ownZ : peerZ;
        responderZ = first ? peerZ : ownZ;
        inner = innerDigest(first ? ownPoint : peerPoint, first ? peerPoint : ownPoint);
    }

    /** 2^127 + (x mod 2^127). */
    private static long[] cut(AffinePoint point) {
        long[] number = new long[Field.LIMBS];
        Field.plain(number, point.x);
        number[2] = number[2] & (1L << CUT_LIMB_BITS) - 1 | 1L << CUT_LIMB_BITS;
        number[3] = 0;
        number[4] = 0;
        return number;
    }

    private byte[] innerDigest(AffinePoint initiator, AffinePoint responder) {
        Sm3 sm3 = new Sm3();
        sm3.update(shared, 0, Field.BYTES);
        sm3.update(initiatorZ, 0, initiatorZ.length);
        sm3.update(responderZ, 0, responderZ.length);
        byte[] points = new byte[4 * Field.BYTES];
        initiator.encodeCoordinates(points, 0);
        responder.encodeCoordinates(points, 2 * Field.BYTES);
        sm3.update(points, 0, points.length);
        return sm3.digest();
    }

    /**
     * The agreed key.
     *
     * @param bytes how long it shall be, 1 to {@link #KEY_BYTES_MAX}
     */
    public byte[] key(int bytes) {
        if (bytes < 1 || bytes > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key of " + bytes + " bytes: 1 to " + KEY_BYTES_MAX + " are possible");
        }
        byte[] material = Arrays.copyOf(shared, shared.length + initiatorZ.length + responderZ.length);
        System.arraycopy(initiatorZ, 0, material, shared.length, initiatorZ.length);
        System.arraycopy(responderZ, 0, material, shared.length + initiatorZ.length, responderZ.length);
        byte[] key = KeyDerivation.derive(material, bytes);
        Arrays.fill(material, (byte) 0);
        return key;
    }

    private byte[] confirmation(byte side) {
        Sm3 sm3 = new Sm3();
        sm3.update(side);
        sm3.update(shared, Field.BYTES, Field.BYTES);
        sm3.update(inner, 0, inner.length);
        return sm3.digest();
    }

    /** What this side sends to show that it has the key: the standard's S_A or S_B, 32 bytes. */
    public byte[] ownConfirmation() {
        return confirmation(role == Role.INITIATOR ? INITIATOR_CONFIRMS : RESPONDER_CONFIRMS);
    }

    /** Whether what the other side sent shows that it has the key. */
    public boolean confirms(byte[] peerConfirmation) {
        return MessageDigest.isEqual(peerConfirmation,
                confirmation(role == Role.INITIATOR ? RESPONDER_CONFIRMS : INITIATOR_CONFIRMS));
    }

    @Override
    public void close() {
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(inner, (byte) 0);
    }
}
