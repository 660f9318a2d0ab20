package dev.anole.security.shangmi;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * What GCM and CCM share: nonces, additional data, and input that waits until it may be used. Encryption with a key and a
 * nonce that have just been used is refused; after each encryption a new nonce has to be set.
 */
abstract class AeadCipherSpi extends ArrayCipherSpi {
    private static final int NONCE_BYTES_DEFAULT = 12;
    private static final int WAITING_BYTES_LEAST = 1024;

    final Engine engine;
    final KeySlot slot;
    boolean encrypt;
    int tagBytes = BLOCK_BYTES;
    byte[] nonce = new byte[0];
    /** Input that waits for the end: all that is to be decrypted, and in CCM all. */
    byte[] waiting = new byte[0];
    int waitingBytes;
    private Stage stage = Stage.NEW;
    private byte[] usedKey = new byte[0];
    private byte[] usedNonce = new byte[0];

    /** How far a message is. */
    private enum Stage { NEW, ADDITIONAL, DATA, SPENT }

    AeadCipherSpi(Engine engine) {
        this.engine = engine;
        this.slot = new KeySlot(engine);
    }

    /** Its name among algorithm parameters. */
    abstract String parameterName();

    abstract void checkNonce(byte[] value) throws InvalidAlgorithmParameterException;

    abstract void checkTag(int bits) throws InvalidAlgorithmParameterException;

    /** A key, possibly the same as before. */
    abstract void key(byte[] raw) throws InvalidKeyException;

    /** Begins a message with the nonce. */
    abstract void begin();

    abstract void additional(byte[] in, int at, int length);

    @Override
    protected final int engineGetKeySize(Key key) throws InvalidKeyException {
        byte[] raw = Sm4Key.bytes(key);
        Arrays.fill(raw, (byte) 0);
        return raw.length * Byte.SIZE;
    }

    @Override
    protected final byte[] engineGetIV() {
        return stage == Stage.NEW ? null : nonce.clone();
    }

    @Override
    protected final AlgorithmParameters engineGetParameters() {
        if (stage == Stage.NEW) {
            return null;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(parameterName(), new ShangMiProvider());
            parameters.init(new GCMParameterSpec(tagBytes * Byte.SIZE, nonce));
            return parameters;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    protected final void engineInit(int operation, Key key, SecureRandom random) throws InvalidKeyException {
        if (decrypts(operation)) {
            throw new InvalidKeyException("decryption needs the nonce that was used: pass a GCMParameterSpec");
        }
        byte[] fresh = new byte[NONCE_BYTES_DEFAULT];
        (random == null ? new SecureRandom() : random).nextBytes(fresh);
        try {
            start(operation, key, fresh, BLOCK_BYTES * Byte.SIZE);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(e);
        }
    }

    @Override
    protected final void engineInit(int operation, Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        switch (spec) {
            case null -> engineInit(operation, key, random);
            case GCMParameterSpec given -> start(operation, key, given.getIV(), given.getTLen());
            case IvParameterSpec given -> start(operation, key, given.getIV(), BLOCK_BYTES * Byte.SIZE);
            default -> throw new InvalidAlgorithmParameterException(
                    "a GCMParameterSpec is needed, not " + spec.getClass().getName());
        }
    }

    @Override
    protected final void engineInit(int operation, Key key, AlgorithmParameters parameters, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(operation, key, parameters == null ? null : parameters.getParameterSpec(GCMParameterSpec.class), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException("these parameters hold no nonce", e);
        }
    }

    private static boolean decrypts(int operation) {
        return operation == Cipher.DECRYPT_MODE || operation == Cipher.UNWRAP_MODE;
    }

    private void start(int operation, Key key, byte[] value, int tagBits)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        stage = Stage.NEW;
        checkNonce(value);
        checkTag(tagBits);
        byte[] raw = Sm4Key.bytes(key);
        try {
            boolean encrypting = !decrypts(operation);
            if (encrypting && MessageDigest.isEqual(raw, usedKey) && Arrays.equals(value, usedNonce)) {
                throw new InvalidAlgorithmParameterException(
                        "this key and nonce have just been used to encrypt: a second message would give both away; take a new nonce");
            }
            key(raw);
            if (encrypting) {
                remember(raw, value);
            }
            encrypt = encrypting;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
        nonce = value;
        tagBytes = tagBits / Byte.SIZE;
        forgetWaiting();
        begin();
        stage = Stage.ADDITIONAL;
    }

    private void remember(byte[] raw, byte[] value) {
        if (usedKey.length != raw.length) {
            usedKey = new byte[raw.length];
        }
        System.arraycopy(raw, 0, usedKey, 0, raw.length);
        usedNonce = value;
    }

    @Override
    protected final void engineUpdateAAD(byte[] in, int at, int length) {
        if (stage != Stage.ADDITIONAL) {
            throw new IllegalStateException(stage == Stage.DATA ? "additional data comes before the data"
                    : "init comes before additional data");
        }
        additional(in, at, length);
    }

    @Override
    protected final void engineUpdateAAD(ByteBuffer in) {
        if (in.hasArray()) {
            engineUpdateAAD(in.array(), in.arrayOffset() + in.position(), in.remaining());
            in.position(in.limit());
        } else {
            byte[] copy = new byte[in.remaining()];
            in.get(copy);
            engineUpdateAAD(copy, 0, copy.length);
        }
    }

    /** Data begins or goes on. */
    final void enterData() {
        if (stage == Stage.NEW) {
            throw new IllegalStateException("the cipher has not been initialised");
        }
        if (stage == Stage.SPENT) {
            throw new IllegalStateException("this nonce has been used: init with a new one before the next message");
        }
        stage = Stage.DATA;
    }

    /** A message has ended. Decryption may go on with the same nonce, encryption may not. */
    final void leave() {
        forgetWaiting();
        if (encrypt) {
            stage = Stage.SPENT;
        } else {
            begin();
            stage = Stage.ADDITIONAL;
        }
    }

    /** For authentication alone, where the verifier makes the same tag again. */
    final void allowSameNonce() {
        Arrays.fill(usedKey, (byte) 0);
        usedKey = new byte[0];
    }

    /** Begins the message anew, unless it has ended. */
    final void discard() {
        if (stage == Stage.ADDITIONAL || stage == Stage.DATA) {
            forgetWaiting();
            begin();
            stage = Stage.ADDITIONAL;
        }
    }

    /** Keeps input until the end. */
    final void await(byte[] in, int at, int length) {
        int total = Math.addExact(waitingBytes, length);
        if (total > waiting.length) {
            byte[] larger = new byte[(int) Math.max(Math.min(Integer.MAX_VALUE - 8L, total * 3L / 2), WAITING_BYTES_LEAST)];
            System.arraycopy(waiting, 0, larger, 0, waitingBytes);
            Arrays.fill(waiting, 0, waitingBytes, (byte) 0);
            waiting = larger;
        }
        System.arraycopy(in, at, waiting, waitingBytes, length);
        waitingBytes = total;
    }

    private void forgetWaiting() {
        Arrays.fill(waiting, 0, waitingBytes, (byte) 0);
        waitingBytes = 0;
    }

    @Override
    final boolean holdsInput() {
        return waitingBytes > 0;
    }

    @Override
    final int finishSize(int length) {
        int total = Math.addExact(waitingBytes, length);
        return encrypt ? Math.addExact(total, tagBytes) : Math.max(0, total - tagBytes);
    }
}
