package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.Openssl;
import dev.anole.security.shangmi.ShangMiProvider;
import dev.anole.security.shangmi.sm2.Sm2PrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.BadPaddingException;
import javax.security.auth.x500.X500Principal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keys under passwords, key stores and enveloped messages, also through OpenSSL, the JDK and BouncyCastle. */
class StoreTest {
    private static final char[] PASSWORD = "geheim 密码".toCharArray();
    private static final char[] PLAIN = "changeit".toCharArray();
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Issuer.Validity DAY = new Issuer.Validity(NOW.minusSeconds(60), NOW.plus(1, ChronoUnit.DAYS));

    private KeyPair pair;
    private X509Certificate root;
    private X509Certificate certificate;

    @BeforeEach
    void issue() throws Exception {
        ShangMiProvider.install();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("SM2");
        Issuer issuer = new Issuer(new X500Principal("CN=Root"), generator.generateKeyPair());
        root = issuer.issueRoot(DAY, 0);
        pair = generator.generateKeyPair();
        certificate = issuer.issue(new X500Principal("CN=Recipient"), pair.getPublic(), DAY, List.of(Extension.endEntity()));
    }

    @AfterEach
    void remove() {
        Security.removeProvider(ShangMiProvider.NAME);
    }

    @Test
    void aKeyUnderAPasswordComesBackWithItAlone() throws Exception {
        for (PasswordEncryption how : PasswordEncryption.values()) {
            byte[] encrypted = EncryptedPrivateKey.encrypt(pair.getPrivate(), PASSWORD, how);
            assertEquals(pair.getPrivate(), EncryptedPrivateKey.decrypt(encrypted, PASSWORD));
            assertThrows(UnrecoverableKeyException.class, () -> EncryptedPrivateKey.decrypt(encrypted, PLAIN));
        }
        // BouncyCastle has no SM4-CBC under its identifier, so it reads the one with AES.
        InputDecryptorProvider decryptor = new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(new BouncyCastleProvider())
                .build(PASSWORD);
        byte[] common = EncryptedPrivateKey.encrypt(pair.getPrivate(), PASSWORD, PasswordEncryption.AES256_SHA256);
        assertArrayEquals(pair.getPrivate().getEncoded(),
                new PKCS8EncryptedPrivateKeyInfo(common).decryptPrivateKeyInfo(decryptor).getEncoded());
    }

    @Test
    void opensslReadsKeysAndThisReadsOpenssls(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        for (PasswordEncryption how : List.of(PasswordEncryption.SM4_SHA256, PasswordEncryption.AES256_SHA256)) {
            openssl.write("key.der", EncryptedPrivateKey.encrypt(pair.getPrivate(), PLAIN, how));
            openssl.run("pkcs8", "-inform", "DER", "-in", "key.der", "-passin", "pass:changeit", "-out", "plain.pem");
            openssl.run("pkey", "-in", "plain.pem", "-pubout", "-outform", "DER", "-out", "public.der");
            assertArrayEquals(pair.getPublic().getEncoded(), openssl.read("public.der"));
        }
        openssl.run("genpkey", "-algorithm", "SM2", "-out", "their.pem");
        openssl.run("pkey", "-in", "their.pem", "-pubout", "-outform", "DER", "-out", "public.der");
        for (String cipher : List.of("sm4-cbc", "aes-256-cbc", "aes-128-cbc")) {
            openssl.run("pkcs8", "-topk8", "-in", "their.pem", "-v2", cipher, "-passout", "pass:changeit", "-outform", "DER", "-out", "their.der");
            Sm2PrivateKey read = (Sm2PrivateKey) EncryptedPrivateKey.decrypt(openssl.read("their.der"), PLAIN);
            assertArrayEquals(openssl.read("public.der"), read.publicKey().getEncoded());
        }
        openssl.run("pkcs8", "-topk8", "-in", "their.pem", "-v2", "des3", "-passout", "pass:changeit", "-outform", "DER", "-out", "old.der");
        assertThrows(NoSuchAlgorithmException.class, () -> EncryptedPrivateKey.decrypt(openssl.read("old.der"), PLAIN));
    }

