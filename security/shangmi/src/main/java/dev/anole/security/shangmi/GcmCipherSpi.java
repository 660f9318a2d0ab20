package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.ShortBufferException;

/**
 * {@code Cipher.getInstance("SM4/GCM/NoPadding", "ShangMi")}: NIST SP 800-38D with SM4, RFC 8998. Encryption writes as it
 * goes; decryption keeps everything until the tag has been verified.
 */
public final class GcmCipherSpi extends AeadCipherSpi {
    /** The counter has 32 bits, and two of its values have other uses. */
    private static final long DATA_BYTES_MAX = ((1L << 32) - 2) * BLOCK_BYTES;
    /** So much is encrypted and then hashed while it is still in the first-level cache. */
    private static final int PIECE_BYTES = 8 * 1024;
    private static final int LOW = 12;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Ghash ghash;
    private final byte[] first = new byte[BLOCK_BYTES];
    private final byte[] counter = new byte[BLOCK_BYTES];
    private final byte[] stream = new byte[BLOCK_BYTES];
    private final byte[] tag = new byte[BLOCK_BYTES];
    private int used = BLOCK_BYTES;
    private Sm4Key keyed;
    private long additionalBytes;
    private long dataBytes;

    /** For the JCA. */
    public GcmCipherSpi() {
        this(Engines.ENGINE);
    }

    GcmCipherSpi(Engine engine) {
        super(engine);
        ghash = new Ghash(engine);
    }

    @Override
    String parameterName() {
        return "SM4-GCM";
    }

    @Override
    void checkNonce(byte[] value) throws InvalidAlgorithmParameterException {
        if (value.length == 0) {
            throw new InvalidAlgorithmParameterException("GCM needs a nonce of at least one byte, better of 12");
        }
    }

    @Override
    void checkTag(int bits) throws InvalidAlgorithmParameterException {
        if (bits < 96 || bits > 128 || bits % Byte.SIZE != 0) {
            throw new InvalidAlgorithmParameterException("a GCM tag has 96, 104, 112, 120 or 128 bits, not " + bits);
        }
    }

    @Override
    void key(byte[] raw) throws InvalidKeyException {
        Sm4Key key = slot.take(raw);
        if (key != keyed) {
            byte[] h = new byte[BLOCK_BYTES];
            engine.ecb(key.forward(), h, 0, h, 0, 1);
            ghash.key(h);
            Arrays.fill(h, (byte) 0);
            keyed = key;
        }
    }

    @Override
    void begin() {
        additionalBytes = 0;
        dataBytes = 0;
        used = BLOCK_BYTES;
        ghash.begin();
        if (nonce.length == LOW) {
            System.arraycopy(nonce, 0, first, 0, LOW);
            INT.set(first, LOW, 1);
        } else {
            ghash.update(nonce, 0, nonce.length);
            ghash.finish(0, nonce.length, first);
            ghash.begin();
        }
        System.arraycopy(first, 0, counter, 0, BLOCK_BYTES);
        INT.set(counter, LOW, (int) INT.get(first, LOW) + 1);
    }

    @Override
    void additional(byte[] in, int at, int length) {
        additionalBytes += length;
        ghash.update(in, at, length);
    }

    @Override
    int updateSize(int length) {
        return encrypt ? length : 0;
    }

    @Override
    int update(byte[] in, int inAt, int length, byte[] out, int outAt) {
        startData();
        if (!encrypt) {
            await(in, inAt, length);
            return 0;
        }
        encrypt(in, inAt, length, out, outAt);
        return length;
    }

    private void startData() {
        enterData();
        if (dataBytes == 0) {
            ghash.pad();
        }
    }

    private void encrypt(byte[] in, int inAt, int length, byte[] out, int outAt) {
        count(length);
        for (int done = 0; done < length; done += PIECE_BYTES) {
            int piece = Math.min(PIECE_BYTES, length - done);
            crypt(in, inAt + done, piece, out, outAt + done);
            ghash.update(out, outAt + done, piece);
        }
    }

    private void count(int length) {
        dataBytes += length;
        if (dataBytes > DATA_BYTES_MAX) {
            throw new IllegalStateException("a GCM message has at most " + DATA_BYTES_MAX + " bytes");
        }
    }

    /** Counter mode with a counter of 32 bits. */
    private void crypt(byte[] in, int inAt, int length, byte[] out, int outAt) {
        int done = 0;
        while (used < BLOCK_BYTES && done < length) {
            out[outAt + done] = (byte) (in[inAt + done] ^ stream[used++]);
            done++;
        }
        int blocks = (length - done) / BLOCK_BYTES;
        while (blocks > 0) {
            int low = (int) INT.get(counter, LOW);
            int piece = (int) Math.min((1L << 32) - (low & 0xffffffffL), blocks);
            engine.counter(keyed.forward(), counter, in, inAt + done, out, outAt + done, piece);
            INT.set(counter, LOW, low + piece);
            done += piece * BLOCK_BYTES;
            blocks -= piece;
        }
        if (done < length) {
            engine.ecb(keyed.forward(), counter, 0, stream, 0, 1);
            INT.set(counter, LOW, (int) INT.get(counter, LOW) + 1);
            used = 0;
            while (done < length) {
                out[outAt + done] = (byte) (in[inAt + done] ^ stream[used++]);
                done++;
            }
        }
    }

    @Override
    int finish(byte[] in, int inAt, int length, byte[] out, int outAt) throws ShortBufferException, AEADBadTagException {
        startData();
        requireRoom(finishSize(length), out.length - outAt);
        if (encrypt) {
            encrypt(in, inAt, length, out, outAt);
            makeTag();
            System.arraycopy(tag, 0, out, outAt + length, tagBytes);
            leave();
            return length + tagBytes;
        }
        if (waitingBytes > 0) {
            await(in, inAt, length);
            return verified(waiting, 0, waitingBytes, out, outAt);
        }
        return verified(in, inAt, length, out, outAt);
    }

    /** Decrypts after the tag has been found right, and not otherwise. */
    private int verified(byte[] in, int inAt, int length, byte[] out, int outAt) throws AEADBadTagException {
        try {
            if (length < tagBytes) {
                throw new AEADBadTagException("a GCM message ends with a tag of " + tagBytes + " bytes, here are only " + length);
            }
            int bytes = length - tagBytes;
            count(bytes);
            ghash.update(in, inAt, bytes);
            makeTag();
            int different = 0;
            for (int i = 0; i < tagBytes; i++) {
                different |= tag[i] ^ in[inAt + bytes + i];
            }
            if (different != 0) {
                throw new AEADBadTagException("the tag is wrong: changed data, another key, nonce or additional data");
            }
            crypt(in, inAt, bytes, out, outAt);
            return bytes;
        } finally {
            leave();
        }
    }

    private void makeTag() {
        ghash.finish(additionalBytes, dataBytes, tag);
        engine.ecb(keyed.forward(), first, 0, stream, 0, 1);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            tag[i] ^= stream[i];
        }
        used = BLOCK_BYTES;
    }
}
