package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.Sm3;
import java.util.Arrays;

/** The key derivation function of GB/T 32918.4, 5.4.3: SM3(Z || 1) || SM3(Z || 2) and so on. */
final class KeyDerivation {
    private KeyDerivation() { }

    /** Derives so many bytes from a shared secret. */
    static byte[] derive(byte[] shared, int bytes) {
        byte[] key = new byte[bytes];
        Sm3 prefix = new Sm3();
        prefix.update(shared, 0, shared.length);
        byte[] block = new byte[Sm3.DIGEST_BYTES];
        int counter = 1;
        for (int at = 0; at < bytes; at += Sm3.DIGEST_BYTES, counter++) {
            Sm3 sm3 = prefix.clone();
            for (int shift = 24; shift >= 0; shift -= 8) {
                sm3.update((byte) (counter >>> shift));
            }
            sm3.digest(block, 0);
            System.arraycopy(block, 0, key, at, Math.min(Sm3.DIGEST_BYTES, bytes - at));
        }
        Arrays.fill(block, (byte) 0);
        return key;
    }

    /** Whether all bytes are zero, looking at each. */
    static boolean isZero(byte[] key) {
        int any = 0;
        for (byte b : key) {
            any |= b;
        }
        return any == 0;
    }
}
