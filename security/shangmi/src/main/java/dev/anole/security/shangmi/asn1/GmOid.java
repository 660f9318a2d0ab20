package dev.anole.security.shangmi.asn1;

/** Object identifiers of GM/T 0006 and the standards that keys and certificates are made of, in dotted form. */
public final class GmOid {
    /** id-ecPublicKey, RFC 5480. */
    public static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /** The curve SM2, sm2p256v1. */
    public static final String SM2 = "1.2.156.10197.1.301";
    /** SM2 signature as an algorithm of its own. */
    public static final String SM2_SIGNATURE = "1.2.156.10197.1.301.1";
    /** SM2 key exchange. */
    public static final String SM2_KEY_EXCHANGE = "1.2.156.10197.1.301.2";
    /** SM2 encryption. */
    public static final String SM2_ENCRYPTION = "1.2.156.10197.1.301.3";
    /** The digest SM3. */
    public static final String SM3 = "1.2.156.10197.1.401";
    /** HMAC with SM3. */
    public static final String HMAC_SM3 = "1.2.156.10197.1.401.2";
    /** SM2 signature over an SM3 digest. */
    public static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";
    /** SM4 in CBC mode with an initial vector as parameter. */
    public static final String SM4_CBC = "1.2.156.10197.1.104.2";
    /** PBES2, RFC 8018. */
    public static final String PBES2 = "1.2.840.113549.1.5.13";
    /** PBKDF2, RFC 8018. */
    public static final String PBKDF2 = "1.2.840.113549.1.5.12";
    /** HMAC with SHA-256. */
    public static final String HMAC_SHA256 = "1.2.840.113549.2.9";
    /** AES-256 in CBC mode. */
    public static final String AES256_CBC = "2.16.840.1.101.3.4.1.42";

    private GmOid() { }
}
