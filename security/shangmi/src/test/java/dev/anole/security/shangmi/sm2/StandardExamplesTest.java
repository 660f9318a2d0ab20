package dev.anole.security.shangmi.sm2;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The examples of GB/T 32918.5-2017, appendices A to C. */
class StandardExamplesTest {
    private static final String D = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
    private static final String K = "59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void thePublicKeyBelongsToThePrivateOne() throws Exception {
        assertEquals("0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
                hex(Sm2PrivateKey.of(hex(D)).publicKey().encodedPoint()));
    }

    @Test
    void theSignatureIsTheStandards() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.of(hex(D));
        assertEquals("b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3",
                hex(key.publicKey().identityDigest(Sm2Identity.DEFAULT)));
        byte[] e = Sm2Signature.digest(key.publicKey(), Sm2Identity.DEFAULT, ascii("message digest"));
        assertEquals("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640", hex(e));
        byte[] signature = Sm2Signature.sign(key, e, new FixedRandom(K));
        assertEquals("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", hex(signature));
        assertTrue(Sm2Signature.verify(key.publicKey(), e, signature));
    }

    @Test
    void theCiphertextIsTheStandards() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.of(hex(D));
        byte[] message = ascii("encryption standard");
        Sm2Ciphertext ciphertext = Sm2Encryption.encrypt(key.publicKey(), message, new FixedRandom(K));
        assertEquals("0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
                + "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
                + "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
                + "21886ca989ca9c7d58087307ca93092d651efa", hex(ciphertext.encode(Sm2Ciphertext.Layout.C1C3C2)));
        for (Sm2Ciphertext.Layout layout : Sm2Ciphertext.Layout.values()) {
            assertArrayEquals(message, Sm2Encryption.decrypt(key,
                    Sm2Ciphertext.decode(ciphertext.encode(layout), layout)), layout.name());
        }
    }

    @Test
    void theExchangedKeyAndItsConfirmationsAreTheStandards() throws Exception {
        Sm2PrivateKey a = Sm2PrivateKey.of(hex("81eb26e941bb5af16df116495f90695272ae2cd63d6c4ae1678418be48230029"));
        Sm2PrivateKey b = Sm2PrivateKey.of(hex("785129917d45a9ea5437a59356b82338eaadda6ceb199088f14ae10defa229b5"));
        Sm2PrivateKey aOnce = Sm2PrivateKey.of(hex("d4de15474db74d06491c440d305e012400990f3e390c7e87153c12db2ea60bb3"));
        Sm2PrivateKey bOnce = Sm2PrivateKey.of(hex("7e07124814b309489125eaed101113164ebf0f3458c5bd88335c1f9d596243d6"));
        try (Sm2KeyExchange first = new Sm2KeyExchange(Sm2KeyExchange.Role.INITIATOR, a, Sm2Identity.DEFAULT, aOnce,
                    b.publicKey(), Sm2Identity.DEFAULT, bOnce.publicKey());
                Sm2KeyExchange second = new Sm2KeyExchange(Sm2KeyExchange.Role.RESPONDER, b, Sm2Identity.DEFAULT, bOnce,
                    a.publicKey(), Sm2Identity.DEFAULT, aOnce.publicKey())) {
            assertEquals("6c89347354de2484c60b4ab1fde4c6e5", hex(first.key(16)));
            assertEquals("6c89347354de2484c60b4ab1fde4c6e5", hex(second.key(16)));
            assertEquals("d3a0fe15dee185ceae907a6b595cc32a266ed7b3367e9983a896dc32fa20f8eb", hex(second.ownConfirmation()));
            assertEquals("18c7894b3816df16cf07b05c5ec0bef5d655d58f779cc1b400a4f3884644db88", hex(first.ownConfirmation()));
            assertTrue(first.confirms(second.ownConfirmation()));
            assertTrue(second.confirms(first.ownConfirmation()));
            assertFalse(first.confirms(first.ownConfirmation()), "a confirmation reflected is none");
        }
    }

    @Test
    void theGeneratorHasTheOrderThatTheStandardNames() throws Exception {
        Accumulator sum = new Accumulator();
        PointMultiplication.multiply(sum, Limbs.of(Order.N), AffinePoint.GENERATOR, Field.of(BigInteger.TEN));
        assertEquals(-1, sum.infinity);
    }
}
