package dev.anole.security.shangmi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all SM4 ciphers share: buffers of every kind, overlapping ranges, and wrapping of keys. Arrays and buffers that are
 * used again and again cost no garbage; only ranges that overlap without being the same are copied.
 */
abstract class ArrayCipherSpi extends CipherSpi {
    static final int BLOCK_BYTES = Engine.BLOCK_BYTES;
    private static final int TRANSFER_BYTES = 16 * 1024;
    private static final byte[] NONE = new byte[0];

    private byte[] transferIn = NONE;
    private byte[] transferOut = NONE;
    /** The pair of buffers that came last, and the distance of their beginnings. */
    private ByteBuffer seenIn = ByteBuffer.wrap(NONE);
    private ByteBuffer seenOut = seenIn;
    private long seenDistance;

    /** As {@link #engineUpdate}, with ranges that are disjoint or the same, and room enough. */
    abstract int update(byte[] in, int inAt, int length, byte[] out, int outAt) throws ShortBufferException;

    /** As {@link #engineDoFinal}, with ranges that are disjoint or the same. */
    abstract int finish(byte[] in, int inAt, int length, byte[] out, int outAt)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException;

    /** The exact number of bytes that an update writes. */
    abstract int updateSize(int length);

    /** Whether output can run ahead of input in the same array, because earlier input is still to be written. */
    abstract boolean holdsInput();

    /** The most that doFinal can still write, without the bytes of this call. */
    abstract int finishSize(int length);

    @Override
    protected final int engineGetBlockSize() {
        return BLOCK_BYTES;
    }

    @Override
    protected final int engineGetOutputSize(int length) {
        return finishSize(length);
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("the mode is fixed, it cannot become " + mode);
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        if (!padding.equalsIgnoreCase("NoPadding")) {
            throw new NoSuchPaddingException("this mode needs no padding, " + padding + " is not possible");
        }
    }

    @Override
    protected final byte[] engineUpdate(byte[] in, int inAt, int length) {
        byte[] out = new byte[updateSize(length)];
        try {
            update(in, inAt, length, out, 0);
        } catch (ShortBufferException impossible) {
            throw new AssertionError(impossible);
        }
        return out;
    }

    @Override
    protected final int engineUpdate(byte[] in, int inAt, int length, byte[] out, int outAt) throws ShortBufferException {
        requireRoom(updateSize(length), out.length - outAt);
        if (conflicts(in, inAt, length, out, outAt, updateSize(length))) {
            return update(Arrays.copyOfRange(in, inAt, inAt + length), 0, length, out, outAt);
        }
        return update(in, inAt, length, out, outAt);
    }

    @Override
    protected final byte[] engineDoFinal(byte[] in, int inAt, int length) throws IllegalBlockSizeException, BadPaddingException {
        byte[] out = new byte[finishSize(length)];
        try {
            int written = finish(in == null ? NONE : in, inAt, length, out, 0);
            return written == out.length ? out : Arrays.copyOf(out, written);
        } catch (ShortBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    protected final int engineDoFinal(byte[] in, int inAt, int length, byte[] out, int outAt)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        if (in == null) {
            return finish(NONE, 0, 0, out, outAt);
        }
        if (conflicts(in, inAt, length, out, outAt, finishSize(length))) {
            return finish(Arrays.copyOfRange(in, inAt, inAt + length), 0, length, out, outAt);
        }
        return finish(in, inAt, length, out, outAt);
    }

    static void requireRoom(int needed, int there) throws ShortBufferException {
        if (there < needed) {
            throw new ShortBufferException("the output needs " + needed + " bytes, there is room for " + Math.max(0, there));
        }
    }

    /** Whether writing would destroy input that has not been read. */
    private boolean conflicts(byte[] in, int inAt, int length, byte[] out, int outAt, int written) {
        if (in != out || length == 0 || written == 0 || outAt >= inAt + length || inAt >= outAt + written) {
            return false;
        }
        return inAt != outAt || holdsInput();
    }

    @Override
    protected final int engineUpdate(ByteBuffer in, ByteBuffer out) throws ShortBufferException {
        requireRoom(updateSize(in.remaining()), out.remaining());
        ByteBuffer source = separated(in, out);
        if (source.hasArray() && out.hasArray()) {
            int length = source.remaining();
            int written = engineUpdate(source.array(), source.arrayOffset() + source.position(), length,
                    out.array(), out.arrayOffset() + out.position());
            in.position(in.limit());
            out.position(out.position() + written);
            return written;
        }
        int written = 0;
        while (source.hasRemaining()) {
            int piece = fetch(source);
            int made = update(transferIn, 0, piece, transferOut, 0);
            out.put(transferOut, 0, made);
            written += made;
        }
        in.position(in.limit());
        clearTransfer();
        return written;
    }

    @Override
    protected final int engineDoFinal(ByteBuffer in, ByteBuffer out)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        int length = in.remaining();
        ByteBuffer source = separated(in, out);
        if (source.hasArray() && out.hasArray()) {
            int written = engineDoFinal(source.array(), source.arrayOffset() + source.position(), length,
                    out.array(), out.arrayOffset() + out.position());
            in.position(in.limit());
            out.position(out.position() + written);
            return written;
        }
        requireRoom(finishSizeMin(length), out.remaining());
        int written = 0;
        while (source.remaining() > TRANSFER_BYTES) {
            int piece = fetch(source);
            int made = update(transferIn, 0, piece, transferOut, 0);
            out.put(transferOut, 0, made);
            written += made;
        }
        int piece = fetch(source);
        int most = finishSize(piece);
        if (transferOut.length < most) {
            transferOut = new byte[most];
        }
        try {
            int made = finish(transferIn, 0, piece, transferOut, 0);
            requireRoom(made, out.remaining());
            out.put(transferOut, 0, made);
            in.position(in.limit());
            return written + made;
        } finally {
            clearTransfer();
        }
    }

