package dev.anole.image.erofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static dev.anole.image.erofs.InodeLayout.*;

/**
 * Writes what is not data, behind the data: directories' blocks, shared attributes, inodes. First every node gets its
 * place, then all are written in the order of their places; two walks, nothing is written twice.
 *
 * <pre>
 *  superblock, settings, devices | data … | directory blocks | shared attributes | inodes …
 *                                                                                ^ nids count from here
 * </pre>
 */
final class MetadataWriter {
    /** So that no inode, the root above all, has the number 0, which stands for none. */
    private static final int FIRST_INODE = 64;
    private static final long NLINK_COMPACT_MAX = 65535;
    private static final long ID_COMPACT_MAX = 65535;
    private static final long SIZE_COMPACT_MAX = 0xffffffffL;
    private static final int NO_BLOCK = -1;

    private final ImageOutput output;
    private final BuildOptions options;
    private final int blockSize;
    private final DirectoryPacker packer;
    private final XattrTable xattrs = new XattrTable();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Node> parents = new HashMap<>();
    /** Of directories and links: the first block of what is not beside the inode, and how many bytes there are. */
    private final Map<Node, Long> ownBlocks = new HashMap<>();
    private final Map<Node, Long> ownSizes = new HashMap<>();
    private long ownEnd;
    private long epoch = Long.MAX_VALUE;
    private long metaStart;
    private long xattrStart;

    MetadataWriter(ImageOutput output, BuildOptions options) {
        this.output = output;
        this.options = options;
        blockSize = options.blockSize();
        packer = new DirectoryPacker(blockSize);
    }

    /** What the superblock needs to know. */
    record Outcome(long rootNid, long inodes, long epoch, long metaBlock, long xattrBlock) {
    }

    Outcome write(Node root) {
        collect(root, root);
        nodes.forEach(each -> xattrs.count(each.xattrs()));
        nodes.forEach(each -> xattrs.place(each.xattrs()));
        placeOwnBlocks();
        xattrStart = ownEnd;
        metaStart = xattrStart + xattrs.sharedBytes() + blockSize - 1 & -(long) blockSize;
        InodeSpace space = new InodeSpace(blockSize, FIRST_INODE);
        nodes.forEach(each -> place(each, space));
        writeOwnBlocks();
        output.padTo(xattrStart);
        xattrs.write(output);
        nodes.sort(Comparator.comparingLong(Node::place));
        nodes.forEach(this::writeInode);
        output.padTo(metaStart + space.end());
        output.align(blockSize);
        return new Outcome(nid(root), nodes.size(), epoch, metaStart / blockSize, xattrStart / blockSize);
    }

    /** Depth first, so that what is near in the tree is near in the image. The root comes first. */
    private void collect(Node node, Node parent) {
        List<Node[]> stack = new ArrayList<>();
        stack.add(new Node[] {node, parent});
        while (!stack.isEmpty()) {
            Node[] next = stack.removeLast();
            Node each = next[0];
            if (each.number() > 0) {
                continue;
            }
            nodes.add(each);
            each.number(nodes.size());
            epoch = Math.min(epoch, each.seconds());
            if (each.data() instanceof FileData data) {
                data.finish();
            }
            if (each.type() == FileType.DIRECTORY) {
                parents.put(each, next[1]);
                List<Node> children = new ArrayList<>(each.children().values());
                for (int i = children.size() - 1; i >= 0; i--) {
                    stack.add(new Node[] {children.get(i), each});
                }
            }
        }
    }

    // --- places ---

    /** Directories, and links too long to stand beside their inodes. */
    private void placeOwnBlocks() {
        long block = (output.position() + blockSize - 1) / blockSize;
        for (Node each : nodes) {
            long size = switch (each.data()) {
                case Node.Children ignored -> packer.size(each);
                case Node.Link(byte[] target) -> target.length;
                case Node.Device ignored -> 0;
                case Node.Nothing() -> 0;
                case FileData ignored -> 0;
            };
            if (size > 0) {
                int tail = (int) (size % blockSize);
                long blocks = size / blockSize + (tail > 0 && !fitsInline(each, tail) ? 1 : 0);
                ownSizes.put(each, size);
                ownBlocks.put(each, blocks == 0 ? 0 : block);
                block += blocks;
            }
        }
        ownEnd = block * blockSize;
    }

