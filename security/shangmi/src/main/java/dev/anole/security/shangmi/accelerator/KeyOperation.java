package dev.anole.security.shangmi.accelerator;

import dev.anole.security.shangmi.sm2.Sm2Ciphertext;
import dev.anole.security.shangmi.sm2.Sm2DiffieHellman;
import dev.anole.security.shangmi.sm2.Sm2Encryption;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import dev.anole.security.shangmi.sm2.Sm2Signature;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** An operation with a private key, as handshakes need them. */
public sealed interface KeyOperation {
    /** Signs a digest: the result is r || s. */
    record Sign(Sm2PrivateKey key, byte[] digest) implements KeyOperation {
        /** Checks the digest's length. */
        public Sign {
            if (digest.length != Sm2Signature.DIGEST_BYTES) {
                throw new IllegalArgumentException("SM2 signs digests of " + Sm2Signature.DIGEST_BYTES + " bytes, not of "
                        + digest.length);
            }
        }
    }

    /** Agrees on a secret: the result is the x coordinate, 32 bytes. */
    record Agree(Sm2PrivateKey key, Sm2PublicKey peer) implements KeyOperation { }

    /** Decrypts: the result is the message. */
    record Decrypt(Sm2PrivateKey key, Sm2Ciphertext ciphertext) implements KeyOperation { }

    /** Which algorithm it is of. */
    default Algorithm algorithm() {
        return switch (this) {
            case Sign sign -> Algorithm.SM2_SIGN;
            case Agree agree -> Algorithm.SM2_AGREE;
            case Decrypt decrypt -> Algorithm.SM2_DECRYPT;
        };
    }

    /** Does it here and now. */
    default byte[] run(SecureRandom random) throws GeneralSecurityException {
        return switch (this) {
            case Sign sign -> Sm2Signature.sign(sign.key(), sign.digest(), random);
            case Agree agree -> Sm2DiffieHellman.agree(agree.key(), agree.peer());
            case Decrypt decrypt -> Sm2Encryption.decrypt(decrypt.key(), decrypt.ciphertext());
        };
    }

    /**
     * Whether a device's result can be right. A signature is verified, since a wrong one gives the key away; a secret and
     * a message show by themselves when they are wrong, so that only their lengths are looked at.
     */
    default boolean accepts(byte[] result) {
        return switch (this) {
            case Sign sign -> Sm2Signature.verify(sign.key().publicKey(), sign.digest(), result);
            case Agree agree -> result.length == Sm2DiffieHellman.SECRET_BYTES;
            case Decrypt decrypt -> result.length == decrypt.ciphertext().c2().length;
        };
    }
}
