package dev.anole.security.shangmi;

import dev.anole.security.shangmi.asn1.GmOid;
import java.security.Provider;
import java.security.Security;

/**
 * The JCA provider {@code ShangMi}. An existing program uses it after
 * {@link #install}.
 */
public final class ShangMiProvider extends Provider {
    /** The provider's name. */
    public static final String NAME = "ShangMi";

    private static final long serialVersionUID = 1L;
    private static final String HERE = "dev.anole.security.shangmi.";
    /** GM/T 0006: the modes of SM4 are numbered below it. */
    private static final String SM4 = "1.2.156.10197.1.104";
    private static final String SM3_OID = "1.2.156.10197.1.401";

    /** A provider with all services; cheap, classes load when they are first used. */
    public ShangMiProvider() {
        super(NAME, "0.1", "SM2, SM3 and SM4 (GB/T 32918, 32905, 32907)");
        symmetric();
        asymmetric();
    }

    /**
     * Puts this provider in the first place, if it is not installed yet. The first place is what makes the JDK's own
     * {@code CertificateFactory}, {@code CertPathValidator} and {@code KeyStore} understand SM2: for the parameters of a
     * curve they ask the first provider alone. Other curves and algorithms go on to the JDK's providers.
     */
    public static synchronized void install() {
        if (Security.getProvider(NAME) == null) {
            Security.insertProviderAt(new ShangMiProvider(), 1);
        }
    }

    /** SM3, SM4, and what is built of them alone. */
    private void symmetric() {
        put("MessageDigest.SM3", HERE + "Sm3MessageDigest");
        alias("MessageDigest", "SM3", SM3_OID);
        put("Mac.HmacSM3", HERE + "HmacSm3Spi");
        put("Alg.Alias.Mac.HMAC-SM3", "HmacSM3");
        put("Alg.Alias.Mac.SM3HMAC", "HmacSM3");
        alias("Mac", "HmacSM3", GmOid.HMAC_SM3);
        put("SecretKeyFactory.PBKDF2WithHmacSM3", HERE + "Pbkdf2Spi");
        put("KeyGenerator.SM4", HERE + "Sm4KeyGeneratorSpi");
        put("Cipher.SM4", HERE + "Sm4CipherSpi");
        put("Cipher.SM4 SupportedModes", "ECB|CBC|CTS|CTR|CFB|CFB128|OFB|OFB128|XTS|XTS-GB|XTS-IEEE");
        put("Cipher.SM4 SupportedPaddings", "NOPADDING|PKCS5PADDING|PKCS7PADDING");
        put("Cipher.SM4 SupportedKeyFormats", "RAW");
        put("Cipher.SM4-CBC", HERE + "Sm4CipherSpi$Cbc");
        alias("Cipher", "SM4-CBC", GmOid.SM4_CBC);
        put("Cipher.SM4/GCM/NoPadding", HERE + "GcmCipherSpi");
        alias("Cipher", "SM4/GCM/NoPadding", SM4 + ".8");
        put("Cipher.SM4/CCM/NoPadding", HERE + "CcmCipherSpi");
        alias("Cipher", "SM4/CCM/NoPadding", SM4 + ".9");
        put("AlgorithmParameters.SM4", HERE + "Sm4Parameters$Iv");
        alias("AlgorithmParameters", "SM4", GmOid.SM4_CBC);
        put("AlgorithmParameters.SM4-GCM", HERE + "Sm4Parameters$Aead");
        alias("AlgorithmParameters", "SM4-GCM", SM4 + ".8");
        put("AlgorithmParameters.SM4-CCM", HERE + "Sm4Parameters$Aead");
        alias("AlgorithmParameters", "SM4-CCM", SM4 + ".9");
        put("Mac.SM4-CMAC", HERE + "CmacSpi");
        put("Alg.Alias.Mac.SM4CMAC", "SM4-CMAC");
        put("Mac.SM4-GMAC", HERE + "GmacSpi");
        put("Alg.Alias.Mac.SM4GMAC", "SM4-GMAC");
    }

    /** SM2: keys, signature, encryption, exchange. */
    private void asymmetric() {
        String sm2 = "dev.anole.security.shangmi.sm2.";
        put("KeyPairGenerator.SM2", sm2 + "Sm2KeyPairGeneratorSpi");
        put("KeyFactory.SM2", sm2 + "Sm2KeyFactorySpi");
        // Certificates and key stores name the algorithm of SM2 keys "EC".
        put("KeyFactory.EC", sm2 + "Sm2KeyFactorySpi");
        put("AlgorithmParameters.SM2", sm2 + "Sm2AlgorithmParametersSpi");
        put("AlgorithmParameters.EC", sm2 + "Sm2AlgorithmParametersSpi");
        put("Signature.SM3withSM2", sm2 + "Sm2SignatureSpi$Message");
        put("Signature.SM3withSM2inP1363Format", sm2 + "Sm2SignatureSpi$RawMessage");
        put("Signature.NONEwithSM2", sm2 + "Sm2SignatureSpi$Digest");
        put("Signature.NONEwithSM2inP1363Format", sm2 + "Sm2SignatureSpi$RawDigest");
        alias("Signature", "SM3withSM2", GmOid.SM2_WITH_SM3);
        put("Cipher.SM2", sm2 + "Sm2CipherSpi");
        alias("Cipher", "SM2", GmOid.SM2_ENCRYPTION);
        put("KeyAgreement.SM2", sm2 + "Sm2KeyAgreementSpi");
        alias("KeyAgreement", "SM2", GmOid.SM2_KEY_EXCHANGE);
        put("KeyAgreement.ECDH", sm2 + "EcdhSpi");
        String pki = "dev.anole.security.shangmi.pki.";
        put("KeyStore.PKCS12-SM", pki + "Pkcs12KeyStoreSpi");
        put("KeyStore.PKCS12-SM-OPENSSL", pki + "Pkcs12KeyStoreSpi$ForOpenssl");
    }

    /** Names an algorithm by its object identifier, with and without the prefix that the JCA also knows. */
    private void alias(String type, String algorithm, String oid) {
        put("Alg.Alias." + type + "." + oid, algorithm);
        put("Alg.Alias." + type + ".OID." + oid, algorithm);
    }
}