    private boolean fitsInline(Node node, int bytes) {
        return bytes > 0 && headBytes(node) + bytes <= blockSize;
    }

    private int headBytes(Node node) {
        return EXTENDED_SIZE + xattrs.bodyBytes(node.xattrs());
    }

    private void place(Node node, InodeSpace space) {
        Shape shape = shape(node);
        int body = xattrs.bodyBytes(node.xattrs());
        if (XattrTable.icount(body) > XattrLayout.ICOUNT_MAX) {
            throw new RefusedException("a file's attributes", "together they have " + body + " bytes, more than an "
                    + "inode takes", "remove some");
        }
        int head = (isCompact(node, shape) ? COMPACT_SIZE : EXTENDED_SIZE) + body;
        node.place(switch (shape.layout) {
            case FLAT_INLINE -> space.takeWithin(head + shape.inlineBytes);
            case FLAT_PLAIN -> head <= blockSize ? space.takeWithin(head) : space.take(head);
            // Their indexes are aligned to at most 32 bytes, as the inode is: any place will do to count.
            case COMPRESSED_FULL, COMPRESSED_COMPACT, CHUNK_BASED -> space.take(head + (long) indexBytes(node, head));
        });
    }

    private int indexBytes(Node node, int head) {
        return switch ((FileData) node.data()) {
            case ExtentData extents -> extents.indexBytes(head);
            case ClusterData clusters -> new CompactIndexWriter(clusters, blockSize).indexBytes(head);
            case ChunkData chunks -> chunkPadding(head) + chunks.chunks() * ChunkMapping.ADDRESS_SIZE;
            case IndexedData indexed -> indexPadding(head) + indexed.indexBytes();
            case FlatData flat -> throw new IllegalStateException("flat data has no index: " + flat.size());
            case ForeignData foreign -> throw new IllegalStateException("flat data has no index: " + foreign);
        };
    }

    private static int indexPadding(long end) {
        return (int) (-end & ChunkMapping.INDEX_SIZE - 1);
    }

    private static int chunkPadding(long end) {
        return (int) (-end & ChunkMapping.ADDRESS_SIZE - 1);
    }

    // --- what an inode says ---

    /** The layout of an inode, with its size, its union, the start of flat data, and the bytes right behind it. */
    private record Shape(DataLayout layout, long size, long union, int inlineBytes) {
    }

    private Shape shape(Node node) {
        return switch (node.data()) {
            case Node.Children ignored -> ownShape(node);
            case Node.Link ignored -> ownShape(node);
            case Node.Device(int number) -> new Shape(DataLayout.FLAT_PLAIN, 0, number & 0xffffffffL, 0);
            case Node.Nothing() -> new Shape(DataLayout.FLAT_PLAIN, 0, 0, 0);
            case FlatData flat -> flat.isHole() && options.kernel().hasExtents()
                    ? new Shape(DataLayout.FLAT_PLAIN, flat.size(), NO_BLOCK, 0)
                    : new Shape(flat.tailBytes() > 0 ? DataLayout.FLAT_INLINE : DataLayout.FLAT_PLAIN, flat.size(),
                    flat.startBlock(), flat.tailBytes());
            case ChunkData chunks -> new Shape(DataLayout.CHUNK_BASED, chunks.size(),
                    chunks.chunkBits() - options.blockBits(), 0);
            case IndexedData indexed -> new Shape(DataLayout.CHUNK_BASED, indexed.size(), indexed.chunkBits()
                    - options.blockBits() | CHUNK_INDEXES | (options.kernel().hasExtents() ? CHUNK_48BIT : 0), 0);
            case ForeignData(long size, long startBlock) -> new Shape(DataLayout.FLAT_PLAIN, size, startBlock, 0);
            case ExtentData extents -> extentShape(extents);
            case ClusterData clusters -> clusterShape(clusters);
        };
    }

