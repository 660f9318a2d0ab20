package dev.anole.security.shangmi.pki;

/** The bits of the key usage extension (RFC 5280, 4.2.1.3), in their order. */
public enum KeyPurpose {
    /** Signatures other than on certificates: servers and clients of TLS, and the signing certificate of a TLCP pair. */
    DIGITAL_SIGNATURE,
    /** Signatures that shall bind. */
    CONTENT_COMMITMENT,
    /** Encrypting keys: the encryption certificate of a TLCP pair. */
    KEY_ENCIPHERMENT,
    /** Encrypting data: also the encryption certificate of a TLCP pair. */
    DATA_ENCIPHERMENT,
    /** Agreeing on keys. */
    KEY_AGREEMENT,
    /** Signing certificates. */
    CERTIFICATE_SIGNING,
    /** Signing revocation lists. */
    REVOCATION_LIST_SIGNING
}
