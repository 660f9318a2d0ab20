package dev.anole.security.shangmi.sm2;

import com.tencent.kona.crypto.KonaCryptoProvider;
import dev.anole.security.shangmi.Openssl;
import dev.anole.security.shangmi.ShangMiProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What others made is read, and what is made here is read by others: BouncyCastle, Kona, OpenSSL. */
class Sm2PeerTest {
    private static final Provider SHANGMI = new ShangMiProvider();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider KONA = new KonaCryptoProvider();
    private static final int ROUNDS = 15;
    private final Random random = new Random(21);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static KeyPair own() throws Exception {
        return KeyPairGenerator.getInstance("SM2", SHANGMI).generateKeyPair();
    }

    private static KeyPair in(Provider provider, KeyPair pair) throws Exception {
        KeyFactory factory = KeyFactory.getInstance("EC", provider);
        return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded())),
                factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())));
    }

    private static byte[] sign(Provider provider, String algorithm, KeyPair pair, byte[] message) throws Exception {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static boolean verify(Provider provider, String algorithm, KeyPair pair, byte[] message, byte[] signed) throws Exception {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initVerify(pair.getPublic());
        signature.update(message);
        return signature.verify(signed);
    }

    private static byte[] crypt(Provider provider, String transformation, int mode, java.security.Key key, byte[] input) throws Exception {
        Cipher cipher = Cipher.getInstance(transformation, provider);
        cipher.init(mode, key);
        return cipher.doFinal(input);
    }

    @Test
    void bouncyCastleAndThisReadEachOther() throws Exception {
        KeyPairGenerator theirs = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        theirs.initialize(new ECGenParameterSpec("sm2p256v1"));
        for (int i = 0; i < ROUNDS; i++) {
            KeyPair here = i % 2 == 0 ? own() : in(SHANGMI, theirs.generateKeyPair());
            KeyPair there = in(BOUNCY_CASTLE, here);
            byte[] message = bytes(1 + random.nextInt(500));
            assertTrue(verify(BOUNCY_CASTLE, "SM3withSM2", there, message, sign(SHANGMI, "SM3withSM2", here, message)));
            assertTrue(verify(SHANGMI, "SM3withSM2", here, message, sign(BOUNCY_CASTLE, "SM3withSM2", there, message)));
            // Their keys are taken as they are.
            assertTrue(verify(SHANGMI, "SM3withSM2", there, message, sign(SHANGMI, "SM3withSM2", there, message)));
            assertArrayEquals(message, crypt(SHANGMI, "SM2/C1C2C3/NoPadding", Cipher.DECRYPT_MODE, here.getPrivate(),
                    crypt(BOUNCY_CASTLE, "SM2", Cipher.ENCRYPT_MODE, there.getPublic(), message)));
            assertArrayEquals(message, crypt(BOUNCY_CASTLE, "SM2", Cipher.DECRYPT_MODE, there.getPrivate(),
                    crypt(SHANGMI, "SM2/C1C2C3/NoPadding", Cipher.ENCRYPT_MODE, here.getPublic(), message)));
            KeyAgreement one = KeyAgreement.getInstance("ECDH", SHANGMI);
            one.init(here.getPrivate());
            KeyPair peer = theirs.generateKeyPair();
            one.doPhase(peer.getPublic(), true);
            KeyAgreement two = KeyAgreement.getInstance("ECDH", BOUNCY_CASTLE);
            two.init(peer.getPrivate());
            two.doPhase(here.getPublic(), true);
            assertArrayEquals(two.generateSecret(), one.generateSecret());
        }
    }

    @Test
    void konaAndThisReadEachOther() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            KeyPair here = own();
            byte[] message = bytes(1 + random.nextInt(500));
            assertTrue(verify(KONA, "SM2", here, message, sign(SHANGMI, "SM3withSM2", here, message)));
            assertTrue(verify(SHANGMI, "SM3withSM2", here, message, sign(KONA, "SM2", here, message)));
            assertArrayEquals(message, crypt(SHANGMI, "SM2", Cipher.DECRYPT_MODE, here.getPrivate(),
                    crypt(KONA, "SM2", Cipher.ENCRYPT_MODE, here.getPublic(), message)));
            assertArrayEquals(message, crypt(KONA, "SM2", Cipher.DECRYPT_MODE, here.getPrivate(),
                    crypt(SHANGMI, "SM2", Cipher.ENCRYPT_MODE, here.getPublic(), message)));
        }
    }

    @Test
    void opensslAndThisReadEachOther(@TempDir Path directory) throws Exception {
        Openssl openssl = new Openssl(directory);
        openssl.run("genpkey", "-algorithm", "SM2", "-out", "their.pem");
        openssl.run("pkcs8", "-topk8", "-nocrypt", "-in", "their.pem", "-outform", "DER", "-out", "their.der");
        KeyFactory factory = KeyFactory.getInstance("SM2", SHANGMI);
        Sm2PrivateKey theirs = (Sm2PrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(openssl.read("their.der")));
        KeyPair[] pairs = {new KeyPair(theirs.publicKey(), theirs), own()};
        for (KeyPair pair : pairs) {
            openssl.write("key.der", pair.getPrivate().getEncoded());
            openssl.write("public.der", pair.getPublic().getEncoded());
            openssl.run("pkey", "-inform", "DER", "-in", "key.der", "-out", "key.pem");
            openssl.run("pkey", "-pubin", "-inform", "DER", "-in", "public.der", "-out", "public.pem");
            openssl.run("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public2.der");
            assertArrayEquals(pair.getPublic().getEncoded(), openssl.read("public2.der"));

            byte[] message = bytes(777);
            openssl.write("message", message);
            openssl.write("signature", sign(SHANGMI, "SM3withSM2", pair, message));
            openssl.run("pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-in", "message", "-sigfile", "signature",
                    "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678");
            openssl.run("pkeyutl", "-sign", "-inkey", "key.pem", "-in", "message", "-out", "signature2", "-rawin",
                    "-digest", "sm3", "-pkeyopt", "distid:somebody");
            Signature signature = Signature.getInstance("SM3withSM2", SHANGMI);
            signature.setParameter(new Sm2Identity("somebody"));
            signature.initVerify(pair.getPublic());
            signature.update(message);
            assertTrue(signature.verify(openssl.read("signature2")));

            byte[] secret = bytes(100);
            openssl.write("secret", secret);
            openssl.run("pkeyutl", "-encrypt", "-pubin", "-inkey", "public.pem", "-in", "secret", "-out", "encrypted");
            assertArrayEquals(secret, crypt(SHANGMI, "SM2", Cipher.DECRYPT_MODE, pair.getPrivate(), openssl.read("encrypted")));
            openssl.write("encrypted2", crypt(SHANGMI, "SM2", Cipher.ENCRYPT_MODE, pair.getPublic(), secret));
            openssl.run("pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "encrypted2", "-out", "decrypted");
            assertArrayEquals(secret, openssl.read("decrypted"));

            openssl.run("genpkey", "-algorithm", "SM2", "-out", "peer.pem");
            openssl.run("pkey", "-in", "peer.pem", "-pubout", "-outform", "DER", "-out", "peer.der");
            assertEquals("EC", factory.generatePublic(new X509EncodedKeySpec(openssl.read("peer.der"))).getAlgorithm());
        }
    }
}
