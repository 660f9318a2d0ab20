package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.ShangMiProvider;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyAgreement;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Sm2JcaTest {
    private static final Provider SHANGMI = new ShangMiProvider();
    private final Random random = new Random(11);
    private final KeyPair pair;

    Sm2JcaTest() throws Exception {
        pair = KeyPairGenerator.getInstance("SM2", SHANGMI).generateKeyPair();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void aSignatureHoldsForItsMessageKeyAndIdentityAlone() throws Exception {
        Signature signature = Signature.getInstance("SM3withSM2", SHANGMI);
        KeyPair other = KeyPairGenerator.getInstance("SM2", SHANGMI).generateKeyPair();
        for (int i = 0; i < 40; i++) {
            byte[] message = bytes(random.nextInt(300));
            signature.setParameter(null);
            signature.initSign(pair.getPrivate());
            int half = message.length / 2;
            signature.update(message, 0, half);
            signature.update(message, half, message.length - half);
            byte[] signed = signature.sign();
            assertTrue(verifies(signature, pair, message, signed));
            assertFalse(verifies(signature, other, message, signed));
            assertFalse(verifies(signature, pair, Arrays.copyOf(message, message.length + 1), signed));
            byte[] raw = Sm2Signature.toRaw(signed);
            raw[random.nextInt(raw.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(verifies(signature, pair, message, Sm2Signature.toDer(raw)));
            signature.setParameter(new Sm2Identity("somebody else"));
            assertFalse(verifies(signature, pair, message, signed));
        }
    }

    private static boolean verifies(Signature signature, KeyPair pair, byte[] message, byte[] signed) throws Exception {
        signature.initVerify(pair.getPublic());
        signature.update(message);
        return signature.verify(signed);
    }

    @Test
    void signaturesOutsideTheRangeAreFalseAndBrokenOnesThrow() throws Exception {
        byte[] e = bytes(32);
        Sm2PublicKey key = (Sm2PublicKey) pair.getPublic();
        byte[] right = Sm2Signature.sign((Sm2PrivateKey) pair.getPrivate(), e, new java.security.SecureRandom());
        for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, Order.N, Order.N.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)}) {
            byte[] encoded = new byte[32];
            Limbs.encode(Limbs.of(bad), encoded, 0);
            for (int at : new int[] {0, 32}) {
                byte[] raw = right.clone();
                System.arraycopy(encoded, 0, raw, at, 32);
                assertFalse(Sm2Signature.verify(key, e, raw), bad.toString(16));
            }
        }
        // r + s = n: t is 0.
        byte[] sum = right.clone();
        long[] s = new long[Field.LIMBS];
        Limbs.decode(s, right, 0);
        Order.subtract(s, new long[Field.LIMBS], s);
        Limbs.encode(s, sum, 32);
        assertFalse(Sm2Signature.verify(key, e, sum));

        Signature signature = Signature.getInstance("NONEwithSM2", SHANGMI);
        byte[] der = Sm2Signature.toDer(right);
        for (byte[] broken : new byte[][] {new byte[0], Arrays.copyOf(der, der.length - 1), Arrays.copyOf(der, der.length + 1),
            HexFormat.of().parseHex("30060201010201"), HexFormat.of().parseHex("3007020200010201 01".replace(" ", "")),
            HexFormat.of().parseHex("300602018102010130".substring(0, 16))}) {
            signature.initVerify(pair.getPublic());
            signature.update(e);
            assertThrows(SignatureException.class, () -> signature.verify(broken), HexFormat.of().formatHex(broken));
        }
    }

    @Test
    void theRawFormHasSixtyFourBytesAndNoneSignsTheDigestItself() throws Exception {
        byte[] message = bytes(100);
        byte[] e = Sm2Signature.digest((Sm2PublicKey) pair.getPublic(), Sm2Identity.DEFAULT, message);
        Signature digest = Signature.getInstance("NONEwithSM2inP1363Format", SHANGMI);
        digest.initSign(pair.getPrivate());
        digest.update(e);
        byte[] raw = digest.sign();
        assertEquals(64, raw.length);
        Signature whole = Signature.getInstance("SM3withSM2inP1363Format", SHANGMI);
        assertTrue(verifies(whole, pair, message, raw));
        digest.initSign(pair.getPrivate());
        digest.update(e, 0, 31);
        assertThrows(SignatureException.class, digest::sign);
        digest.initVerify(pair.getPublic());
        assertThrows(SignatureException.class, () -> digest.update(new byte[33]));
    }

    @Test
    void theIdentityCannotChangeWithinAMessage() throws Exception {
        Signature signature = Signature.getInstance("SM3withSM2", SHANGMI);
        signature.initSign(pair.getPrivate());
        signature.update((byte) 1);
        assertThrows(InvalidAlgorithmParameterException.class, () -> signature.setParameter(new Sm2Identity("late")));
        assertThrows(IllegalArgumentException.class, () -> new Sm2Identity(new byte[Sm2Identity.BYTES_MAX + 1]));
        signature.initSign(pair.getPrivate());
        signature.setParameter(new Sm2Identity(new byte[Sm2Identity.BYTES_MAX]));
        assertTrue(signature.sign().length > 60);
    }

    @Test
    void keysKeepTheirValueThroughEveryForm() throws Exception {
        KeyFactory factory = KeyFactory.getInstance("SM2", SHANGMI);
        for (Key key : new Key[] {pair.getPublic(), pair.getPrivate()}) {
            boolean isPublic = key == pair.getPublic();
            Key encoded = isPublic ? factory.generatePublic(new X509EncodedKeySpec(key.getEncoded()))
                    : factory.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
            Key plain = isPublic ? factory.generatePublic(factory.getKeySpec(key, ECPublicKeySpec.class))
                    : factory.generatePrivate(factory.getKeySpec(key, ECPrivateKeySpec.class));
            assertEquals(key, encoded);
            assertEquals(key, plain);
            assertEquals(key.hashCode(), plain.hashCode());
            assertArrayEquals(key.getEncoded(), plain.getEncoded());
        }
    }

    @Test
    void wrongPointsAndNumbersAreNoKeys() throws Exception {
        KeyFactory factory = KeyFactory.getInstance("SM2", SHANGMI);
        BigInteger x = ((Sm2PublicKey) pair.getPublic()).getW().getAffineX();
        BigInteger y = ((Sm2PublicKey) pair.getPublic()).getW().getAffineY();
        for (ECPoint wrong : new ECPoint[] {new ECPoint(x, y.add(BigInteger.ONE)),
            new ECPoint(x.add(Field.P), y), new ECPoint(x, y.negate()), new ECPoint(Field.P, y)}) {
            assertThrows(InvalidKeySpecException.class,
                    () -> factory.generatePublic(new ECPublicKeySpec(wrong, Sm2Curve.PARAMETERS)));
        }
        for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), Order.N,
            Order.N.subtract(BigInteger.ONE), Order.N.shiftLeft(3)}) {
            assertThrows(InvalidKeySpecException.class,
                    () -> factory.generatePrivate(new ECPrivateKeySpec(wrong, Sm2Curve.PARAMETERS)), wrong.toString());
        }
        assertTrue(Sm2PrivateKey.of(Order.N.subtract(BigInteger.TWO)).getS().bitLength() == 256);
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC", "SunEC");
        p256.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair foreign = p256.generateKeyPair();
        assertThrows(InvalidKeyException.class, () -> factory.translateKey(foreign.getPublic()));
        assertThrows(InvalidKeyException.class, () -> factory.translateKey(foreign.getPrivate()));
        assertThrows(InvalidKeySpecException.class,
                () -> factory.generatePublic(new X509EncodedKeySpec(foreign.getPublic().getEncoded())));
        assertThrows(InvalidAlgorithmParameterException.class,
                () -> KeyPairGenerator.getInstance("SM2", SHANGMI).initialize(new ECGenParameterSpec("secp256r1")));
    }

    @Test
    void aPrivateKeyNeverPrintsIsNotSerializedAndCanBeDestroyed() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.of(new BigInteger("1122334455667788990011223344556677889900", 16));
        assertFalse(key.toString().contains("1122334455"));
        assertThrows(java.io.ObjectStreamException.class,
                () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(key));
        key.destroy();
        assertTrue(key.isDestroyed());
        assertThrows(IllegalStateException.class, key::getEncoded);
        assertThrows(InvalidKeyException.class, () -> Signature.getInstance("SM3withSM2", SHANGMI).initSign(key));
    }

    @Test
    void whatIsEncryptedInAnyLayoutComesBack() throws Exception {
        for (String transformation : new String[] {"SM2", "SM2/ASN1/NoPadding", "SM2/C1C3C2/NoPadding", "SM2/C1C2C3/NoPadding"}) {
            Cipher cipher = Cipher.getInstance(transformation, SHANGMI);
            for (int length : new int[] {1, 2, 31, 32, 33, 64, 1000}) {
                byte[] message = bytes(length);
                cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
                cipher.update(message, 0, length / 2);
                byte[] encrypted = cipher.doFinal(message, length / 2, length - length / 2);
                cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
                assertArrayEquals(message, cipher.doFinal(encrypted));
                byte[] changed = encrypted.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                assertThrows(BadPaddingException.class, () -> cipher.doFinal(changed));
                assertThrows(BadPaddingException.class, () -> cipher.doFinal(encrypted, 0, encrypted.length - 1));
            }
            cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            assertThrows(IllegalBlockSizeException.class, cipher::doFinal);
            assertThrows(ShortBufferException.class, () -> cipher.doFinal(new byte[5], 0, 5, new byte[50], 0));
        }
        assertThrows(java.security.NoSuchAlgorithmException.class, () -> Cipher.getInstance("SM2/CBC/NoPadding", SHANGMI));
    }

    @Test
    void aWrappedKeyComesBack() throws Exception {
        Cipher cipher = Cipher.getInstance("SM2", SHANGMI);
        Key secret = new SecretKeySpec(bytes(16), "SM4");
        cipher.init(Cipher.WRAP_MODE, pair.getPublic());
        byte[] wrapped = cipher.wrap(secret);
        cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
        assertEquals(secret, cipher.unwrap(wrapped, "SM4", Cipher.SECRET_KEY));
    }

    @Test
    void bothSidesAgree() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("SM2", SHANGMI);
        KeyPair peer = generator.generateKeyPair();
        KeyAgreement one = KeyAgreement.getInstance("ECDH", SHANGMI);
        one.init(pair.getPrivate());
        one.doPhase(peer.getPublic(), true);
        KeyAgreement two = KeyAgreement.getInstance("ECDH", SHANGMI);
        two.init(peer.getPrivate());
        two.doPhase(pair.getPublic(), true);
        assertArrayEquals(one.generateSecret(), two.generateSecret());

        KeyPair onceOne = generator.generateKeyPair();
        KeyPair onceTwo = generator.generateKeyPair();
        Sm2Identity alice = new Sm2Identity("alice");
        Sm2Identity bob = new Sm2Identity("bob");
        KeyAgreement first = KeyAgreement.getInstance("SM2", SHANGMI);
        first.init(pair.getPrivate(), new Sm2KeyAgreementParameters(Sm2KeyExchange.Role.INITIATOR, alice,
                (Sm2PrivateKey) onceOne.getPrivate(), (Sm2PublicKey) peer.getPublic(), bob, 48));
        first.doPhase(onceTwo.getPublic(), true);
        KeyAgreement second = KeyAgreement.getInstance("SM2", SHANGMI);
        second.init(peer.getPrivate(), new Sm2KeyAgreementParameters(Sm2KeyExchange.Role.RESPONDER, bob,
                (Sm2PrivateKey) onceTwo.getPrivate(), (Sm2PublicKey) pair.getPublic(), alice, 48));
        second.doPhase(onceOne.getPublic(), true);
        byte[] key = first.generateSecret();
        assertEquals(48, key.length);
        assertArrayEquals(key, second.generateSecret());
    }

    @Test
    void manyThreadsShareKeys() throws Exception {
        byte[] e = bytes(32);
        Thread[] threads = new Thread[8];
        java.util.concurrent.atomic.AtomicInteger right = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 20; j++) {
                    byte[] raw = Sm2Signature.sign((Sm2PrivateKey) pair.getPrivate(), e, new java.security.SecureRandom());
                    if (Sm2Signature.verify((Sm2PublicKey) pair.getPublic(), e, raw)) {
                        right.incrementAndGet();
                    }
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(160, right.get());
    }
}
