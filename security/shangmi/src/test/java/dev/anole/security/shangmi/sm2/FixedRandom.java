package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** Gives the numbers that a standard's example was computed with, and fails when more are asked for. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Deque<byte[]> numbers = new ArrayDeque<>();

    FixedRandom(String... hex) {
        for (String number : hex) {
            numbers.add(HexFormat.of().parseHex(number));
        }
    }

    FixedRandom(List<BigInteger> all) {
        for (BigInteger number : all) {
            byte[] bytes = new byte[32];
            byte[] short_ = number.toByteArray();
            int count = Math.min(32, short_.length);
            System.arraycopy(short_, short_.length - count, bytes, 32 - count, count);
            numbers.add(bytes);
        }
    }

    @Override
    public void nextBytes(byte[] into) {
        byte[] next = numbers.remove();
        if (next.length != into.length) {
            throw new IllegalArgumentException("asked for " + into.length + " bytes, the example has " + next.length);
        }
        System.arraycopy(next, 0, into, 0, into.length);
    }
}
