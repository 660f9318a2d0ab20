package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/** PKCS#8 under a password, EncryptedPrivateKeyInfo (RFC 5958, 3). */
public final class EncryptedPrivateKey {
    private EncryptedPrivateKey() { }

    /** The DER encoding of a key under a password. */
    public static byte[] encrypt(PrivateKey key, char[] password, PasswordEncryption how) throws GeneralSecurityException {
        byte[] plain = key.getEncoded();
        if (plain == null) {
            throw new InvalidKeyException("the key does not give its bytes away, so it cannot be stored");
        }
        try {
            return seal(plain, password, how);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] seal(byte[] plain, char[] password, PasswordEncryption how) throws GeneralSecurityException {
        PasswordEncryption.Sealed sealed = how.encrypt(password, plain);
        return DerWriter.sequenceOf(info -> info.encoded(sealed.algorithm()).octets(sealed.bytes()));
    }

    /**
     * The key of an encoding.
     *
     * @throws UnrecoverableKeyException if the password is not the right one, or the key has been changed
     * @throws NoSuchAlgorithmException if it is encrypted as nobody should any more
     */
    public static PrivateKey decrypt(byte[] encoded, char[] password)
            throws DerException, UnrecoverableKeyException, NoSuchAlgorithmException {
        DerReader reader = new DerReader("encrypted private key", encoded);
        DerReader info = reader.sequence();
        reader.end();
        byte[] algorithm = info.element();
        byte[] encrypted = info.octets();
        info.end();
        byte[] plain = new byte[0];
        try {
            plain = PasswordEncryption.decrypt(new DerReader("encrypted private key", algorithm), encrypted, password);
            return privateKey(plain);
        } catch (NoSuchAlgorithmException | DerException e) {
            throw e;
        } catch (BadPaddingException | IllegalBlockSizeException | InvalidKeyException e) {
            throw (UnrecoverableKeyException) new UnrecoverableKeyException(
                    "the password is not this key's, or the key has been changed").initCause(e);
        } catch (GeneralSecurityException e) {
            throw (UnrecoverableKeyException) new UnrecoverableKeyException(e.getMessage()).initCause(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** A key of PKCS#8: SM2's here, others through the JDK. */
    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        try {
            return Sm2PrivateKey.ofEncoded(pkcs8);
        } catch (InvalidKeyException notSm2) {
            DerReader info;
            String oid;
            try {
                info = new DerReader("PKCS#8 private key", pkcs8).sequence();
                info.integer(0, 1);
                oid = info.sequence().oid();
            } catch (DerException e) {
                throw notSm2;
            }
            return switch (oid) {
                case "1.2.840.10045.2.1" -> KeyFactory.getInstance("EC", "SunEC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                case "1.2.840.113549.1.1.1" -> KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                default -> throw notSm2;
            };
        }
    }
}