    private Shape ownShape(Node node) {
        long size = ownSizes.get(node);
        int tail = (int) (size % blockSize);
        boolean inline = fitsInline(node, tail);
        return new Shape(inline ? DataLayout.FLAT_INLINE : DataLayout.FLAT_PLAIN, size, ownBlocks.get(node),
                inline ? tail : 0);
    }

    private byte[] ownBytes(Node node) {
        return node.data() instanceof Node.Link(byte[] target) ? target
                : packer.pack(node, parents.get(node), this::nid);
    }

    private Shape extentShape(ExtentData extents) {
        if (extents.isInline()) {
            return new Shape(DataLayout.FLAT_INLINE, extents.size(), 0, (int) extents.size());
        }
        if (extents.isHole()) {
            return new Shape(DataLayout.FLAT_PLAIN, extents.size(), NO_BLOCK, 0);
        }
        return new Shape(DataLayout.COMPRESSED_FULL, extents.size(), extents.blocks(blockSize), 0);
    }

    private static Shape clusterShape(ClusterData clusters) {
        if (clusters.isInline()) {
            return new Shape(DataLayout.FLAT_INLINE, clusters.size(), 0, (int) clusters.size());
        }
        if (!clusters.isCompressed()) {
            return new Shape(DataLayout.FLAT_PLAIN, clusters.size(), clusters.startBlock(), 0);
        }
        return new Shape(DataLayout.COMPRESSED_COMPACT, clusters.size(), clusters.allBlocks(), 0);
    }

    /** Before 6.15 compact inodes have the image's time and not their own. */
    private boolean isCompact(Node node, Shape shape) {
        boolean timely = options.kernel().hasExtents()
                ? node.nanos() == 0 && node.seconds() - epoch <= SIZE_COMPACT_MAX && node.seconds() >= epoch
                : node.nanos() == 0 && node.seconds() == epoch;
        return timely && node.uid() <= ID_COMPACT_MAX && node.gid() <= ID_COMPACT_MAX
                && links(node) <= NLINK_COMPACT_MAX && shape.size <= SIZE_COMPACT_MAX
                && shape.union <= SIZE_COMPACT_MAX;
    }

    private static long links(Node node) {
        if (node.type() != FileType.DIRECTORY) {
            return node.names();
        }
        return 2 + node.children().values().stream().filter(each -> each.type() == FileType.DIRECTORY).count();
    }

    // --- bytes ---

    private void writeOwnBlocks() {
        for (Node each : nodes) {
            if (ownSizes.containsKey(each)) {
                Shape shape = ownShape(each);
                if (shape.size > shape.inlineBytes) {
                    output.padTo(ownBlocks.get(each) * blockSize);
                    byte[] data = ownBytes(each);
                    output.append(data, 0, data.length - shape.inlineBytes);
                }
            }
        }
    }

    private void writeInode(Node node) {
        output.padTo(metaStart + node.place());
        Shape shape = shape(node);
        boolean compact = isCompact(node, shape);
        byte[] body = xattrs.body(node.xattrs());
        output.append(compact ? compact(node, shape, body.length) : extended(node, shape, body.length));
        output.append(body);
        switch (shape.layout) {
            case FLAT_PLAIN -> {
                // All is said.
            }
            case FLAT_INLINE -> output.append(inline(node, shape));
            case COMPRESSED_FULL, COMPRESSED_COMPACT, CHUNK_BASED -> output.append(index(node));
        }
    }

