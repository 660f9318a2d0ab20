package dev.anole.image.erofs;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The entries of a directory: in their order, or one by name. A block is held at a time, whatever the directory's size. */
final class DirectoryListing {
    private final ContentReader content;
    private final int blockBits;
    private final long blocks;

    DirectoryListing(ErofsImage image, Inode directory) {
        if (directory.type() != FileType.DIRECTORY) {
            throw new IllegalArgumentException(directory + " is no directory");
        }
        content = new ContentReader(image, directory);
        blockBits = image.superblock().blockBits();
        blocks = directory.size() + (1L << blockBits) - 1 >>> blockBits;
    }

    /** All entries, "." and ".." too. Faults come when they are reached. */
    Iterator<DirectoryEntry> iterator() {
        return new Iterator<>() {
            private long nextBlock;
            private Optional<DirectoryBlock> block = Optional.empty();
            private int nextEntry;

            @Override
            public boolean hasNext() {
                return block.isPresent() && nextEntry < block.get().entries() || nextBlock < blocks;
            }

            @Override
            public DirectoryEntry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (block.isEmpty() || nextEntry >= block.get().entries()) {
                    block = Optional.of(block(nextBlock++));
                    nextEntry = 0;
                }
                return block.get().entry(nextEntry++);
            }
        };
    }

    /** Searches by halves, first the block, then within it: the names of a directory are sorted through all blocks. */
    Optional<DirectoryEntry> find(byte[] name) {
        long low = 0;
        long high = blocks - 1;
        while (low < high) {
            long middle = low + high + 1 >>> 1;
            if (Names.ORDER.compare(block(middle).name(0), name) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return blocks == 0 ? Optional.empty() : find(block(low), name);
    }

    private static Optional<DirectoryEntry> find(DirectoryBlock block, byte[] name) {
        int low = 0;
        int high = block.entries() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Names.ORDER.compare(block.name(middle), name);
            if (order == 0) {
                return Optional.of(block.entry(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    private DirectoryBlock block(long number) {
        long start = number << blockBits;
        byte[] bytes = new byte[(int) Math.min(1L << blockBits, content.inode().size() - start)];
        content.read(start, bytes, 0, bytes.length);
        return new DirectoryBlock(new Bytes("block " + number + " of directory " + content.inode().nid(), 0, bytes, 0,
                bytes.length));
    }
}
