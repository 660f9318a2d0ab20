package dev.anole.security.shangmi.pki;

import dev.anole.security.shangmi.asn1.GmOid;

/** Under which object identifiers a message stands: the same structures (RFC 5652), named by two bodies. */
public enum CmsDialect {
    /** PKCS#7 and CMS, as OpenSSL, BouncyCastle and mail programs write them. */
    STANDARD("1.2.840.113549.1.7.", GmOid.SM2_WITH_SM3),
    /** GM/T 0010, as Chinese seals and gateways write them. */
    GM("1.2.156.10197.6.1.4.2.", GmOid.SM2_SIGNATURE);

    private static final int DATA = 1;
    private static final int SIGNED = 2;
    private static final int ENVELOPED = 3;

    private final String arc;
    private final String sm2Signature;

    CmsDialect(String arc, String sm2Signature) {
        this.arc = arc;
        this.sm2Signature = sm2Signature;
    }

    String data() {
        return arc + DATA;
    }

    String signedData() {
        return arc + SIGNED;
    }

    String envelopedData() {
        return arc + ENVELOPED;
    }

    /** How a signer's SM2 signature is named. */
    String signature(SigningAlgorithm algorithm) {
        return algorithm == SigningAlgorithm.SM2 ? sm2Signature : algorithm.oid();
    }
}
