package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import static dev.anole.image.erofs.SuperblockLayout.PLACE;

/**
 * Makes an image: of a tree at once, or file by file.
 *
 * <pre>
 * try (FileTree tree = DirectoryTree.open(Path.of("/srv/root"))) {
 *     ErofsWriter.write(tree, Path.of("root.erofs"), BuildOptions.defaults());
 * }
 * </pre>
 *
 * <p>Data is compressed on all cores and written as it comes; inodes and directories follow when all is known. The bytes
 * of the image depend on the tree and the options alone, not on threads or time. The image stands under its name when it
 * is whole and on disk; until then, and after a failure, there is none.
 *
 * <p>Memory: buffers of {@link EncodePipeline}, and for each file some 300 bytes, its name and attributes, and 24 bytes an
 * extent. A tree of 20 GB in 300,000 files takes about 150 MB. Not for several threads.
 *
 * @throws RefusedException of every method, for what the chosen kernel cannot mount or EROFS cannot hold
 * @throws java.io.UncheckedIOException of every method, when the image cannot be written
 */
public final class ErofsWriter implements AutoCloseable {
    /** Blocks between the beginnings of blobs in the one address space: no blob is longer (16 TiB). */
    private static final int BLOB_SPAN_BITS = 32;

    private final BuildOptions options;
    private final ImageOutput output;
    private final Spool spool;
    private final EncodePipeline pipeline;
    private final Node root = Node.directory();
    private final XattrSet.Interner xattrs = new XattrSet.Interner();
    private final List<DeviceSlot> blobs;
    private boolean hasChunks;
    private int algorithms;

