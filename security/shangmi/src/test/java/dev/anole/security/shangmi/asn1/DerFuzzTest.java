package dev.anole.security.shangmi.asn1;

import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.pki.CertificateRequest;
import dev.anole.security.shangmi.pki.CmsDialect;
import dev.anole.security.shangmi.pki.ContentEncryption;
import dev.anole.security.shangmi.pki.EnvelopedData;
import dev.anole.security.shangmi.pki.Extension;
import dev.anole.security.shangmi.pki.Issuer;
import dev.anole.security.shangmi.pki.SignedData;
import dev.anole.security.shangmi.sm2.Sm2Ciphertext;
import dev.anole.security.shangmi.sm2.Sm2Encryption;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import dev.anole.security.shangmi.sm2.Sm2PublicKey;
import dev.anole.security.shangmi.sm2.Sm2Signature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.security.auth.x500.X500Principal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/** Broken encodings: each is read, or refused with a reason; nothing else is thrown. {@code -Danole.seed=N} repeats. */
class DerFuzzTest {
    private static final long SEED = Long.getLong("anole.seed", 20261120L);
    private final Random random = new Random(SEED);

    /** Something that reads untrusted bytes. */
    private interface Target {
        void read(byte[] bytes) throws GeneralSecurityException;
    }

    @BeforeEach
    void begin() {
        System.out.println("DerFuzzTest: -Danole.seed=" + SEED);
        ShangMiProvider.install();
    }

    @AfterEach
    void remove() {
        Security.removeProvider(ShangMiProvider.NAME);
    }

    private byte[] mutate(byte[] valid) {
        byte[] bytes = valid.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(4));
                case 4 -> bytes[at] = (byte) new int[] {0x00, 0x7f, 0x80, 0x81, 0x84, 0xff}[random.nextInt(6)];
                case 5 -> System.arraycopy(valid, 0, bytes, at, Math.min(valid.length, bytes.length - at));
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private void attack(String name, byte[] valid, int rounds, Target target) throws Exception {
        target.read(valid);
        int refused = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = mutate(valid);
            try {
                target.read(bytes);
            } catch (GeneralSecurityException expected) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                fail(name + ", seed " + SEED + ", round " + i + ": " + HexFormat.of().formatHex(bytes), e);
            }
        }
        assertTrue(refused > rounds / 2, name + " refuses only " + refused + " of " + rounds);
    }

    @Test
    void everythingThatReadsStrangersBytesRefusesWithAReason() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        X500Principal name = new X500Principal("CN=Fuzz, C=CN");
        attack("public key", key.publicKey().getEncoded(), 8_000, Sm2PublicKey::ofEncoded);
        attack("private key", key.getEncoded(), 1_500, Sm2PrivateKey::ofEncoded);
        attack("signature", Sm2Signature.toDer(Sm2Signature.sign(key, new byte[32], new SecureRandom())), 10_000, der ->
                assertArrayEquals(der, Sm2Signature.toDer(Sm2Signature.toRaw(der)), "two encodings of one signature"));
        byte[] ciphertext = Sm2Encryption.encrypt(key.publicKey(), new byte[20], new SecureRandom()).encode(Sm2Ciphertext.Layout.ASN1);
        attack("ciphertext", ciphertext, 8_000, der -> Sm2Ciphertext.decode(der, Sm2Ciphertext.Layout.ASN1));
        attack("decryption", ciphertext, 1_000, der -> Sm2Encryption.decrypt(key, Sm2Ciphertext.decode(der, Sm2Ciphertext.Layout.ASN1)));
        attack("request", CertificateRequest.sign(name, key.publicKey(), key, List.of(Extension.endEntity())).encoded(), 1_500,
                CertificateRequest::decode);
        Issuer issuer = new Issuer(name, key, key.publicKey());
        Instant now = Instant.now();
        SignedData.Signer signer = new SignedData.Signer(key,
                List.of(issuer.issueRoot(new Issuer.Validity(now, now.plusSeconds(1000)), 0)));
        attack("signed data", SignedData.sign(CmsDialect.GM, new byte[100], false, List.of(signer), now).encoded(), 1_500,
                der -> SignedData.decode(der).verify());
        attack("enveloped data", EnvelopedData.encrypt(CmsDialect.GM, new byte[100], ContentEncryption.SM4, signer.chain()).encoded(),
                1_500, EnvelopedData::decode);
    }

    @Test
    void deepNestingEndsAtItsBound() {
        byte[] deep = new byte[0];
        for (int i = 0; i < 100; i++) {
            deep = new DerWriter().value(Tag.SEQUENCE, deep).toByteArray();
        }
        DerReader reader = new DerReader("deep", deep);
        int entered = 0;
        try {
            while (reader.hasNext()) {
                reader = reader.sequence();
                entered++;
            }
            fail("entered " + entered + " levels");
        } catch (DerException e) {
            assertEquals(DerReader.DEPTH_MAX, entered);
        }
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            BigInteger number = new BigInteger(random.nextInt(300), random).multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
            byte[] octets = new byte[random.nextInt(400)];
            random.nextBytes(octets);
            String oid = random.nextInt(2) + "." + random.nextInt(40) + "." + random.nextInt(Integer.MAX_VALUE) + "." + random.nextInt(200);
            boolean[] bits = new boolean[random.nextInt(20)];
            for (int j = 0; j < bits.length; j++) {
                bits[j] = random.nextBoolean() || j == bits.length - 1;
            }
            Instant time = Instant.ofEpochSecond(random.nextLong(-600_000_000L, 8_000_000_000L));
            byte[] der = DerWriter.sequenceOf(all -> all.integer(number).octets(octets).oid(oid).namedBits(bits).time(time)
                    .utf8("龙蜥").bmp("密").bool(true).nothing().bits(octets));
            DerReader outer = new DerReader("written", der);
            DerReader reader = outer.sequence();
            outer.end();
            assertEquals(number, reader.integer());
            assertArrayEquals(octets, reader.octets());
            assertEquals(oid, reader.oid());
            assertArrayEquals(bits, reader.namedBits());
            assertEquals(time, reader.time());
            assertEquals("龙蜥", reader.text());
            assertEquals("密", reader.text());
            assertTrue(reader.bool());
            reader.nothing();
            assertArrayEquals(octets, reader.bits());
            reader.end();
        }
    }
}
