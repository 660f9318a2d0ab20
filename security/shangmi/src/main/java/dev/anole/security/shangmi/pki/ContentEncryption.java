package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** With what contents and keys are encrypted: block ciphers in CBC mode, whose parameter is an initial vector. */
public enum ContentEncryption {
    /** SM4, 128 bits. */
    SM4("SM4", GmOid.SM4_CBC, 16),
    /** AES with 128 bits; read, and not written. */
    AES128("AES", "2.16.840.1.101.3.4.1.2", 16),
    /** AES with 256 bits. */
    AES256("AES", GmOid.AES256_CBC, 32);

    private static final int IV_BYTES = 16;

    private final String cipher;
    private final String oid;
    private final int keyBytes;

    ContentEncryption(String cipher, String oid, int keyBytes) {
        this.cipher = cipher;
        this.oid = oid;
        this.keyBytes = keyBytes;
    }

    int keyBytes() {
        return keyBytes;
    }

    /** A fresh initial vector. */
    static byte[] initialVector(SecureRandom random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        return iv;
    }

    /** AlgorithmIdentifier with the initial vector. */
    void write(DerWriter writer, byte[] iv) {
        writer.sequence(algorithm -> algorithm.oid(oid).octets(iv));
    }

    /** An AlgorithmIdentifier that has been read. */
    record WithVector(ContentEncryption algorithm, byte[] iv) {
        byte[] run(int mode, byte[] key, byte[] input) throws GeneralSecurityException {
            return algorithm.run(mode, key, iv, input);
        }
    }

    static WithVector read(DerReader from) throws GeneralSecurityException {
        DerReader algorithm = from.sequence();
        String oid = algorithm.oid();
        for (ContentEncryption known : values()) {
            if (known.oid.equals(oid)) {
                byte[] iv = algorithm.octets();
                algorithm.end();
                if (iv.length != IV_BYTES) {
                    throw algorithm.wrong("an initial vector of " + iv.length + " bytes instead of " + IV_BYTES);
                }
                return new WithVector(known, iv);
            }
        }
        throw new NoSuchAlgorithmException("content encrypted with algorithm " + oid
                + " is not read here: SM4 and AES in CBC mode are; old stores with 3DES or RC2 can be converted with"
                + " openssl pkcs12 -legacy");
    }

    byte[] run(int mode, byte[] key, byte[] iv, byte[] input) throws GeneralSecurityException {
        String transformation = cipher + "/CBC/PKCS5Padding";
        Cipher instance = this == SM4 ? Cipher.getInstance(transformation, SigningAlgorithm.SHANGMI)
                : Cipher.getInstance(transformation);
        instance.init(mode, new SecretKeySpec(key, cipher), new IvParameterSpec(iv));
        return instance.doFinal(input);
    }
}