    private ErofsWriter(Path target, BuildOptions options, int blobCount) throws IOException {
        if (blobCount > 0 && !options.kernel().hasBlobs()) {
            throw new RefusedException("blobs beside the image", "Linux " + options.kernel().version()
                    + " knows none", "choose 6.1 or newer, or one image with all data");
        }
        this.options = options;
        blobs = new ArrayList<>(Collections.nCopies(blobCount, new DeviceSlot("", 0, 0)));
        output = new ImageOutput(target);
        try {
            spool = new Spool(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            output.close();
            throw e;
        }
        pipeline = new EncodePipeline(options);
        output.padTo(SuperblockWriter.DEVICE_SLOT * DeviceSlot.SIZE + (long) blobCount * DeviceSlot.SIZE);
        output.align(options.blockSize());
    }

    /**
     * Starts an image.
     *
     * @param target what it will be called; a file of that name stays until then
     */
    public static ErofsWriter create(Path target, BuildOptions options) throws IOException {
        return create(target, options, 0);
    }

    /** Starts an image over blobs: {@link #blob} describes each before the end. */
    static ErofsWriter create(Path target, BuildOptions options, int blobs) throws IOException {
        return new ErofsWriter(target, options, blobs);
    }

    /** Makes an image of a whole tree. */
    public static Superblock write(FileTree tree, Path target, BuildOptions options) throws IOException {
        try (ErofsWriter writer = create(target, options)) {
            writer.addAll(tree);
            return writer.finish();
        }
    }

    /** Adds a whole tree; hard links within it stay hard links. */
    public void addAll(FileTree tree) {
        addAll(tree, tree.root(), new HashMap<>());
    }

    private void addAll(FileTree tree, FileEntry entry, Map<FileKey, String> seen) {
        boolean linked = entry.links() > 1 && entry.type() != FileType.DIRECTORY;
        if (linked && seen.containsKey(entry.key())) {
            link(entry.path(), seen.get(entry.key()));
            return;
        }
        if (linked) {
            seen.put(entry.key(), entry.path());
        }
        if (entry.type() == FileType.REGULAR) {
            try (FileContent content = tree.open(entry)) {
                add(entry, content);
            }
        } else {
            add(entry);
        }
        if (entry.type() == FileType.DIRECTORY) {
            for (FileEntry each : tree.children(entry)) {
                addAll(tree, each, seen);
            }
        }
    }

    /** Adds a directory, a link, a device, a FIFO or a socket. One of that name is replaced; a directory keeps its files. */
    public void add(FileEntry entry) {
        Node node = switch (entry.type()) {
            case DIRECTORY -> directory(entry.path());
            case SYMBOLIC_LINK -> put(entry.path(), new Node(entry.type(), new Node.Link(target(entry))));
            case CHARACTER_DEVICE, BLOCK_DEVICE -> put(entry.path(), new Node(entry.type(),
                    new Node.Device((int) entry.device().orElseThrow().packed())));
            case FIFO, SOCKET -> put(entry.path(), new Node(entry.type(), new Node.Nothing()));
            case REGULAR -> throw new IllegalArgumentException("a regular file needs content: " + entry.path());
        };
        node.describe(entry, xattrs.set(entry.path(), entry.attributes()));
    }

    /** Adds a regular file. The content is read to its size before this returns, and not closed. */
    public void add(FileEntry entry, FileContent content) {
        XattrSet attributes = xattrs.set(entry.path(), entry.attributes());
        FileData data = data(entry, content, attributes);
        Node node = put(entry.path(), new Node(FileType.REGULAR, data));
        node.describe(entry, attributes);
        read(entry, content, data);
    }

    /**
     * Adds the files of an archive. Later entries replace earlier ones of their name.
     *
     * @param whiteouts what names beginning with ".wh." become
     */
    public void addArchive(TarReader archive, Whiteouts whiteouts) {
        addArchive(archive, whiteouts, entry -> Optional.empty());
    }

    /** @param foreign where the data of a regular file is already, if it is */
    void addArchive(TarReader archive, Whiteouts whiteouts, Function<TarReader.Entry, Optional<FileData>> foreign) {
        List<String> opaque = new ArrayList<>();
        for (Optional<TarReader.Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
            TarReader.Entry entry = next.get();
            Optional<Whiteouts.Mark> mark = whiteouts == Whiteouts.OVERLAY ? Whiteouts.mark(entry.file())
                    : Optional.empty();
            if (mark.isEmpty()) {
                add(entry, archive, foreign);
            } else if (mark.get() instanceof Whiteouts.Opaque(String directory)) {
                opaque.add(directory);
            } else if (mark.get() instanceof Whiteouts.Removed(String path)) {
                put(path, new Node(FileType.CHARACTER_DEVICE, new Node.Device(0))).describe(entry.file(),
                        XattrSet.EMPTY);
            }
        }
        for (String each : opaque) {
            Node directory = directory(each);
            directory.attributes(xattrs.with(directory.xattrs(), Whiteouts.OVERLAY_OPAQUE, Whiteouts.YES));
        }
    }

    private void add(TarReader.Entry entry, TarReader archive,
                     Function<TarReader.Entry, Optional<FileData>> foreign) {
        if (entry.hardLink().isPresent()) {
            link(entry.file().path(), entry.hardLink().get());
        } else if (entry.file().type() == FileType.REGULAR) {
            Optional<FileData> there = foreign.apply(entry);
            if (there.isPresent()) {
                add(entry.file(), there.get(), Set.of());
            } else {
                add(entry.file(), archive.content());
            }
        } else {
            add(entry.file());
        }
    }

    /** Adds a regular file whose data is in blobs. */
    Node add(FileEntry entry, FileData data, Set<Compression> compressions) {
        compressions.forEach(each -> algorithms |= each.bit());
        Node node = put(entry.path(), new Node(FileType.REGULAR, data));
        node.describe(entry, xattrs.set(entry.path(), entry.attributes()));
        return node;
    }

    /** Announces files made of chunks. */
    void announceChunks() {
        hasChunks = true;
    }

    /** Says what a blob is. */
    void blob(int index, String tag, long bytes) {
        long blocks = bytes + options.blockSize() - 1 >>> options.blockBits();
        if (blocks >>> BLOB_SPAN_BITS != 0) {
            throw new RefusedException(tag, "a blob of " + bytes + " bytes", "split it");
        }
        long unified = options.kernel().hasExtents() ? unifiedBlock(index) : 0;
        blobs.set(index, new DeviceSlot(tag, blocks, unified));
    }

    /** Where a blob begins in the address space of all devices; only kernels with 48 bits have room for it. */
    static long unifiedBlock(int blob) {
        return blob + 1L << BLOB_SPAN_BITS;
    }

    /** Adds another name for a file that is there. */
    public void link(String path, String existing) {
        Node node = find(existing).filter(each -> each.type() != FileType.DIRECTORY).orElseThrow(() ->
                new RefusedException(path, "it is a hard link to " + existing + ", which is no file of the tree",
                        "add that first"));
        put(path, node);
    }

    /** Writes inodes and directories, and gives the image its name. */
    public Superblock finish() {
        pipeline.drain();
        output.align(options.blockSize());
        MetadataWriter.Outcome outcome = new MetadataWriter(output, options).write(root);
        byte[] head = new SuperblockWriter(options, blobs, hasChunks, algorithms).encode(outcome, output.position(),
                output.crc());
        for (int i = 0; i < blobs.size(); i++) {
            output.overwrite((SuperblockWriter.DEVICE_SLOT + i) * (long) DeviceSlot.SIZE, blobs.get(i).encode());
        }
        output.overwrite(PLACE, head);
        output.finish();
        byte[] start = Arrays.copyOf(new byte[PLACE], PLACE + head.length);
        System.arraycopy(head, 0, start, PLACE, head.length);
        return Superblock.read(new Metadata(Medium.of("superblock", start)));
    }

    /** Without {@link #finish}, nothing stays. */
    @Override
    public void close() {
        try (output; spool) {
            pipeline.close();
        }
    }

    // --- the tree ---

    private Node directory(String path) {
        Node at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                byte[] key = checked(name, path);
                Node next = at.children().get(key);
                if (next == null || next.type() != FileType.DIRECTORY) {
                    next = Node.directory();
                    replace(at, key, next);
                }
                at = next;
            }
        }
        return at;
    }

    private Node put(String path, Node node) {
        int slash = path.lastIndexOf('/');
        Node parent = slash < 0 ? root : directory(path.substring(0, slash));
        replace(parent, checked(path.substring(slash + 1), path), node);
        return node;
    }

    private static void replace(Node parent, byte[] name, Node node) {
        Optional.ofNullable(parent.children().put(name, node)).ifPresent(before -> before.named(-1));
        node.named(1);
    }

    /** What stands under a path now. */
    Optional<Node> find(String path) {
        Node at = root;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                if (at.type() != FileType.DIRECTORY || !at.children().containsKey(Names.bytes(name))) {
                    return Optional.empty();
                }
                at = at.children().get(Names.bytes(name));
            }
        }
        return Optional.of(at);
    }

    private static byte[] checked(String name, String path) {
        byte[] bytes = Names.bytes(name);
        if (!Names.isPlain(bytes)) {
            throw new RefusedException(path, "a name of " + bytes.length + " bytes, empty, with a NUL or \"..\"",
                    "names have 1 to " + Names.NAME_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static byte[] target(FileEntry entry) {
        byte[] target = Names.bytes(entry.target().orElseThrow());
        if (target.length == 0 || target.length >= ErofsImage.LINK_BYTES_MAX) {
            throw new RefusedException(entry.path(), "it points at a path of " + target.length + " bytes",
                    "1 to " + (ErofsImage.LINK_BYTES_MAX - 1) + " are possible");
        }
        return target;
    }

    // --- data ---

    private FileData data(FileEntry entry, FileContent content, XattrSet attributes) {
        long size = entry.size();
        int tailMax = Math.max(0, options.blockSize() - InodeLayout.EXTENDED_SIZE - attributes.bodyBytesMax());
        boolean compress = options.compression().isPresent() && size > 0;
        boolean holes = size > 0 && entry.sparse() && (content.nextData(0).orElse(-1) != 0 || content.nextHole(0) < size);
        boolean extents = options.kernel().hasExtents();
        if (compress && extents) {
            algorithms |= options.compression().orElseThrow().bit();
            return new ExtentData(Optional.of(output), Optional.of(spool), options.compression(), tailMax, size);
        }
        if (holes && !(extents && content.nextData(0).isEmpty())) {
            hasChunks = true;
            return new ChunkData(output, options.blockBits(), size);
        }
        if (compress) {
            algorithms |= options.compression().orElseThrow().bit();
            return new ClusterData(output, spool, options.blockSize(), options.extentBytes(), tailMax, size);
        }
        return new FlatData(output, spool, options.blockSize(), tailMax, size);
    }

    private void read(FileEntry entry, FileContent content, FileData data) {
        if (!entry.sparse()) {
            readRange(entry, content, data, 0, entry.size());
            return;
        }
        int unit = data instanceof ChunkData chunks ? 1 << chunks.chunkBits() : 1;
        long position = 0;
        while (position < entry.size()) {
            OptionalLong next = content.nextData(position);
            if (next.isEmpty()) {
                break;
            }
            long start = Math.max(position, next.getAsLong() & -(long) unit);
            long end = Math.min(entry.size(), content.nextHole(next.getAsLong()) + unit - 1 & -(long) unit);
            readRange(entry, content, data, start, end);
            position = end;
        }
    }

    private void readRange(FileEntry entry, FileContent content, FileData data, long start, long end) {
        for (long at = start; at < end; at += options.extentBytes()) {
            long from = at;
            int length = (int) Math.min(options.extentBytes(), end - at);
            if (pipeline.take(length, at, data, raw -> content.read(from, raw)) < length) {
                throw new RefusedException(entry.path(), "it became shorter while it was read",
                        "build from a tree that nobody changes, such as a snapshot");
            }
        }
    }
}
