package dev.anole.image.erofs;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The small structures of a medium, through a cache of pages: inodes, directory entries and indexes lie close together
 * and are read a few bytes at a time. A page stands in the one slot that its number gives, so that the cache needs no
 * lock and never holds more than {@link #SLOTS} pages of {@link #PAGE_BYTES}: 4 MiB.
 */
final class Metadata {
    static final int PAGE_BYTES = 16 * 1024;
    static final int SLOTS = 256;

    /** No structure that is read whole is longer: the widest are xattr bodies (256 KiB) and blocks (64 KiB). */
    static final int STRUCTURE_BYTES_MAX = 512 * 1024;

    private final Medium medium;
    private final AtomicReferenceArray<Page> pages = new AtomicReferenceArray<>(SLOTS);

    private record Page(long number, byte[] bytes) {
    }

    Metadata(Medium medium) {
        this.medium = medium;
    }

    Medium medium() {
        return medium;
    }

    /**
     * A structure's bytes.
     *
     * @throws ErofsException naming it, when the medium ends before it does
     */
    Bytes read(String structure, long place, int length) {
        if (place < 0 || length > medium.size() - place) {
            throw new ErofsException(structure, place, length + " bytes are wanted, and " + medium.name()
                    + " ends at byte " + medium.size());
        }
        if (length > STRUCTURE_BYTES_MAX) {
            throw new ErofsException(structure, place, length + " bytes are more than any such structure has");
        }
        int within = (int) (place % PAGE_BYTES);
        byte[] first = page(place / PAGE_BYTES);
        if (length <= first.length - within) {
            return new Bytes(structure, place, first, within, length);
        }
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int from = (int) ((place + done) % PAGE_BYTES);
            byte[] page = page((place + done) / PAGE_BYTES);
            int part = Math.min(length - done, page.length - from);
            System.arraycopy(page, from, bytes, done, part);
            done += part;
        }
        return new Bytes(structure, place, bytes, 0, length);
    }

    private byte[] page(long number) {
        int slot = (int) (number % SLOTS);
        Page page = pages.get(slot);
        if (page == null || page.number != number) {
            long place = number * PAGE_BYTES;
            byte[] bytes = new byte[(int) Math.min(PAGE_BYTES, medium.size() - place)];
            medium.read(place, bytes, 0, bytes.length);
            page = new Page(number, bytes);
            pages.set(slot, page);
        }
        return page.bytes;
    }
}
