package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.Openssl;
import dev.anole.security.shangmi.ShangMiProvider;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.security.auth.x500.X500Principal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SignedDataTest {
    private static final byte[] CONTENT = "what was agreed on".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Issuer.Validity DAY = new Issuer.Validity(NOW.minusSeconds(60), NOW.plus(1, ChronoUnit.DAYS));

    private KeyPair pair;
    private X509Certificate certificate;

    @BeforeEach
    void issue() throws Exception {
        ShangMiProvider.install();
        pair = KeyPairGenerator.getInstance("SM2").generateKeyPair();
        certificate = new Issuer(new X500Principal("CN=Signer"), pair).issueRoot(DAY, 0);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(ShangMiProvider.NAME);
    }

    private SignedData.Signer signer() {
        return new SignedData.Signer(pair.getPrivate(), List.of(certificate));
    }

    @Test
    void whatIsSignedIsVerifiedInBothDialectsWithAndWithoutContent() throws Exception {
        for (CmsDialect dialect : CmsDialect.values()) {
            SignedData whole = SignedData.decode(SignedData.sign(dialect, CONTENT, false, List.of(signer()), NOW).encoded());
            assertEquals(dialect, whole.dialect());
            assertEquals(List.of(certificate), whole.verify());
            assertArrayEquals(CONTENT, whole.content().orElseThrow());
            SignedData detached = SignedData.decode(SignedData.sign(dialect, CONTENT, true, List.of(signer()), NOW).encoded());
            assertEquals(List.of(certificate), detached.verify(CONTENT));
            assertThrows(SignatureException.class, detached::verify);
            assertThrows(SignatureException.class, () -> detached.verify(new byte[10]));
            assertThrows(SignatureException.class, () -> whole.verify(new byte[10]));
        }
    }

    @Test
    void severalSignersOfSeveralAlgorithmsAllCount() throws Exception {
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC", "SunEC");
        p256.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        KeyPair ec = p256.generateKeyPair();
        KeyPair old = rsa.generateKeyPair();
        X509Certificate ecCertificate = new Issuer(new X500Principal("CN=EC"), ec).issueRoot(DAY, 0);
        X509Certificate rsaCertificate = new Issuer(new X500Principal("CN=RSA"), old).issueRoot(DAY, 0);
        SignedData message = SignedData.decode(SignedData.sign(CmsDialect.STANDARD, CONTENT, false, List.of(signer(),
                new SignedData.Signer(ec.getPrivate(), List.of(ecCertificate)),
                new SignedData.Signer(old.getPrivate(), List.of(rsaCertificate))), NOW).encoded());
        assertEquals(3, message.verify().size());
        assertTrue(message.verify().containsAll(List.of(certificate, ecCertificate, rsaCertificate)));
    }

    @Test
    void aChangedByteIsAlwaysNoticed() throws Exception {
        byte[] encoded = SignedData.sign(CmsDialect.GM, CONTENT, false, List.of(signer()), NOW).encoded();
        int unnoticed = 0;
        for (int i = 0; i < encoded.length; i++) {
            byte[] changed = encoded.clone();
            changed[i] ^= 1;
            try {
                SignedData message = SignedData.decode(changed);
                message.verify();
                // What is not signed: the certificate's own signature, and identifiers that are repeated elsewhere.
                assertArrayEquals(CONTENT, message.content().orElseThrow());
                unnoticed++;
            } catch (GeneralSecurityException expected) {
                assertTrue(expected.getMessage() != null, "byte " + i);
            }
        }
        assertTrue(unnoticed < 250, "unnoticed changes: " + unnoticed);
    }

    @Test
    void bouncyCastleAndThisReadEachOther() throws Exception {
        BouncyCastleProvider peer = new BouncyCastleProvider();
        CMSSignedData theirs = new CMSSignedData(SignedData.sign(CmsDialect.STANDARD, CONTENT, false, List.of(signer()), NOW).encoded());
        X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());
        for (SignerInformation information : theirs.getSignerInfos()) {
            assertTrue(information.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(peer).build(holder)));
        }
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                .setProvider(peer).build()).build(new JcaContentSignerBuilder("SM3withSM2").setProvider(peer)
                .build(pair.getPrivate()), holder));
        generator.addCertificates(new JcaCertStore(List.of(holder)));
        CMSSignedData made = generator.generate(new CMSProcessableByteArray(CONTENT), true);
        SignedData read = SignedData.decode(made.toASN1Structure().getEncoded("DER"));
        assertEquals(List.of(certificate), read.verify());
        assertArrayEquals(CONTENT, read.content().orElseThrow());
    }

    @Test
    void opensslReadsTheStructure(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        openssl.write("message.der", SignedData.sign(CmsDialect.STANDARD, CONTENT, false, List.of(signer()), NOW).encoded());
        // OpenSSL 3.0 has no way to give a signer's identity to "cms -verify", so it reads and extracts.
        openssl.run("cms", "-verify", "-noverify", "-no_content_verify", "-no_attr_verify", "-nosigs", "-inform", "DER",
                "-in", "message.der", "-out", "content");
        assertArrayEquals(CONTENT, openssl.read("content"));
        assertTrue(openssl.run("cms", "-cmsout", "-print", "-inform", "DER", "-in", "message.der").contains("SM2-with-SM3"));
    }
}
