package dev.anole.security.shangmi;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;

/**
 * {@code Cipher.getInstance("SM4/…/…", "ShangMi")} for modes without authentication: ECB, CBC, CTS, CTR, CFB, OFB, XTS
 * (GB/T 17964) and XTS-IEEE; paddings NoPadding, PKCS5Padding and its other name PKCS7Padding.
 */
public class Sm4CipherSpi extends ArrayCipherSpi {
    private static final byte[] NO_IV = new byte[0];

    private final Engine engine;
    private BlockMode mode;
    private boolean padding = true;
    private boolean ready;
    private boolean encrypt;
    private byte[] iv = NO_IV;
    private final byte[] held = new byte[2 * BLOCK_BYTES];
    private int heldBytes;

    /** For the JCA: ECB with PKCS #5 padding until it is told otherwise. */
    public Sm4CipherSpi() {
        this(Engines.ENGINE);
    }

    Sm4CipherSpi(Engine engine) {
        this.engine = engine;
        this.mode = new EcbMode(engine);
    }

    /** {@code SM4-CBC} by its object identifier. */
    public static final class Cbc extends Sm4CipherSpi {
        /** For the JCA. */
        public Cbc() throws NoSuchAlgorithmException {
            engineSetMode("CBC");
        }
    }

    @Override
    protected final void engineSetMode(String name) throws NoSuchAlgorithmException {
        mode = switch (name.toUpperCase(Locale.ROOT)) {
            case "ECB" -> new EcbMode(engine);
            case "CBC" -> new CbcMode(engine);
            case "CTS" -> new CtsMode(engine);
            case "CTR" -> new CtrMode(engine);
            case "CFB", "CFB128" -> new CfbMode(engine);
            case "OFB", "OFB128" -> new OfbMode(engine);
            case "XTS", "XTS-GB" -> new XtsMode(engine, XtsMode.Standard.GB);
            case "XTS-IEEE" -> new XtsMode(engine, XtsMode.Standard.IEEE);
            default -> throw new NoSuchAlgorithmException("SM4 has no mode " + name
                    + " here: there are ECB, CBC, CTS, CTR, CFB, OFB, XTS, XTS-IEEE, GCM and CCM");
        };
        padding = padding && !mode.anyLength();
    }

    @Override
    protected final void engineSetPadding(String name) throws NoSuchPaddingException {
        boolean wanted = switch (name.toUpperCase(Locale.ROOT)) {
            case "NOPADDING" -> false;
            case "PKCS5PADDING", "PKCS7PADDING" -> true;
            default -> throw new NoSuchPaddingException("no padding " + name + " here: there are NoPadding and PKCS5Padding");
        };
        if (wanted && mode.anyLength() && !(mode instanceof StreamMode)) {
            throw new NoSuchPaddingException("a stealing mode takes any length, so it is not padded");
        }
        padding = wanted;
    }

    @Override
    protected final int engineGetKeySize(Key key) throws InvalidKeyException {
        byte[] raw = Sm4Key.bytes(key);
        Arrays.fill(raw, (byte) 0);
        return raw.length * Byte.SIZE;
    }

    @Override
    protected final byte[] engineGetIV() {
        return mode.ivBytes() == 0 || !ready ? null : iv.clone();
    }

