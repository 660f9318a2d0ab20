package dev.anole.security.shangmi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * XTS for storage, with ciphertext stealing. One message is one data unit. The two standards differ in the order of bits in
 * which the tweak is multiplied: IEEE 1619 shifts left as a little-endian number and reduces with 0x87, GB/T 17964-2021
 * shifts right as a big-endian number and reduces with 0xe1, as GHASH does.
 */
final class XtsMode extends BlockMode {
    /** A data unit is no longer: IEEE 1619-2018, section 5.1; here in bytes, 16 MiB. */
    static final long UNIT_BYTES_MAX = (1L << 20) * BLOCK_BYTES;

    /** Tweaks that are made at a time. */
    private static final int BATCH = 128;
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Whose order of bits. */
    enum Standard { GB, IEEE }

    private final Standard standard;
    private final KeySlot data;
    private final KeySlot tweaks;
    private final byte[] masks = new byte[BATCH * BLOCK_BYTES];
    private final byte[] work = new byte[2 * BLOCK_BYTES];
    private boolean encrypt;
    private long unitBytes;
    /** The next tweak; for GB the two halves as big-endian numbers, for IEEE as little-endian ones. */
    private long first;
    private long second;

    XtsMode(Engine engine, Standard standard) {
        super(engine);
        this.standard = standard;
        data = new KeySlot(engine);
        tweaks = new KeySlot(engine);
    }

    @Override
    int keyBytes() {
        return 2 * Sm4Key.KEY_BYTES;
    }

    @Override
    boolean anyLength() {
        return true;
    }

    @Override
    int keptMin() {
        return BLOCK_BYTES + 1;
    }

    @Override
    void key(byte[] key) throws InvalidKeyException {
        if (key.length != keyBytes()) {
            throw new InvalidKeyException("an XTS key is two SM4 keys, " + keyBytes() + " bytes; this one has " + key.length);
        }
        byte[] left = Arrays.copyOf(key, Sm4Key.KEY_BYTES);
        byte[] right = Arrays.copyOfRange(key, Sm4Key.KEY_BYTES, key.length);
        try {
            if (MessageDigest.isEqual(left, right)) {
                throw new InvalidKeyException("the two halves of an XTS key must differ (IEEE 1619, NIST SP 800-38E)");
            }
            data.take(left);
            tweaks.take(right);
        } finally {
            Arrays.fill(left, (byte) 0);
            Arrays.fill(right, (byte) 0);
        }
    }

    @Override
    void begin(boolean encrypting, byte[] iv) {
        encrypt = encrypting;
        unitBytes = 0;
        engine.ecb(tweaks.key().forward(), iv, 0, work, 0, 1);
        VarHandle view = standard == Standard.GB ? BIG : LITTLE;
        first = (long) view.get(work, 0);
        second = (long) view.get(work, Long.BYTES);
    }

    @Override
    void process(byte[] in, int inAt, byte[] out, int outAt, int bytes) {
        count(bytes);
        int blocks = bytes / BLOCK_BYTES;
        long[] keys = keys();
        for (int done = 0; done < blocks; done += BATCH) {
            int batch = Math.min(BATCH, blocks - done);
            switch (standard) {
                case GB -> masksGb(batch);
                case IEEE -> masksIeee(batch);
            }
            engine.xex(keys, masks, in, inAt + done * BLOCK_BYTES, out, outAt + done * BLOCK_BYTES, batch);
        }
    }

    private long[] keys() {
        return encrypt ? data.key().forward() : data.key().backward();
    }

    private void count(int bytes) {
        unitBytes += bytes;
        if (unitBytes > UNIT_BYTES_MAX) {
            throw new IllegalStateException("an XTS data unit has at most " + UNIT_BYTES_MAX + " bytes: begin another one with its own tweak");
        }
    }

    private void masksGb(int blocks) {
        long high = first;
        long low = second;
        for (int i = 0; i < blocks; i++) {
            BIG.set(masks, i * BLOCK_BYTES, high);
            BIG.set(masks, i * BLOCK_BYTES + Long.BYTES, low);
            long out = -(low & 1);
            low = low >>> 1 | high << 63;
            high = high >>> 1 ^ out & 0xe1L << 56;
        }
        first = high;
        second = low;
    }

    private void masksIeee(int blocks) {
        long low = first;
        long high = second;
        for (int i = 0; i < blocks; i++) {
            LITTLE.set(masks, i * BLOCK_BYTES, low);
            LITTLE.set(masks, i * BLOCK_BYTES + Long.BYTES, high);
            long out = high >> 63;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ out & 0x87;
        }
        first = low;
        second = high;
    }

    @Override
    void last(byte[] in, byte[] out, int outAt, int bytes) {
        if (bytes % BLOCK_BYTES == 0) {
            process(in, 0, out, outAt, bytes);
            return;
        }
        count(bytes);
        int rest = bytes - BLOCK_BYTES;
        switch (standard) {
            case GB -> masksGb(2);
            case IEEE -> masksIeee(2);
        }
        if (!encrypt) {
            // The last tweak belongs to the block that comes first here.
            System.arraycopy(masks, 0, work, 0, BLOCK_BYTES);
            System.arraycopy(masks, BLOCK_BYTES, masks, 0, BLOCK_BYTES);
            System.arraycopy(work, 0, masks, BLOCK_BYTES, BLOCK_BYTES);
        }
        System.arraycopy(in, 0, work, 0, bytes);
        engine.xex(keys(), masks, work, 0, work, 0, 1);
        for (int i = 0; i < rest; i++) {
            byte stolen = work[i];
            work[i] = work[BLOCK_BYTES + i];
            work[BLOCK_BYTES + i] = stolen;
        }
        System.arraycopy(masks, BLOCK_BYTES, masks, 0, BLOCK_BYTES);
        engine.xex(keys(), masks, work, 0, work, 0, 1);
        System.arraycopy(work, 0, out, outAt, bytes);
        Arrays.fill(work, (byte) 0);
    }

    @Override
    void wipe() {
        data.wipe();
        tweaks.wipe();
        Arrays.fill(masks, (byte) 0);
        Arrays.fill(work, (byte) 0);
        first = 0;
        second = 0;
    }
}
