package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import dev.anole.security.shangmi.asn1.Tag;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Encryption with a password, PBES2 (RFC 8018, 6.2): a key is derived slowly, and a block cipher does the rest. */
public enum PasswordEncryption {
    /** SM4 with a key from HMAC-SM3: all of it ShangMi. OpenSSL 3.0 does not read it. */
    SM4_SM3(ContentEncryption.SM4, Derivation.SM3),
    /** SM4 with a key from HMAC-SHA-256: what OpenSSL reads and writes with {@code -v2 sm4-cbc}. */
    SM4_SHA256(ContentEncryption.SM4, Derivation.SHA256),
    /** AES-256 with a key from HMAC-SHA-256: what everybody reads. */
    AES256_SHA256(ContentEncryption.AES256, Derivation.SHA256);

    /** Iterations of what is written: some 20 ms of one core. */
    public static final int ITERATIONS = 50_000;
    /** More than this a file may not ask of its reader. */
    public static final int ITERATIONS_MAX = 5_000_000;

    private static final int SALT_BYTES = 16;
    private static final int SALT_BYTES_MAX = 1024;
    private static final int KEY_BYTES_MAX = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** PBKDF2's pseudo-random function. */
    private enum Derivation {
        SM3("PBKDF2WithHmacSM3", GmOid.HMAC_SM3),
        SHA256("PBKDF2WithHmacSHA256", GmOid.HMAC_SHA256),
        SHA1("PBKDF2WithHmacSHA1", "1.2.840.113549.2.7");

        private final String name;
        private final String oid;

        Derivation(String name, String oid) {
            this.name = name;
            this.oid = oid;
        }

        static Derivation of(String oid) throws NoSuchAlgorithmException {
            for (Derivation known : values()) {
                if (known.oid.equals(oid)) {
                    return known;
                }
            }
            throw new NoSuchAlgorithmException("a key derived with " + oid + " is not read here: HMAC with SM3, SHA-256 and SHA-1 are");
        }

        byte[] derive(char[] password, byte[] salt, int iterations, int bytes) throws GeneralSecurityException {
            SecretKeyFactory factory = this == SM3 ? SecretKeyFactory.getInstance(name, SigningAlgorithm.SHANGMI)
                    : SecretKeyFactory.getInstance(name);
            PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * bytes);
            try {
                return factory.generateSecret(spec).getEncoded();
            } finally {
                spec.clearPassword();
            }
        }
    }

    private final ContentEncryption content;
    private final Derivation derivation;

    PasswordEncryption(ContentEncryption content, Derivation derivation) {
        this.content = content;
        this.derivation = derivation;
    }

    /** What has been encrypted, and the AlgorithmIdentifier that tells how. */
    record Sealed(byte[] algorithm, byte[] bytes) { }

    Sealed encrypt(char[] password, byte[] plain) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] iv = ContentEncryption.initialVector(RANDOM);
        byte[] key = derivation.derive(password, salt, ITERATIONS, content.keyBytes());
        byte[] algorithm = DerWriter.sequenceOf(scheme -> scheme.oid(GmOid.PBES2).sequence(parameters -> {
            parameters.sequence(pbkdf2 -> pbkdf2.oid(GmOid.PBKDF2).sequence(derived -> {
                derived.octets(salt).integer(ITERATIONS).integer(content.keyBytes());
                derived.sequence(function -> function.oid(derivation.oid).nothing());
            }));
            content.write(parameters, iv);
        }));
        try {
            return new Sealed(algorithm, content.run(Cipher.ENCRYPT_MODE, key, iv, plain));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Reads AlgorithmIdentifier and decrypts; a wrong password shows as bad padding, or not at all. */
    static byte[] decrypt(DerReader from, byte[] encrypted, char[] password) throws GeneralSecurityException {
        DerReader scheme = from.sequence();
        String oid = scheme.oid();
        if (!oid.equals(GmOid.PBES2)) {
            throw new NoSuchAlgorithmException("encryption with a password of scheme " + oid + " is not read here: PBES2 is;"
                    + " old keys and stores can be converted with openssl pkcs8 -topk8 -v2 sm4-cbc, or openssl pkcs12 -legacy");
        }
        DerReader parameters = scheme.sequence();
        scheme.end();
        DerReader pbkdf2 = parameters.sequence();
        String derivationOid = pbkdf2.oid();
        if (!derivationOid.equals(GmOid.PBKDF2)) {
            throw new NoSuchAlgorithmException("keys derived with " + derivationOid + " are not read here: PBKDF2 is");
        }
        DerReader derived = pbkdf2.sequence();
        pbkdf2.end();
        byte[] salt = derived.octets();
        if (salt.length == 0 || salt.length > SALT_BYTES_MAX) {
            throw derived.wrong("a salt of " + salt.length + " bytes");
        }
        int iterations = derived.integer(1, ITERATIONS_MAX);
        int keyBytes = derived.isNext(Tag.INTEGER) ? derived.integer(1, KEY_BYTES_MAX) : -1;
        Derivation function = Derivation.SHA1;
        if (derived.hasNext()) {
            function = Derivation.of(SigningAlgorithm.readOid(derived));
        }
        derived.end();
        ContentEncryption.WithVector cipher = ContentEncryption.read(parameters);
        parameters.end();
        if (keyBytes >= 0 && keyBytes != cipher.algorithm().keyBytes()) {
            throw derived.wrong("a key of " + keyBytes + " bytes for a cipher with " + cipher.algorithm().keyBytes());
        }
        byte[] key = function.derive(password, salt, iterations, cipher.algorithm().keyBytes());
        try {
            return cipher.run(Cipher.DECRYPT_MODE, key, encrypted);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
