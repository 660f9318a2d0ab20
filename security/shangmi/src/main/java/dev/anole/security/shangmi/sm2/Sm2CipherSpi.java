package dev.anole.security.shangmi.sm2;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code Cipher.getInstance("SM2")}: encryption in the ASN.1 layout, which OpenSSL reads. The mode of the transformation
 * chooses another: {@code "SM2/C1C3C2/NoPadding"}, {@code "SM2/C1C2C3/NoPadding"}, {@code "SM2/ASN1/NoPadding"}.
 */
public final class Sm2CipherSpi extends CipherSpi {
    /** SEQUENCE, two INTEGERs, a digest, and the headers of each. */
    private static final int ASN1_OVERHEAD_BYTES_MAX = 6 + 2 * 35 + 34 + 6;
    private static final int KEY_BITS = 256;

    private Sm2Ciphertext.Layout layout = Sm2Ciphertext.Layout.ASN1;
    private Optional<Sm2PublicKey> publicKey = Optional.empty();
    private Optional<Sm2PrivateKey> privateKey = Optional.empty();
    private SecureRandom random = new SecureRandom();
    private Input input = new Input();

    /** The message so far, overwritten when it has been used. */
    private static final class Input extends ByteArrayOutputStream {
        void wipe() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        layout = switch (mode.toUpperCase(Locale.ROOT)) {
            case "ASN1", "NONE", "ECB" -> Sm2Ciphertext.Layout.ASN1;
            case "C1C3C2" -> Sm2Ciphertext.Layout.C1C3C2;
            case "C1C2C3" -> Sm2Ciphertext.Layout.C1C2C3;
            default -> throw new NoSuchAlgorithmException("SM2 has the modes ASN1, C1C3C2 and C1C2C3, not " + mode);
        };
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        if (!padding.equalsIgnoreCase("NoPadding")) {
            throw new NoSuchPaddingException("SM2 pads nothing: ask for NoPadding, not " + padding);
        }
    }

    @Override
    protected int engineGetBlockSize() {
        return 0;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
        int whole = Math.addExact(input.size(), inputLength);
        return publicKey.isPresent() ? Math.addExact(whole, ASN1_OVERHEAD_BYTES_MAX) : whole;
    }

    @Override
    protected byte[] engineGetIV() {
        return null;
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return null;
    }

    @Override
    protected int engineGetKeySize(Key key) {
        return KEY_BITS;
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom source) throws InvalidKeyException {
        boolean encrypts = mode == Cipher.ENCRYPT_MODE || mode == Cipher.WRAP_MODE;
        publicKey = encrypts ? Optional.of(Sm2KeyFactorySpi.publicKey(key)) : Optional.empty();
        privateKey = encrypts ? Optional.empty() : Optional.of(Sm2KeyFactorySpi.privateKey(key));
        if (source != null) {
            random = source;
        }
        input.wipe();
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom source)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("SM2 encryption has no parameters");
        }
        engineInit(mode, key, source);
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom source)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("SM2 encryption has no parameters");
        }
        engineInit(mode, key, source);
    }

    @Override
    protected byte[] engineUpdate(byte[] bytes, int offset, int length) {
        if (length > Sm2Encryption.MESSAGE_BYTES_MAX + ASN1_OVERHEAD_BYTES_MAX - input.size()) {
            input.wipe();
            throw new IllegalArgumentException("SM2 takes messages up to " + Sm2Encryption.MESSAGE_BYTES_MAX
                    + " bytes: encrypt a key with it, and the message with SM4");
        }
        if (length > 0) {
            input.write(bytes, offset, length);
        }
        return new byte[0];
    }

    @Override
    protected int engineUpdate(byte[] bytes, int offset, int length, byte[] output, int outputOffset) {
        engineUpdate(bytes, offset, length);
        return 0;
    }

    @Override
    protected byte[] engineDoFinal(byte[] bytes, int offset, int length) throws IllegalBlockSizeException, BadPaddingException {
        if (bytes != null) {
            engineUpdate(bytes, offset, length);
        }
        byte[] whole = input.toByteArray();
        input.wipe();
        try {
            if (publicKey.isPresent()) {
                return Sm2Encryption.encrypt(publicKey.get(), whole, random).encode(layout);
            }
            Sm2PrivateKey key = privateKey.orElseThrow(() -> new IllegalStateException("the cipher is not initialized"));
            return Sm2Encryption.decrypt(key, Sm2Ciphertext.decode(whole, layout));
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }

    @Override
    protected int engineDoFinal(byte[] bytes, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        if (output.length - outputOffset < engineGetOutputSize(length)) {
            throw new ShortBufferException("SM2 needs room for " + engineGetOutputSize(length) + " bytes, there is "
                    + (output.length - outputOffset));
        }
        byte[] result = engineDoFinal(bytes, offset, length);
        System.arraycopy(result, 0, output, outputOffset, result.length);
        return result.length;
    }

    @Override
    protected byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("the key does not give its bytes away, so it cannot be wrapped");
        }
        try {
            return engineDoFinal(encoded, 0, encoded.length);
        } catch (BadPaddingException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type) throws InvalidKeyException, NoSuchAlgorithmException {
        byte[] encoded = new byte[0];
        try {
            encoded = engineDoFinal(wrapped, 0, wrapped.length);
            return switch (type) {
                case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
                case Cipher.PRIVATE_KEY -> KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                case Cipher.PUBLIC_KEY -> KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                default -> throw new InvalidKeyException("no type of key has the number " + type);
            };
        } catch (IllegalBlockSizeException | BadPaddingException | InvalidKeySpecException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