    /** The least that doFinal may write, to refuse before anything changes. */
    int finishSizeMin(int length) {
        return finishSize(length);
    }

    private int fetch(ByteBuffer from) {
        if (transferIn.length == 0) {
            transferIn = new byte[TRANSFER_BYTES];
            transferOut = new byte[TRANSFER_BYTES + 2 * BLOCK_BYTES];
        }
        int piece = Math.min(from.remaining(), TRANSFER_BYTES);
        from.get(transferIn, 0, piece);
        return piece;
    }

    private void clearTransfer() {
        Arrays.fill(transferIn, (byte) 0);
        Arrays.fill(transferOut, (byte) 0);
    }

    /** The input, or a copy where writing the output would destroy it. */
    private ByteBuffer separated(ByteBuffer in, ByteBuffer out) {
        if (in.hasArray() && out.hasArray() || in.isDirect() != out.isDirect()) {
            return in;
        }
        long distance = distance(in, out);
        // A read-only view of an array hides which array it is, so its segment has to be asked.
        boolean overlap = distance < out.remaining() && -distance < in.remaining()
                && (in.isDirect() || MemorySegment.ofBuffer(in).asOverlappingSlice(MemorySegment.ofBuffer(out)).isPresent());
        if (overlap && (distance != 0 || holdsInput())) {
            byte[] copy = new byte[in.remaining()];
            in.get(in.position(), copy);
            return ByteBuffer.wrap(copy);
        }
        return in;
    }

    /** How far the input's position is behind the output's; for a pair that was here before, without making objects. */
    private long distance(ByteBuffer in, ByteBuffer out) {
        if (in != seenIn || out != seenOut) {
            seenDistance = MemorySegment.ofBuffer(in).address() - in.position()
                    - (MemorySegment.ofBuffer(out).address() - out.position());
            seenIn = in;
            seenOut = out;
        }
        return seenDistance + in.position() - out.position();
    }

    @Override
    protected final byte[] engineWrap(Key key) throws IllegalBlockSizeException, InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("a key without encoding cannot be wrapped");
        }
        try {
            return engineDoFinal(encoded, 0, encoded.length);
        } catch (BadPaddingException impossible) {
            throw new AssertionError("encryption checks no padding", impossible);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    protected final Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        byte[] encoded;
        try {
            encoded = engineDoFinal(wrapped, 0, wrapped.length);
        } catch (AEADBadTagException e) {
            throw new InvalidKeyException("the wrapped key was changed, or made with another key", e);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new InvalidKeyException("the wrapped key does not decrypt: " + e.getMessage(), e);
        }
        try {
            return switch (type) {
                case Cipher.SECRET_KEY -> new SecretKeySpec(encoded, algorithm);
                case Cipher.PRIVATE_KEY -> KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                case Cipher.PUBLIC_KEY -> KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
                default -> throw new InvalidKeyException("no kind of key has the number " + type);
            };
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("what was wrapped is no key for " + algorithm, e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
