package dev.anole.image.erofs;

import java.util.List;
import java.util.Optional;

/**
 * The image and its blobs as address spaces. Address space 0 is that of all devices: the image's own bytes, and each
 * blob at its unified address. Blobs that were not given are told apart from damage: they are missing.
 */
final class Devices {
    private final Superblock superblock;
    private final Medium image;
    private final List<DeviceSlot> slots;
    private final List<Medium> blobs;

    /**
     * @param blobs in the order of the slots; or none, where the image holds their bytes itself or only metadata is
     *              read
     */
    Devices(Superblock superblock, Medium image, List<DeviceSlot> slots, List<Medium> blobs) {
        this.superblock = superblock;
        this.image = image;
        this.slots = slots;
        this.blobs = blobs;
        if (!blobs.isEmpty() && blobs.size() != slots.size()) {
            throw new ErofsException("device table", superblock.deviceSlot() * (long) DeviceSlot.SIZE,
                    slots.size() + " blobs belong to the image, and " + blobs.size() + " were given");
        }
    }

    List<DeviceSlot> slots() {
        return slots;
    }

    void read(int device, long address, byte[] into, int offset, int length) {
        if (device > 0) {
            if (blobs.isEmpty() && slots.get(device - 1).unifiedBlock() > 0) {
                // One file with everything in it: the blob stands at its unified address.
                image.read((slots.get(device - 1).unifiedBlock() << superblock.blockBits()) + address, into, offset,
                        length);
            } else {
                blob(device).read(address, into, offset, length);
            }
            return;
        }
        Optional<Integer> found = blobs.isEmpty() ? Optional.empty() : deviceAt(address);
        if (found.isPresent()) {
            long start = slots.get(found.get() - 1).unifiedBlock() << superblock.blockBits();
            blob(found.get()).read(address - start, into, offset, length);
        } else {
            image.read(address, into, offset, length);
        }
    }

    private Optional<Integer> deviceAt(long address) {
        for (int i = 0; i < slots.size(); i++) {
            DeviceSlot slot = slots.get(i);
            long start = slot.unifiedBlock() << superblock.blockBits();
            if (start > 0 && address >= start && address - start < slot.blocks() << superblock.blockBits()) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    private Medium blob(int device) {
        if (device > blobs.size()) {
            throw new ErofsException("device slot " + device, (superblock.deviceSlot() + device - 1L)
                    * DeviceSlot.SIZE, "the data is in blob " + describe(device) + ", which was not given");
        }
        return blobs.get(device - 1);
    }

    private String describe(int device) {
        String tag = slots.get(device - 1).tag();
        return tag.isEmpty() ? Integer.toString(device) : device + " (" + tag + ")";
    }
}
