package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A blob beside the image, {@code struct erofs_deviceslot}.
 *
 * @param tag what names it, up to 64 bytes: a digest, or nothing
 * @param blocks how many it has
 * @param unifiedBlock where it begins in the one address space of all devices; 0 if it has no place there
 */
public record DeviceSlot(String tag, long blocks, long unifiedBlock) {
    static final int SIZE = 128;
    static final int TAG_BYTES = 64;
    static final int BLOCKS_LO = 64;
    static final int UNIADDR_LO = 68;
    static final int BLOCKS_HI = 72;
    static final int UNIADDR_HI = 74;

    static DeviceSlot read(Metadata image, Superblock superblock, int index) {
        Bytes slot = image.read("device slot " + (index + 1), (superblock.deviceSlot() + (long) index) * SIZE, SIZE);
        boolean wide = superblock.has(Feature.WIDE_ADDRESSES);
        byte[] tag = slot.copy(0, TAG_BYTES);
        int length = 0;
        while (length < tag.length && tag[length] != 0) {
            length++;
        }
        return new DeviceSlot(Names.text(tag, 0, length),
                slot.u32(BLOCKS_LO) | (wide ? (long) slot.u16(BLOCKS_HI) << 32 : 0),
                slot.u32(UNIADDR_LO) | (wide ? (long) slot.u16(UNIADDR_HI) << 32 : 0));
    }

    byte[] encode() {
        ByteBuffer slot = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = Names.bytes(tag);
        slot.put(0, name, 0, Math.min(name.length, TAG_BYTES));
        slot.putInt(BLOCKS_LO, (int) blocks);
        slot.putInt(UNIADDR_LO, (int) unifiedBlock);
        slot.putShort(BLOCKS_HI, (short) (blocks >>> Integer.SIZE));
        slot.putShort(UNIADDR_HI, (short) (unifiedBlock >>> Integer.SIZE));
        return slot.array();
    }
}