    private byte[] inline(Node node, Shape shape) {
        return switch (node.data()) {
            case Node.Children ignored -> ownTail(node, shape);
            case Node.Link ignored -> ownTail(node, shape);
            case FlatData flat -> flat.tail();
            case ExtentData extents -> extents.tail();
            case ClusterData clusters -> clusters.tail();
            case ChunkData chunks -> throw new IllegalStateException("chunks are never inline: " + chunks.size());
            case IndexedData chunks -> throw new IllegalStateException("chunks are never inline: " + chunks.size());
            case ForeignData foreign -> throw new IllegalStateException("a blob is never inline: " + foreign);
            case Node.Device(int number) -> throw new IllegalStateException("a device has no data: " + number);
            case Node.Nothing() -> throw new IllegalStateException("a FIFO has no data");
        };
    }

    private byte[] ownTail(Node node, Shape shape) {
        byte[] all = ownBytes(node);
        return Arrays.copyOfRange(all, all.length - shape.inlineBytes, all.length);
    }

    private byte[] index(Node node) {
        long end = output.position();
        return switch ((FileData) node.data()) {
            case ExtentData extents -> extents.index(end);
            case ClusterData clusters -> new CompactIndexWriter(clusters, blockSize).index(end);
            case ChunkData chunks -> padded(chunkPadding(end), chunks.table());
            case IndexedData indexed -> padded(indexPadding(end), indexed.index());
            case FlatData flat -> throw new IllegalStateException("flat data has no index: " + flat.size());
            case ForeignData foreign -> throw new IllegalStateException("flat data has no index: " + foreign);
        };
    }

    private static byte[] padded(int zeros, byte[] bytes) {
        byte[] padded = new byte[zeros + bytes.length];
        System.arraycopy(bytes, 0, padded, zeros, bytes.length);
        return padded;
    }

    private static int format(Shape shape) {
        return shape.layout.ordinal() << FORMAT_LAYOUT_SHIFT;
    }

    private byte[] compact(Node node, Shape shape, int bodyBytes) {
        ByteBuffer inode = ByteBuffer.allocate(COMPACT_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        inode.putShort(I_FORMAT, (short) format(shape));
        inode.putShort(I_XATTR_ICOUNT, (short) XattrTable.icount(bodyBytes));
        inode.putShort(I_MODE, (short) (node.type().mode() | node.permissions()));
        inode.putShort(I_NB, (short) links(node));
        inode.putInt(I_SIZE, (int) shape.size);
        inode.putInt(COMPACT_MTIME, options.kernel().hasExtents() ? (int) (node.seconds() - epoch) : 0);
        inode.putInt(COMPACT_U, (int) shape.union);
        inode.putInt(COMPACT_INO, node.number());
        inode.putShort(COMPACT_UID, (short) node.uid());
        inode.putShort(COMPACT_GID, (short) node.gid());
        return inode.array();
    }

    private byte[] extended(Node node, Shape shape, int bodyBytes) {
        ByteBuffer inode = ByteBuffer.allocate(EXTENDED_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        inode.putShort(I_FORMAT, (short) (format(shape) | FORMAT_EXTENDED));
        inode.putShort(I_XATTR_ICOUNT, (short) XattrTable.icount(bodyBytes));
        inode.putShort(I_MODE, (short) (node.type().mode() | node.permissions()));
        // The high half of block addresses and counts, which only kernels with 48 bits read.
        inode.putShort(I_NB, (short) (shape.union >>> Integer.SIZE));
        inode.putLong(I_SIZE, shape.size);
        inode.putInt(EXTENDED_U, (int) shape.union);
        inode.putInt(EXTENDED_INO, node.number());
        inode.putInt(EXTENDED_UID, (int) node.uid());
        inode.putInt(EXTENDED_GID, (int) node.gid());
        inode.putLong(EXTENDED_MTIME, node.seconds());
        inode.putInt(EXTENDED_MTIME_NSEC, node.nanos());
        inode.putInt(EXTENDED_NLINK, (int) links(node));
        return inode.array();
    }

    private long nid(Node node) {
        return node.place() >> SLOT_BITS;
    }
}
