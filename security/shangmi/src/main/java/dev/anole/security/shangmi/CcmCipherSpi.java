package dev.anole.security.shangmi;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.ShortBufferException;

/**
 * {@code Cipher.getInstance("SM4/CCM/NoPadding", "ShangMi")}: NIST SP 800-38C with SM4, RFC 8998. The length of a message
 * is part of its first block, so everything waits until the end.
 */
public final class CcmCipherSpi extends AeadCipherSpi {
    private static final int NONCE_BYTES_MIN = 7;
    private static final int NONCE_BYTES_MAX = 13;
    /** Additional data is kept until its length is known, and this is more than records and headers have. */
    private static final int ADDITIONAL_BYTES_MAX = 1 << 24;

    private Sm4Key keyed;
    private final byte[] mac = new byte[BLOCK_BYTES];
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] counter = new byte[BLOCK_BYTES];
    private byte[] additional = new byte[256];
    private int additionalBytes;

    /** For the JCA. */
    public CcmCipherSpi() {
        this(Engines.ENGINE);
    }

    CcmCipherSpi(Engine engine) {
        super(engine);
    }

    @Override
    String parameterName() {
        return "SM4-CCM";
    }

    @Override
    void checkNonce(byte[] value) throws InvalidAlgorithmParameterException {
        if (value.length < NONCE_BYTES_MIN || value.length > NONCE_BYTES_MAX) {
            throw new InvalidAlgorithmParameterException(
                    "a CCM nonce has " + NONCE_BYTES_MIN + " to " + NONCE_BYTES_MAX + " bytes, not " + value.length);
        }
    }

    @Override
    void checkTag(int bits) throws InvalidAlgorithmParameterException {
        if (bits < 32 || bits > 128 || bits % 16 != 0) {
            throw new InvalidAlgorithmParameterException("a CCM tag has 32 to 128 bits in steps of 16, not " + bits);
        }
    }

    @Override
    void key(byte[] raw) throws InvalidKeyException {
        keyed = slot.take(raw);
    }

    @Override
    void begin() {
        additionalBytes = 0;
    }

    @Override
    void additional(byte[] in, int at, int length) {
        int total = Math.addExact(additionalBytes, length);
        if (total > ADDITIONAL_BYTES_MAX) {
            throw new IllegalStateException("at most " + ADDITIONAL_BYTES_MAX + " bytes of additional data");
        }
        if (total > additional.length) {
            additional = Arrays.copyOf(additional, Math.max(total, additional.length * 2));
        }
        System.arraycopy(in, at, additional, additionalBytes, length);
        additionalBytes = total;
    }

    @Override
    int updateSize(int length) {
        return 0;
    }

    @Override
    int update(byte[] in, int inAt, int length, byte[] out, int outAt) {
        enterData();
        await(in, inAt, length);
        return 0;
    }

    @Override
    int finish(byte[] in, int inAt, int length, byte[] out, int outAt) throws ShortBufferException, AEADBadTagException {
        enterData();
        requireRoom(finishSize(length), out.length - outAt);
        requireLength(Math.addExact(waitingBytes, length));
        await(in, inAt, length);
        try {
            return encrypt ? seal(out, outAt) : open(out, outAt);
        } finally {
            leave();
        }
    }

    private void requireLength(int total) {
        int lengthBytes = BLOCK_BYTES - 1 - nonce.length;
        if (lengthBytes < Integer.BYTES && total >>> lengthBytes * Byte.SIZE != 0) {
            throw new IllegalStateException("with a nonce of " + nonce.length + " bytes a CCM message has at most "
                    + ((1 << lengthBytes * Byte.SIZE) - 1) + " bytes");
        }
    }

    private int seal(byte[] out, int outAt) {
        int bytes = waitingBytes;
        authenticate(bytes);
        crypt(bytes);
        System.arraycopy(waiting, 0, out, outAt, bytes);
        System.arraycopy(mac, 0, out, outAt + bytes, tagBytes);
        return bytes + tagBytes;
    }

    private int open(byte[] out, int outAt) throws AEADBadTagException {
        if (waitingBytes < tagBytes) {
            throw new AEADBadTagException("a CCM message ends with a tag of " + tagBytes + " bytes, here are only " + waitingBytes);
        }
        int bytes = waitingBytes - tagBytes;
        crypt(bytes);
        authenticateAfterDecryption(bytes);
        int different = 0;
        for (int i = 0; i < tagBytes; i++) {
            different |= mac[i] ^ waiting[bytes + i];
        }
        if (different != 0) {
            throw new AEADBadTagException("the tag is wrong: changed data, another key, nonce or additional data");
        }
        System.arraycopy(waiting, 0, out, outAt, bytes);
        return bytes;
    }

    private void authenticateAfterDecryption(int bytes) {
        authenticate(bytes);
        maskTag();
    }

    /** The tag over what waits, in plain; before encryption it is masked by {@link #crypt}. */
    private void authenticate(int bytes) {
        int lengthBytes = BLOCK_BYTES - 1 - nonce.length;
        Arrays.fill(mac, (byte) 0);
        Arrays.fill(block, (byte) 0);
        block[0] = (byte) ((additionalBytes > 0 ? 0x40 : 0) | (tagBytes - 2) / 2 << 3 | lengthBytes - 1);
        System.arraycopy(nonce, 0, block, 1, nonce.length);
        for (int i = 0; i < Math.min(lengthBytes, Integer.BYTES); i++) {
            block[BLOCK_BYTES - 1 - i] = (byte) (bytes >>> Byte.SIZE * i);
        }
        engine.cbcMac(keyed.forward(), mac, block, 0, 1);
        if (additionalBytes > 0) {
            authenticateAdditional();
        }
        authenticate(waiting, 0, bytes);
    }

    private void authenticateAdditional() {
        Arrays.fill(block, (byte) 0);
        int prefix;
        if (additionalBytes < 0xff00) {
            block[0] = (byte) (additionalBytes >>> 8);
            block[1] = (byte) additionalBytes;
            prefix = 2;
        } else {
            block[0] = (byte) 0xff;
            block[1] = (byte) 0xfe;
            for (int i = 0; i < Integer.BYTES; i++) {
                block[2 + i] = (byte) (additionalBytes >>> 24 - Byte.SIZE * i);
            }
            prefix = 6;
        }
        int piece = Math.min(BLOCK_BYTES - prefix, additionalBytes);
        System.arraycopy(additional, 0, block, prefix, piece);
        engine.cbcMac(keyed.forward(), mac, block, 0, 1);
        authenticate(additional, piece, additionalBytes - piece);
    }

    private void authenticate(byte[] in, int at, int bytes) {
        int blocks = bytes / BLOCK_BYTES;
        engine.cbcMac(keyed.forward(), mac, in, at, blocks);
        int rest = bytes % BLOCK_BYTES;
        if (rest > 0) {
            Arrays.fill(block, (byte) 0);
            System.arraycopy(in, at + blocks * BLOCK_BYTES, block, 0, rest);
            engine.cbcMac(keyed.forward(), mac, block, 0, 1);
        }
    }

    /** Encrypts or decrypts what waits; for encryption the tag is masked too. */
    private void crypt(int bytes) {
        if (encrypt) {
            maskTag();
        }
        beginCounter(1);
        int blocks = bytes / BLOCK_BYTES;
        engine.counter(keyed.forward(), counter, waiting, 0, waiting, 0, blocks);
        int rest = bytes % BLOCK_BYTES;
        if (rest > 0) {
            beginCounter(blocks + 1);
            engine.ecb(keyed.forward(), counter, 0, block, 0, 1);
            for (int i = 0; i < rest; i++) {
                waiting[blocks * BLOCK_BYTES + i] ^= block[i];
            }
        }
    }

    private void maskTag() {
        beginCounter(0);
        engine.ecb(keyed.forward(), counter, 0, block, 0, 1);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            mac[i] ^= block[i];
        }
    }

    private void beginCounter(int value) {
        Arrays.fill(counter, (byte) 0);
        counter[0] = (byte) (BLOCK_BYTES - 2 - nonce.length);
        System.arraycopy(nonce, 0, counter, 1, nonce.length);
        for (int i = 0; i < Math.min(Integer.BYTES, BLOCK_BYTES - 1 - nonce.length); i++) {
            counter[BLOCK_BYTES - 1 - i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
