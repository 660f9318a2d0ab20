package dev.anole.ops.series;

/** A block that stays in memory. */
final class MemorySink implements BlockWriter.Sink {
    private final PackWriter all = new PackWriter(4096);

    MemorySink() {
        all.bytes(new byte[BlockHeader.BYTES], 0, BlockHeader.BYTES);
    }

    @Override
    public void append(PackWriter bytes) {
        all.append(bytes);
    }

    @Override
    public Block.Content finish(PackWriter header) {
        byte[] bytes = all.toByteArray();
        System.arraycopy(header.array(), 0, bytes, 0, BlockHeader.BYTES);
        return new Block.InMemory(bytes);
    }
}