    @Override
    protected final AlgorithmParameters engineGetParameters() {
        if (mode.ivBytes() == 0 || !ready) {
            return null;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("SM4", new ShangMiProvider());
            parameters.init(new IvParameterSpec(iv));
            return parameters;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    protected final void engineInit(int operation, Key key, SecureRandom random) throws InvalidKeyException {
        byte[] fresh = new byte[mode.ivBytes()];
        if (fresh.length > 0 && decrypts(operation)) {
            throw new InvalidKeyException("decryption needs the initial value that was used: pass an IvParameterSpec");
        }
        if (fresh.length > 0) {
            (random == null ? new SecureRandom() : random).nextBytes(fresh);
        }
        begin(operation, key, fresh);
    }

    @Override
    protected final void engineInit(int operation, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        switch (parameters) {
            case null -> engineInit(operation, key, random);
            case IvParameterSpec given -> {
                byte[] value = given.getIV();
                if (value.length != mode.ivBytes()) {
                    throw new InvalidAlgorithmParameterException(mode.ivBytes() == 0 ? "ECB takes no initial value"
                            : "the initial value has " + mode.ivBytes() + " bytes, this one has " + value.length);
                }
                begin(operation, key, value);
            }
            default -> throw new InvalidAlgorithmParameterException(
                    "an IvParameterSpec is needed, not " + parameters.getClass().getName());
        }
    }

    @Override
    protected final void engineInit(int operation, Key key, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(operation, key, parameters == null ? null : parameters.getParameterSpec(IvParameterSpec.class), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException("these parameters hold no initial value", e);
        }
    }

    private static boolean decrypts(int operation) {
        return operation == Cipher.DECRYPT_MODE || operation == Cipher.UNWRAP_MODE;
    }

    private void begin(int operation, Key key, byte[] value) throws InvalidKeyException {
        ready = false;
        byte[] raw = Sm4Key.bytes(key);
        try {
            mode.key(raw);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
        encrypt = !decrypts(operation);
        iv = value;
        ready = true;
        restart();
    }

    private void restart() {
        Arrays.fill(held, (byte) 0);
        heldBytes = 0;
        mode.begin(encrypt, iv);
    }

    @Override
    final boolean holdsInput() {
        return heldBytes > 0;
    }

    /** What is kept of so many bytes until the end. */
    private int keptMin() {
        return Math.max(mode.keptMin(), padding && !encrypt ? 1 : 0);
    }

    @Override
    final int updateSize(int length) {
        long total = (long) heldBytes + length;
        if (mode instanceof StreamMode && !padding) {
            return length;
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, total - keptMin()) / BLOCK_BYTES * BLOCK_BYTES);
    }

    @Override
    final int finishSize(int length) {
        int total = Math.addExact(heldBytes, length);
        return padding && encrypt ? Math.addExact(total, BLOCK_BYTES - total % BLOCK_BYTES) : total;
    }

    @Override
    final int finishSizeMin(int length) {
        return padding && !encrypt ? Math.max(0, finishSize(length) - BLOCK_BYTES) : finishSize(length);
    }

    @Override
    final int update(byte[] in, int inAt, int length, byte[] out, int outAt) {
        if (!ready) {
            throw new IllegalStateException("the cipher has not been initialised");
        }
        if (mode instanceof StreamMode && !padding) {
            mode.process(in, inAt, out, outAt, length);
            return length;
        }
        int todo = updateSize(length);
        int from = inAt;
        int left = length;
        int to = outAt;
        if (todo > 0 && heldBytes > 0) {
            int fill = Math.min(left, (BLOCK_BYTES - heldBytes % BLOCK_BYTES) % BLOCK_BYTES);
            System.arraycopy(in, from, held, heldBytes, fill);
            from += fill;
            left -= fill;
            heldBytes += fill;
            int piece = Math.min(todo, heldBytes / BLOCK_BYTES * BLOCK_BYTES);
            mode.process(held, 0, out, to, piece);
            System.arraycopy(held, piece, held, 0, heldBytes - piece);
            heldBytes -= piece;
            to += piece;
            todo -= piece;
        }
        if (todo > 0) {
            mode.process(in, from, out, to, todo);
            from += todo;
            left -= todo;
            to += todo;
        }
        System.arraycopy(in, from, held, heldBytes, left);
        heldBytes += left;
        return to - outAt;
    }

    @Override
    final int finish(byte[] in, int inAt, int length, byte[] out, int outAt)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        if (!ready) {
            throw new IllegalStateException("the cipher has not been initialised");
        }
        int total = Math.addExact(heldBytes, length);
        requireLength(total);
        requireRoom(finishSizeMin(length), out.length - outAt);
        try {
            int written = update(in, inAt, length, out, outAt);
            return written + end(out, outAt + written);
        } finally {
            restart();
        }
    }

    private void requireLength(int total) throws IllegalBlockSizeException {
        if (mode.anyLength()) {
            if (!(mode instanceof StreamMode) && total < BLOCK_BYTES) {
                throw new IllegalBlockSizeException("a stealing mode needs at least " + BLOCK_BYTES + " bytes, there are " + total);
            }
        } else if (!(padding && encrypt) && total % BLOCK_BYTES != 0) {
            throw new IllegalBlockSizeException(total + " bytes are not whole blocks of " + BLOCK_BYTES
                    + (encrypt ? ": use a padding" : ": the ciphertext was cut or is not padded"));
        }
    }

    private int end(byte[] out, int outAt) throws BadPaddingException, ShortBufferException {
        if (mode.keptMin() > 0) {
            int bytes = heldBytes;
            mode.last(held, out, outAt, bytes);
            return bytes;
        }
        if (!padding) {
            return 0;
        }
        if (encrypt) {
            Arrays.fill(held, heldBytes, BLOCK_BYTES, (byte) (BLOCK_BYTES - heldBytes));
            mode.process(held, 0, out, outAt, BLOCK_BYTES);
            return BLOCK_BYTES;
        }
        if (heldBytes == 0) {
            return 0;
        }
        mode.process(held, 0, held, 0, heldBytes);
        int plain = unpadded();
        requireRoom(plain, out.length - outAt);
        System.arraycopy(held, 0, out, outAt, plain);
        return plain;
    }

    /** How many bytes of the last block are data; looks at all of it whatever it holds. */
    private int unpadded() throws BadPaddingException {
        int pad = held[BLOCK_BYTES - 1] & 0xff;
        int wrong = pad - 1 >>> 31 | BLOCK_BYTES - pad >>> 31;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            int inPadding = BLOCK_BYTES - 1 - i - pad >> 31;
            wrong |= inPadding & (held[i] ^ pad) & 0xff;
        }
        if (wrong != 0) {
            throw new BadPaddingException("the padding is wrong: another key, another mode, or changed data");
        }
        return BLOCK_BYTES - pad;
    }
}
