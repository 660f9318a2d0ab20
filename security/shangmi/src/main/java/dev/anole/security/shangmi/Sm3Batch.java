package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * SM3 of many messages at once: file digests of a list, leaves of a Merkle tree, chunks of an image. With AVX-512 sixteen
 * messages advance side by side, whatever their lengths; elsewhere one follows the other. An object reuses its memory and
 * is for one thread at a time.
 */
public final class Sm3Batch {
    private static final int LANES = Sm3LaneCode.LANES;
    private static final int TAIL_BYTES = 2 * Sm3.BLOCK_BYTES;
    private static final int IN_TAILS = 1 << 31;
    private static final int IDLE = -1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Sm3 single = new Sm3();
    private final int[] states = new int[Sm3Compression.STATE_WORDS * LANES];
    private final byte[] tails = new byte[LANES * TAIL_BYTES];
    private final int[] places = new int[LANES];
    /** Which message a lane has, or IDLE; and the blocks that are left where it reads now. */
    private final int[] messages = new int[LANES];
    private final int[] blocksLeft = new int[LANES];
    private final boolean[] inTail = new boolean[LANES];

    /** A batch with memory of its own: some 4 KiB. */
    public Sm3Batch() {
    }

    /**
     * Digests messages that lie in one array.
     *
     * @param data where they lie; they may overlap
     * @param offsets where each begins
     * @param lengths how many bytes each has
     * @param digests receives {@value Sm3#DIGEST_BYTES} bytes for each, in their order
     * @throws IndexOutOfBoundsException if a message or the digests are not all in their arrays
     * @throws IllegalArgumentException if there are not as many lengths as offsets
     */
    public void digest(byte[] data, int[] offsets, int[] lengths, byte[] digests) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets and " + lengths.length + " lengths");
        }
        Objects.checkFromIndexSize(0, Math.multiplyExact(offsets.length, Sm3.DIGEST_BYTES), digests.length);
        for (int i = 0; i < offsets.length; i++) {
            Objects.checkFromIndexSize(offsets[i], lengths[i], data.length);
        }
        if (EmittedSm3.LANES && offsets.length > 1) {
            sideBySide(data, offsets, lengths, digests);
        } else {
            oneByOne(data, offsets, lengths, digests);
        }
    }

    /**
     * Digests pieces of equal length, the last of which may be shorter.
     *
     * @return {@value Sm3#DIGEST_BYTES} bytes for each piece
     */
    public byte[] digestPieces(byte[] data, int pieceBytes) {
        if (pieceBytes <= 0) {
            throw new IllegalArgumentException("pieces of " + pieceBytes + " bytes");
        }
        int count = Math.ceilDiv(data.length, pieceBytes);
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = i * pieceBytes;
            lengths[i] = Math.min(pieceBytes, data.length - offsets[i]);
        }
        byte[] digests = new byte[Math.multiplyExact(count, Sm3.DIGEST_BYTES)];
        digest(data, offsets, lengths, digests);
        return digests;
    }

    void oneByOne(byte[] data, int[] offsets, int[] lengths, byte[] digests) {
        for (int i = 0; i < offsets.length; i++) {
            single.update(data, offsets[i], lengths[i]);
            single.digest(digests, i * Sm3.DIGEST_BYTES);
        }
    }

    private void sideBySide(byte[] data, int[] offsets, int[] lengths, byte[] digests) {
        int next = 0;
        int busy = 0;
        for (int lane = 0; lane < LANES; lane++) {
            messages[lane] = IDLE;
            if (next < offsets.length) {
                enter(lane, next, data, offsets[next], lengths[next]);
                next++;
                busy++;
            }
        }
        while (busy > 0) {
            int blocks = EmittedSm3.LANE_BLOCKS_MAX;
            int leader = IDLE;
            for (int lane = 0; lane < LANES; lane++) {
                if (messages[lane] != IDLE) {
                    blocks = Math.min(blocks, blocksLeft[lane]);
                    leader = lane;
                }
            }
            for (int lane = 0; lane < LANES; lane++) {
                if (messages[lane] == IDLE) {
                    // An idle lane reads what another reads; what comes out of it is not looked at.
                    places[lane] = places[leader];
                }
            }
            EmittedSm3.lanes(states, data, tails, places, blocks);
            for (int lane = 0; lane < LANES; lane++) {
                if (messages[lane] != IDLE && advance(lane, blocks, digests, lengths)) {
                    messages[lane] = IDLE;
                    busy--;
                    if (next < offsets.length) {
                        enter(lane, next, data, offsets[next], lengths[next]);
                        next++;
                        busy++;
                    }
                }
            }
        }
    }

    private void enter(int lane, int message, byte[] data, int offset, int length) {
        begin(states, lane);
        messages[lane] = message;
        int whole = length / Sm3.BLOCK_BYTES;
        int rest = length % Sm3.BLOCK_BYTES;
        int at = lane * TAIL_BYTES;
        int tail = tailBytes(length);
        System.arraycopy(data, offset + whole * Sm3.BLOCK_BYTES, tails, at, rest);
        Arrays.fill(tails, at + rest, at + tail, (byte) 0);
        tails[at + rest] = (byte) 0x80;
        LONG.set(tails, at + tail - Long.BYTES, (long) length << 3);
        inTail[lane] = whole == 0;
        places[lane] = whole == 0 ? at | IN_TAILS : offset;
        blocksLeft[lane] = whole == 0 ? tail / Sm3.BLOCK_BYTES : whole;
    }

    private static int tailBytes(int length) {
        return length % Sm3.BLOCK_BYTES < Sm3.BLOCK_BYTES - Long.BYTES ? Sm3.BLOCK_BYTES : TAIL_BYTES;
    }

    /** Whether the lane's message has ended. */
    private boolean advance(int lane, int blocks, byte[] digests, int[] lengths) {
        blocksLeft[lane] -= blocks;
        places[lane] += blocks * Sm3.BLOCK_BYTES;
        if (blocksLeft[lane] > 0) {
            return false;
        }
        if (!inTail[lane]) {
            inTail[lane] = true;
            places[lane] = lane * TAIL_BYTES | IN_TAILS;
            blocksLeft[lane] = tailBytes(lengths[messages[lane]]) / Sm3.BLOCK_BYTES;
            return false;
        }
        for (int i = 0; i < Sm3Compression.STATE_WORDS; i++) {
            INT.set(digests, messages[lane] * Sm3.DIGEST_BYTES + i * Integer.BYTES, states[i * LANES + lane]);
        }
        return true;
    }

    /** Sets a lane's initial value. */
    static void begin(int[] states, int lane) {
        for (int i = 0; i < Sm3Compression.STATE_WORDS; i++) {
            states[i * LANES + lane] = Sm3Compression.initial(i);
        }
    }
}
