package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.ShangMiProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import javax.crypto.KeyAgreement;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** With this provider in the first place, a program that knows nothing of SM2 goes on as before. */
class FirstPlaceTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @BeforeEach
    void install() {
        ShangMiProvider.install();
        ShangMiProvider.install();
        assertEquals(ShangMiProvider.NAME, Security.getProviders()[0].getName());
    }

    @AfterEach
    void remove() {
        Security.removeProvider(ShangMiProvider.NAME);
    }

    private static KeyPair pair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void keysOfOtherCurvesSignAgreeAndAreReadAsBefore() throws Exception {
        for (String curve : List.of("secp256r1", "secp384r1")) {
            KeyPair one = pair(curve);
            KeyPair two = pair(curve);
            KeyFactory factory = KeyFactory.getInstance("EC");
            assertEquals(one.getPublic(), factory.generatePublic(new X509EncodedKeySpec(one.getPublic().getEncoded())));
            assertEquals(one.getPrivate(), factory.generatePrivate(new PKCS8EncodedKeySpec(one.getPrivate().getEncoded())));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(one.getPrivate());
            byte[] signed = signature.sign();
            signature.initVerify(one.getPublic());
            assertTrue(signature.verify(signed));
            KeyAgreement here = KeyAgreement.getInstance("ECDH");
            here.init(one.getPrivate());
            here.doPhase(two.getPublic(), true);
            KeyAgreement there = KeyAgreement.getInstance("ECDH");
            there.init(two.getPrivate());
            there.doPhase(one.getPublic(), true);
            assertArrayEquals(here.generateSecret(), there.generateSecret());
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            AlgorithmParameters again = AlgorithmParameters.getInstance("EC");
            again.init(parameters.getEncoded());
            assertEquals(parameters.getParameterSpec(ECParameterSpec.class).getOrder(),
                    again.getParameterSpec(ECParameterSpec.class).getOrder());
        }
        assertEquals("SUN", MessageDigest.getInstance("SHA-256").getProvider().getName());
    }

    @Test
    void aTlsHandshakeWithAnOrdinaryCertificateWorksAsBefore() throws Exception {
        KeyPair pair = pair("secp256r1");
        Instant now = Instant.now();
        X509Certificate certificate = new Issuer(new X500Principal("CN=localhost"), pair).issue(new X500Principal("CN=localhost"),
                pair.getPublic(), new Issuer.Validity(now.minusSeconds(60), now.plusSeconds(3600)),
                List.of(Extension.alternativeNames(List.of("localhost"), List.of(InetAddress.getLoopbackAddress()))));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().read() + 1);
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            try (SSLSocket client = (SSLSocket) context.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                client.setSoTimeout(20_000);
                client.getOutputStream().write(41);
                assertEquals(42, client.getInputStream().read());
                assertEquals("TLSv1.3", client.getSession().getProtocol());
            }
            answering.join(20_000);
        }
    }
}
