package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;

/** Packs a directory's names into blocks, as {@link DirectoryBlock} reads them. */
final class DirectoryPacker {
    private static final byte[] SELF = {'.'};
    private static final byte[] PARENT = {'.', '.'};

    private final int blockSize;

    DirectoryPacker(int blockSize) {
        this.blockSize = blockSize;
    }

    /** Bytes of the directory: whole blocks, and the used part of the last. */
    long size(Node directory) {
        long blocks = 0;
        int used = 0;
        for (byte[] name : withDots(directory, directory).keySet()) {
            int cost = DirectoryBlock.ENTRY_SIZE + name.length;
            if (used + cost > blockSize) {
                blocks++;
                used = 0;
            }
            used += cost;
        }
        return blocks * blockSize + used;
    }

    /** The directory's data. Every child has its number by now. */
    byte[] pack(Node directory, Node parent, java.util.function.ToLongFunction<Node> nid) {
        byte[] data = new byte[Math.toIntExact(size(directory))];
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        TreeMap<byte[], Node> names = withDots(directory, parent);
        byte[][] keys = names.keySet().toArray(byte[][]::new);
        Node[] nodes = names.values().toArray(Node[]::new);
        int start = 0;
        int from = 0;
        while (from < keys.length) {
            int to = from;
            int used = 0;
            while (to < keys.length && used + DirectoryBlock.ENTRY_SIZE + keys[to].length <= blockSize) {
                used += DirectoryBlock.ENTRY_SIZE + keys[to++].length;
            }
            int nameAt = (to - from) * DirectoryBlock.ENTRY_SIZE;
            for (int i = from; i < to; i++) {
                int entry = start + (i - from) * DirectoryBlock.ENTRY_SIZE;
                buffer.putLong(entry + DirectoryBlock.NID, nid.applyAsLong(nodes[i]));
                buffer.putShort(entry + DirectoryBlock.NAMEOFF, (short) nameAt);
                buffer.put(entry + DirectoryBlock.FILE_TYPE, (byte) nodes[i].type().entry());
                buffer.put(start + nameAt, keys[i]);
                nameAt += keys[i].length;
            }
            start += blockSize;
            from = to;
        }
        return data;
    }

    private static TreeMap<byte[], Node> withDots(Node directory, Node parent) {
        TreeMap<byte[], Node> names = new TreeMap<>(Arrays::compareUnsigned);
        names.putAll(directory.children());
        names.put(SELF, directory);
        names.put(PARENT, parent);
        return names;
    }
}
