package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import dev.anole.security.shangmi.asn1.GmOid;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The MAC over a key store: HMAC under a key that is derived as RFC 7292, appendix B, says. */
enum Pkcs12Mac {
    SM3("SM3", "HmacSM3", GmOid.SM3),
    SHA256("SHA-256", "HmacSHA256", "2.16.840.1.101.3.4.2.1"),
    /** Read, and not written. */
    SHA1("SHA-1", "HmacSHA1", "1.3.14.3.2.26");

    private static final int ITERATIONS = 50_000;
    private static final int SALT_BYTES = 16;
    private static final int SALT_BYTES_MAX = 1024;
    private static final int MAC_PURPOSE = 3;
    /** All three digests work on blocks of 64 bytes. */
    private static final int BLOCK_BYTES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String digest;
    private final String mac;
    private final String oid;

    Pkcs12Mac(String digest, String mac, String oid) {
        this.digest = digest;
        this.mac = mac;
        this.oid = oid;
    }

    void write(DerWriter store, byte[] content, char[] password) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] value = compute(content, password, salt, ITERATIONS);
        store.sequence(data -> {
            data.sequence(info -> info.sequence(algorithm -> algorithm.oid(oid).nothing()).octets(value));
            data.octets(salt).integer(ITERATIONS);
        });
    }

    /** Whether the MacData that follows is right for this content and password. */
    static boolean verify(DerReader store, byte[] content, char[] password) throws GeneralSecurityException {
        DerReader data = store.sequence();
        DerReader info = data.sequence();
        String oid = SigningAlgorithm.readOid(info);
        byte[] stated = info.octets();
        info.end();
        byte[] salt = data.octets();
        int iterations = data.hasNext() ? data.integer(1, PasswordEncryption.ITERATIONS_MAX) : 1;
        data.end();
        if (salt.length == 0 || salt.length > SALT_BYTES_MAX) {
            throw data.wrong("a salt of " + salt.length + " bytes");
        }
        for (Pkcs12Mac known : values()) {
            if (known.oid.equals(oid)) {
                return MessageDigest.isEqual(stated, known.compute(content, password, salt, iterations));
            }
        }
        throw new NoSuchAlgorithmException("a key store with a MAC of " + oid + " is not read here: SM3, SHA-256 and SHA-1 are");
    }

    private byte[] compute(byte[] content, char[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        byte[] key = derive(password, salt, iterations);
        try {
            Mac instance = this == SM3 ? Mac.getInstance(mac, SigningAlgorithm.SHANGMI) : Mac.getInstance(mac);
            instance.init(new SecretKeySpec(key, mac));
            return instance.doFinal(content);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** One block is as much as a MAC key needs, so that steps 6B and 6C of the standard never come. */
    private byte[] derive(char[] password, byte[] salt, int iterations) throws NoSuchAlgorithmException {
        MessageDigest hash = this == SM3 ? MessageDigest.getInstance(digest, SigningAlgorithm.SHANGMI)
                : MessageDigest.getInstance(digest);
        byte[] bmp = Arrays.copyOf(new String(password).getBytes(StandardCharsets.UTF_16BE), 2 * password.length + 2);
        byte[] diversifier = new byte[BLOCK_BYTES];
        Arrays.fill(diversifier, (byte) MAC_PURPOSE);
        hash.update(diversifier);
        hash.update(repeated(salt));
        hash.update(repeated(bmp));
        byte[] key = hash.digest();
        for (int i = 1; i < iterations; i++) {
            key = hash.digest(key);
        }
        Arrays.fill(bmp, (byte) 0);
        return key;
    }

    /** Repeated to a multiple of the block. */
    private static byte[] repeated(byte[] bytes) {
        byte[] all = new byte[(bytes.length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes[i % bytes.length];
        }
        return all;
    }
}
