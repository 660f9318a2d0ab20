package dev.anole.security.shangmi.sm2;

import java.nio.charset.StandardCharsets;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

/**
 * The signer's identity, which GB/T 32918.2 hashes together with the key before each message. Everybody who names none
 * uses {@link #DEFAULT} (GM/T 0009, 10).
 */
public final class Sm2Identity implements AlgorithmParameterSpec {
    /** An identity's length is written in 16 bits, in bits. */
    public static final int BYTES_MAX = 0xffff / 8;
    /** The sixteen characters 1234567812345678. */
    public static final Sm2Identity DEFAULT = new Sm2Identity("1234567812345678");

    private final byte[] bytes;

    /** @throws IllegalArgumentException if it is longer than {@link #BYTES_MAX} */
    public Sm2Identity(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("an SM2 identity of " + bytes.length + " bytes: the standard allows " + BYTES_MAX);
        }
        this.bytes = bytes.clone();
    }

    /** The identity of a text's UTF-8 bytes. */
    public Sm2Identity(String text) {
        this(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sm2Identity that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SM2 identity of " + bytes.length + " bytes";
    }
}