    private KeyStore filled(String type) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("mine", pair.getPrivate(), PLAIN, new Certificate[] {certificate, root});
        store.setCertificateEntry("root", root);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PLAIN);
        return out.toByteArray();
    }

    private void assertFilled(KeyStore store) throws Exception {
        assertEquals(2, store.size());
        assertEquals(pair.getPrivate(), store.getKey("mine", PLAIN));
        assertArrayEquals(new Certificate[] {certificate, root}, store.getCertificateChain("mine"));
        assertTrue(store.isCertificateEntry("ROOT") && store.isKeyEntry("mine"));
        assertEquals("root", store.getCertificateAlias(root));
    }

    @Test
    void aStoreComesBackWithItsPasswordAlone() throws Exception {
        for (String type : List.of("PKCS12-SM", "PKCS12-SM-OPENSSL")) {
            byte[] file = bytes(filled(type));
            KeyStore read = KeyStore.getInstance("PKCS12-SM");
            read.load(new ByteArrayInputStream(file), PLAIN);
            assertFilled(read);
            assertThrows(UnrecoverableKeyException.class, () -> read.getKey("mine", PASSWORD));
            assertNull(read.getKey("nobody", PLAIN));
            IOException wrong = assertThrows(IOException.class, () -> read.load(new ByteArrayInputStream(file), PASSWORD));
            assertInstanceOf(UnrecoverableKeyException.class, wrong.getCause());
            byte[] changed = file.clone();
            changed[changed.length / 2] ^= 1;
            assertThrows(IOException.class, () -> read.load(new ByteArrayInputStream(changed), PLAIN));
            assertThrows(IOException.class, () -> read.load(new ByteArrayInputStream(Arrays.copyOf(file, 300)), PLAIN));
        }
    }

    @Test
    void theJdksStoreHoldsSm2AndThisReadsIt() throws Exception {
        byte[] file = bytes(filled("PKCS12"));
        KeyStore jdk = KeyStore.getInstance("PKCS12", "SunJSSE");
        jdk.load(new ByteArrayInputStream(file), PLAIN);
        assertFilled(jdk);
        KeyStore own = KeyStore.getInstance("PKCS12-SM");
        own.load(new ByteArrayInputStream(file), PLAIN);
        assertFilled(own);
    }

    @Test
    void opensslReadsTheStoreAndThisReadsOpenssls(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        openssl.write("store.p12", bytes(filled("PKCS12-SM-OPENSSL")));
        String printed = openssl.run("pkcs12", "-in", "store.p12", "-passin", "pass:changeit", "-nodes");
        assertEquals(3, printed.split("BEGIN CERTIFICATE", -1).length - 1);
        assertTrue(printed.contains("BEGIN PRIVATE KEY") && printed.contains("friendlyName: mine"));
        openssl.write("key.pem", new Pem(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()).encode().getBytes(StandardCharsets.US_ASCII));
        openssl.write("cert.pem", new Pem(Pem.CERTIFICATE, certificate.getEncoded()).encode().getBytes(StandardCharsets.US_ASCII));
        openssl.write("root.pem", new Pem(Pem.CERTIFICATE, root.getEncoded()).encode().getBytes(StandardCharsets.US_ASCII));
        for (String[] ciphers : new String[][] {{"AES-256-CBC", "sha256"}, {"sm4-cbc", "sm3"}}) {
            openssl.run("pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-certfile", "root.pem", "-name", "mine",
                    "-keypbe", ciphers[0], "-certpbe", ciphers[0], "-macalg", ciphers[1], "-passout", "pass:changeit", "-out", "their.p12");
            KeyStore store = KeyStore.getInstance("PKCS12-SM");
            store.load(new ByteArrayInputStream(openssl.read("their.p12")), PLAIN);
            assertEquals(pair.getPrivate(), store.getKey("mine", PLAIN));
            assertArrayEquals(new Certificate[] {certificate, root}, store.getCertificateChain("mine"));
        }
    }

    @Test
    void bouncyCastleVerifiesTheStoresMac() throws Exception {
        PKCS12PfxPdu theirs = new PKCS12PfxPdu(bytes(filled("PKCS12-SM-OPENSSL")));
        assertTrue(theirs.isMacValid(new org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider()
                .setProvider(new BouncyCastleProvider()), PLAIN));
    }

    @Test
    void anEnvelopeOpensForItsRecipientsAlone() throws Exception {
        Random random = new Random(3);
        KeyPair other = KeyPairGenerator.getInstance("SM2").generateKeyPair();
        X509Certificate second = new Issuer(new X500Principal("CN=Second"), other).issueRoot(DAY, 0);
        KeyPair stranger = KeyPairGenerator.getInstance("SM2").generateKeyPair();
        for (CmsDialect dialect : CmsDialect.values()) {
            for (ContentEncryption how : List.of(ContentEncryption.SM4, ContentEncryption.AES256)) {
                byte[] content = new byte[random.nextInt(3000)];
                random.nextBytes(content);
                EnvelopedData message = EnvelopedData.decode(
                        EnvelopedData.encrypt(dialect, content, how, List.of(certificate, second)).encoded());
                assertEquals(dialect, message.dialect());
                assertArrayEquals(content, message.decrypt(certificate, (Sm2PrivateKey) pair.getPrivate()));
                assertArrayEquals(content, message.decrypt(second, (Sm2PrivateKey) other.getPrivate()));
                assertThrows(BadPaddingException.class, () -> message.decrypt(second, (Sm2PrivateKey) stranger.getPrivate()));
                assertThrows(InvalidKeyException.class, () -> message.decrypt(root, (Sm2PrivateKey) pair.getPrivate()));
            }
        }
        byte[] encoded = EnvelopedData.encrypt(CmsDialect.GM, new byte[100], ContentEncryption.SM4, List.of(certificate)).encoded();
        for (int i = 0; i < encoded.length; i++) {
            byte[] cut = Arrays.copyOf(encoded, i);
            assertThrows(GeneralSecurityException.class, () -> EnvelopedData.decode(cut));
        }
    }

    @Test
    void opensslOpensTheEnvelopePieceByPiece(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        byte[] content = "for your eyes".getBytes(StandardCharsets.UTF_8);
        byte[] message = EnvelopedData.encrypt(CmsDialect.STANDARD, content, ContentEncryption.SM4, List.of(certificate)).encoded();
        openssl.write("message.der", message);
        assertTrue(openssl.run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "message.der").contains("sm4-cbc"));
        // OpenSSL 3.0 encrypts messages by agreement alone, so its tools take the parts one by one.
        var info = new dev.anole.security.shangmi.asn1.DerReader("message", message).sequence();
        info.oid();
        var data = info.enter(0xa0).sequence();
        data.integer(0, 0);
        var recipient = data.set().sequence();
        recipient.integer(0, 0);
        recipient.skip();
        recipient.skip();
        openssl.write("encryptedkey", recipient.octets());
        var inner = data.sequence();
        inner.oid();
        var algorithm = inner.sequence();
        algorithm.oid();
        String iv = java.util.HexFormat.of().formatHex(algorithm.octets());
        openssl.write("encrypted", inner.content(0x80));
        openssl.write("key.pem", new Pem(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()).encode().getBytes(StandardCharsets.US_ASCII));
        openssl.run("pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "encryptedkey", "-out", "contentkey");
        openssl.run("enc", "-d", "-sm4-cbc", "-K", java.util.HexFormat.of().formatHex(openssl.read("contentkey")), "-iv", iv,
                "-in", "encrypted", "-out", "content");
        assertArrayEquals(content, openssl.read("content"));
    }

    @Test
    void aStoreOfOtherKeysWorksToo() throws Exception {
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC", "SunEC");
        p256.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair old = p256.generateKeyPair();
        X509Certificate own = new Issuer(new X500Principal("CN=P-256"), old).issueRoot(DAY, 0);
        KeyStore store = KeyStore.getInstance("PKCS12-SM");
        store.load(null, null);
        store.setKeyEntry("p256", old.getPrivate(), PLAIN, new Certificate[] {own});
        KeyStore read = KeyStore.getInstance("PKCS12-SM");
        read.load(new ByteArrayInputStream(bytes(store)), PLAIN);
        PrivateKey key = (PrivateKey) read.getKey("p256", PLAIN);
        assertEquals(old.getPrivate(), key);
    }
}
