package dev.anole.security.shangmi.accelerator;

/** What a device can register for. */
public enum Algorithm {
    /** SM2 signatures. */
    SM2_SIGN,
    /** ECDH over SM2's curve. */
    SM2_AGREE,
    /** SM2 decryption. */
    SM2_DECRYPT
}
