package dev.anole.image.erofs;

/** The data of an inode as a medium: the metabox, and what long prefixes lie in. */
final class InodeMedium implements Medium {
    private final String name;
    private final ContentReader content;

    InodeMedium(String name, ContentReader content) {
        this.name = name;
        this.content = content;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return content.inode().size();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
        checkRange(position, length);
        synchronized (content) {
            content.read(position, into, offset, length);
        }
    }

    @Override
    public void close() {
        // The image that it is part of holds what there is to close.
    }
}
