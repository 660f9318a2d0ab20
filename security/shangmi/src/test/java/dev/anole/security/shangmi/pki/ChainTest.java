package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.Openssl;
import dev.anole.security.shangmi.ShangMiProvider;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.SignatureException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A root, an authority below it and a server: made here, checked by the JDK, BouncyCastle and OpenSSL. */
class ChainTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Issuer.Validity YEAR = new Issuer.Validity(NOW.minusSeconds(3600), NOW.plus(365, ChronoUnit.DAYS));
    private static final String[] IDENTITY = {"-vfyopt", "distid:1234567812345678"};

    private final KeyPair serverKey = pair();
    private final Issuer root = new Issuer(new X500Principal("CN=Root, O=Anole, C=CN"), pair());
    private final Issuer below = new Issuer(new X500Principal("CN=Authority, O=Anole, C=CN"), pair());
    private X509Certificate rootCertificate;
    private X509Certificate belowCertificate;
    private X509Certificate server;

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("SM2", new ShangMiProvider()).generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void issue() throws Exception {
        ShangMiProvider.install();
        rootCertificate = root.issueRoot(YEAR, 1);
        belowCertificate = root.issue(below.name(), below.publicKey(), YEAR, List.of(Extension.authority(0),
                Extension.keyUsage(EnumSet.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.REVOCATION_LIST_SIGNING))));
        server = below.issue(new X500Principal("CN=server.example, C=CN"), serverKey.getPublic(), YEAR, List.of(
                Extension.endEntity(), Extension.keyUsage(EnumSet.of(KeyPurpose.DIGITAL_SIGNATURE)),
                Extension.extendedKeyUsage(List.of(Extension.SERVER)),
                Extension.alternativeNames(List.of("server.example"), List.of(InetAddress.getByName("127.0.0.1")))));
    }

    @AfterEach
    void remove() {
        Security.removeProvider(ShangMiProvider.NAME);
    }

    private void validate(List<X509Certificate> chain, Optional<X509CRL> list, Instant when) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(rootCertificate, null)));
        parameters.setDate(java.util.Date.from(when));
        parameters.setRevocationEnabled(list.isPresent());
        if (list.isPresent()) {
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(
                    List.of(list.get(), root.revoke(Map.of(), YEAR, 1)))));
        }
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    @Test
    void theJdkValidatesTheChainAndNothingElse() throws Exception {
        validate(List.of(server, belowCertificate), Optional.empty(), NOW);
        assertThrows(CertPathValidatorException.class, () -> validate(List.of(server), Optional.empty(), NOW));
        assertThrows(CertPathValidatorException.class,
                () -> validate(List.of(server, belowCertificate), Optional.empty(), NOW.plus(400, ChronoUnit.DAYS)));
        // A certificate of the right name that another key signed.
        Issuer impostor = new Issuer(below.name(), pair());
        X509Certificate forged = impostor.issue(new X500Principal("CN=server.example"), serverKey.getPublic(), YEAR, List.of());
        assertThrows(CertPathValidatorException.class, () -> validate(List.of(forged, belowCertificate), Optional.empty(), NOW));
        // An end entity that issues.
        Issuer entity = new Issuer(server.getSubjectX500Principal(), serverKey);
        X509Certificate overreach = entity.issue(new X500Principal("CN=x"), pair().getPublic(), YEAR, List.of());
        assertThrows(CertPathValidatorException.class,
                () -> validate(List.of(overreach, server, belowCertificate), Optional.empty(), NOW));
    }

    @Test
    void aRevokedCertificateIsRefused() throws Exception {
        validate(List.of(server, belowCertificate), Optional.of(below.revoke(Map.of(), YEAR, 1)), NOW);
        X509CRL list = below.revoke(Map.of(server.getSerialNumber(), NOW.minusSeconds(60)), YEAR, 2);
        assertTrue(list.isRevoked(server));
        assertThrows(CertPathValidatorException.class,
                () -> validate(List.of(server, belowCertificate), Optional.of(list), NOW));
    }

    @Test
    void whatWasAskedForStandsInTheCertificate() throws Exception {
        assertEquals(0, belowCertificate.getBasicConstraints());
        assertEquals(-1, server.getBasicConstraints());
        assertTrue(server.getKeyUsage()[0]);
        assertFalse(server.getKeyUsage()[5]);
        assertEquals(List.of(Extension.SERVER), server.getExtendedKeyUsage());
        assertEquals(2, server.getSubjectAlternativeNames().size());
        assertEquals(serverKey.getPublic(), server.getPublicKey());
        assertEquals("1.2.156.10197.1.501", server.getSigAlgOID());
    }

    @Test
    void aRequestIsSignedByItsOwner() throws Exception {
        List<Extension> asked = List.of(Extension.alternativeNames(List.of("a.example"), List.of()));
        CertificateRequest request = CertificateRequest.sign(new X500Principal("CN=a.example"), serverKey.getPublic(),
                serverKey.getPrivate(), asked);
        CertificateRequest read = CertificateRequest.decode(request.encoded());
        assertEquals(request.subject(), read.subject());
        assertEquals(request.key(), read.key());
        assertEquals(asked, read.extensions());
        assertTrue(new PKCS10CertificationRequest(request.encoded()).isSignatureValid(
                new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider()).build(
                        new PKCS10CertificationRequest(request.encoded()).getSubjectPublicKeyInfo())));
        byte[] foreign = CertificateRequest.sign(new X500Principal("CN=a.example"), serverKey.getPublic(),
                pair().getPrivate(), asked).encoded();
        assertThrows(SignatureException.class, () -> CertificateRequest.decode(foreign));
    }

    @Test
    void bouncyCastleVerifiesEachLink() throws Exception {
        JcaContentVerifierProviderBuilder builder = new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());
        X509CertificateHolder[] chain = {new X509CertificateHolder(server.getEncoded()),
            new X509CertificateHolder(belowCertificate.getEncoded()), new X509CertificateHolder(rootCertificate.getEncoded())};
        for (int i = 0; i < chain.length; i++) {
            assertTrue(chain[i].isSignatureValid(builder.build(chain[Math.min(i + 1, 2)].getSubjectPublicKeyInfo())));
        }
    }

    @Test
    void opensslVerifiesTheChainAndThisVerifiesOpenssls(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        openssl.write("root.pem", pem(rootCertificate));
        openssl.write("below.pem", pem(belowCertificate));
        openssl.write("server.pem", pem(server));
        // OpenSSL 3.0 gives the identity to the last certificate alone, so each link is a chain of its own.
        openssl.run("verify", "-CAfile", "root.pem", IDENTITY[0], IDENTITY[1], "below.pem");
        openssl.run("verify", "-partial_chain", "-CAfile", "below.pem", IDENTITY[0], IDENTITY[1], "server.pem");
        openssl.run(2, "verify", "-partial_chain", "-CAfile", "root.pem", IDENTITY[0], IDENTITY[1], "server.pem");
        assertTrue(openssl.run("x509", "-in", "server.pem", "-noout", "-text").contains("DNS:server.example, IP Address:127.0.0.1"));
        CertificateRequest request = CertificateRequest.sign(new X500Principal("CN=a.example"), serverKey.getPublic(),
                serverKey.getPrivate(), List.of());
        openssl.write("request.pem", new Pem(Pem.CERTIFICATE_REQUEST, request.encoded()).encode().getBytes(StandardCharsets.US_ASCII));
        openssl.run("req", "-verify", "-noout", "-in", "request.pem", IDENTITY[0], IDENTITY[1]);

        openssl.run("genpkey", "-algorithm", "SM2", "-out", "key.pem");
        openssl.run("req", "-x509", "-new", "-sm3", "-key", "key.pem", "-subj", "/CN=Their root", "-days", "30", "-out", "their.pem",
                "-sigopt", "distid:1234567812345678");
        X509Certificate theirs = Issuer.certificate(openssl.read("their.pem"));
        theirs.verify(theirs.getPublicKey());
        openssl.run("req", "-new", "-sm3", "-key", "key.pem", "-subj", "/CN=Request", "-outform", "DER", "-out", "request.der",
                "-sigopt", "distid:1234567812345678");
        CertificateRequest asked = CertificateRequest.decode(openssl.read("request.der"));
        assertEquals(new X500Principal("CN=Request"), asked.subject());
        assertEquals(theirs.getPublicKey(), asked.key());
    }

    private static byte[] pem(X509Certificate certificate) throws Exception {
        return new Pem(Pem.CERTIFICATE, certificate.getEncoded()).encode().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void armourKeepsBytesAndOrderAndNamesTheLineThatIsWrong() throws Exception {
        String text = "a comment\n" + new Pem(Pem.CERTIFICATE, server.getEncoded()).encode()
                + new Pem(Pem.PRIVATE_KEY, serverKey.getPrivate().getEncoded()).encode();
        List<Pem> blocks = Pem.decode(text.replace("\n", "\r\n"));
        assertEquals(List.of(Pem.CERTIFICATE, Pem.PRIVATE_KEY), blocks.stream().map(Pem::label).toList());
        assertArrayEquals(server.getEncoded(), blocks.get(0).bytes());
        assertFalse(blocks.get(1).toString().contains("["));
        assertEquals(server, CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(blocks.get(0).encode().getBytes(StandardCharsets.US_ASCII))));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Pem.decode("\n-----BEGIN X-----\nAAAA\n"))
                .getMessage().contains("line 2"));
        assertThrows(IllegalArgumentException.class, () -> Pem.decode("-----BEGIN X-----\nA*A\n-----END X-----"));
        assertThrows(IllegalArgumentException.class, () -> Pem.decode("-----BEGIN X-----\nAAAA\n-----END Y-----"));
    }
}
