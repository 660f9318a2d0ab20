package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One image of metadata over many blobs of chunks, in which equal chunks are stored once: across files, and across the
 * layers that the blobs stand for. A layer's blob holds what no earlier layer had.
 *
 * <pre>
 * try (ChunkedImage image = ChunkedImage.create(target, options, new Chunking.ContentDefined(65536), List.of(base, app))) {
 *     image.add(baseTree, 0);
 *     image.add(appTree, 1);
 *     image.finish();
 * }
 * </pre>
 *
 * <p>Chunks are equal by SHA-256. Memory: some 150 bytes a chunk, beside that of {@link ErofsWriter}. Image and blobs get their
 * names together at the end, the image last.
 */
public final class ChunkedImage implements AutoCloseable {
    /** Where a chunk is; known when it has been compressed. */
    private static final class Place {
        private final int blob;
        private final int length;
        private long address;
        private int word;

        private Place(int blob, int length) {
            this.blob = blob;
            this.length = length;
        }
    }

    private record Key(long one, long two, int length) {
    }

    /** A file whose chunks are told when all have their places. */
    private record Waiting(FileEntry entry, Node node, List<Long> starts, List<Place> places) {
    }

    private final ErofsWriter writer;
    private final BuildOptions options;
    private final Chunking chunking;
    private final Optional<GearHash> ends;
    private final List<ImageOutput> blobs = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final EncodePipeline pipeline;
    private final Map<Key, Place> known = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final MessageDigest digest;
    private final byte[] bytes;
    private long stored;
    private long shared;

    private ChunkedImage(Path target, BuildOptions options, Chunking chunking, List<Path> blobPaths) throws IOException {
        this.chunking = chunking;
        this.options = options;
        ends = chunking instanceof Chunking.ContentDefined defining ? Optional.of(new GearHash(defining))
                : Optional.empty();
        int chunkMax = switch (chunking) {
            case Chunking.Fixed(int size) -> size;
            case Chunking.ContentDefined defined -> defined.most();
        };
        BuildOptions own = options.withExtents(Math.max(chunkMax, BuildOptions.EXTENT_BYTES_MIN));
        boolean defined = chunking instanceof Chunking.ContentDefined;
        if (defined && (options.compression().isEmpty() || !options.kernel().hasExtents())) {
            throw new RefusedException("content-defined chunks", "they begin at any byte, which only encoded extents "
                    + "can say", "choose Linux 6.18 and a compression, or chunks of a fixed size");
        }
        // A buffer of several chunks, so that their ends can be searched in it.
        bytes = new byte[4 * own.extentBytes()];
        digest = sha256();
        writer = ErofsWriter.create(target, defined ? own : own.withoutCompression(), blobPaths.size());
        pipeline = new EncodePipeline(defined ? own : own.withoutCompression());
        try {
            for (Path each : blobPaths) {
                blobs.add(new ImageOutput(each));
                names.add(each.getFileName().toString());
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts an image with its blobs.
     *
     * @param blobs in the order in which they will be given to the mount
     */
    public static ChunkedImage create(Path target, BuildOptions options, Chunking chunking, List<Path> blobs)
            throws IOException {
        return new ChunkedImage(target, options, chunking, blobs);
    }

    /**
     * Adds a tree over those before; chunks that none of them had go to a blob.
     *
     * @param blob its number from 0
     */
    public void add(FileTree tree, int blob) {
        java.util.Objects.checkIndex(blob, blobs.size());
        Map<FileKey, String> seen = new HashMap<>();
        add(tree, tree.root(), blob, seen);
    }

    private void add(FileTree tree, FileEntry entry, int blob, Map<FileKey, String> seen) {
        if (entry.links() > 1 && entry.type() != FileType.DIRECTORY) {
            String first = seen.putIfAbsent(entry.key(), entry.path());
            if (first != null) {
                writer.link(entry.path(), first);
                return;
            }
        }
        if (entry.type() == FileType.REGULAR && entry.size() > 0) {
            try (FileContent content = tree.open(entry)) {
                file(entry, content, blob);
            }
        } else if (entry.type() == FileType.REGULAR) {
            writer.add(entry, new ForeignData(0, 0), Set.of());
        } else {
            writer.add(entry);
        }
        if (entry.type() == FileType.DIRECTORY) {
            tree.children(entry).forEach(each -> add(tree, each, blob, seen));
        }
    }

    /** Bytes that went to the blobs, before compression. */
    public long storedBytes() {
        return stored;
    }

    /** Bytes that did not, since they were there. */
    public long sharedBytes() {
        return shared;
    }

    /** Writes the image, and gives all files their names. */
    public Superblock finish() {
        pipeline.drain();
        // A file that a later tree replaced is not written, whatever its data is.
        waiting.forEach(each -> each.node.data(data(each)));
        for (int i = 0; i < blobs.size(); i++) {
            blobs.get(i).align(options.blockSize());
            writer.blob(i, names.get(i), blobs.get(i).position());
            blobs.get(i).finish();
        }
        return writer.finish();
    }

    @Override
    public void close() {
        pipeline.close();
        blobs.forEach(ImageOutput::close);
        writer.close();
    }

    // --- chunks ---

    private void file(FileEntry entry, FileContent content, int blob) {
        // Its data is put in when all chunks have their places.
        Node node = writer.add(entry, new ForeignData(entry.size(), 0), compressions());
        Waiting file = new Waiting(entry, node, new ArrayList<>(), new ArrayList<>());
        int unit = chunking instanceof Chunking.Fixed(int size) ? size : 1;
        long position = 0;
        while (position < entry.size()) {
            OptionalLong next = entry.sparse() ? content.nextData(position) : OptionalLong.of(position);
            if (next.isEmpty()) {
                break;
            }
            long start = Math.max(position, next.getAsLong() & -(long) unit);
            long hole = entry.sparse() ? content.nextHole(next.getAsLong()) : entry.size();
            long end = Math.min(entry.size(), hole + unit - 1 & -(long) unit);
            range(file, content, blob, start, end);
            position = end;
        }
        waiting.add(file);
    }

    private Set<Compression> compressions() {
        return chunking instanceof Chunking.ContentDefined ? Set.of(options.compression().orElseThrow()) : Set.of();
    }

    private void range(Waiting file, FileContent content, int blob, long start, long end) {
        long at = start;
        int have = 0;
        while (at < end) {
            int wanted = (int) Math.min(bytes.length, end - at) - have;
            int got = content.read(at + have, ByteBuffer.wrap(bytes, have, wanted));
            if (got < wanted) {
                throw new RefusedException(file.entry.path(), "it became shorter while it was read",
                        "build from a tree that nobody changes, such as a snapshot");
            }
            have += got;
            int used = 0;
            boolean last = at + have == end;
            // The end of a chunk is only known when as many bytes are there as the longest has.
            while (used < have && (last || have - used >= bytes.length / 4)) {
                int length = length(used, have);
                file.starts.add(at + used);
                file.places.add(place(used, length, blob));
                used += length;
            }
            System.arraycopy(bytes, used, bytes, 0, have - used);
            at += used;
            have -= used;
        }
    }

    private int length(int from, int have) {
        return switch (chunking) {
            case Chunking.Fixed(int size) -> Math.min(size, have - from);
            case Chunking.ContentDefined ignored -> ends.orElseThrow().length(bytes, from, have);
        };
    }

    private Place place(int from, int length, int blob) {
        digest.update(bytes, from, length);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        Key key = new Key(hash.getLong(), hash.getLong(), length);
        Place found = known.get(key);
        if (found != null) {
            shared += length;
            return found;
        }
        Place place = new Place(blob, length);
        known.put(key, place);
        stored += length;
        pipeline.take(length, 0, (start, raw, encoded) -> store(place, raw, encoded), raw -> {
            raw.put(bytes, from, length);
            return length;
        });
        return place;
    }

    private void store(Place place, ByteBuffer raw, Optional<ByteBuffer> encoded) {
        ImageOutput output = blobs.get(place.blob);
        if (chunking instanceof Chunking.Fixed) {
            output.align(options.blockSize());
        }
        place.address = output.position();
        int format = encoded.isPresent() ? options.compression().orElseThrow().ordinal() + 1 : 0;
        place.word = encoded.orElse(raw).limit() | format << CompressedLayout.PLEN_FORMAT_SHIFT;
        output.append(encoded.orElse(raw));
    }

    private FileData data(Waiting file) {
        return switch (chunking) {
            case Chunking.Fixed(int size) -> indexed(file, size);
            case Chunking.ContentDefined ignored -> extents(file);
        };
    }

    private IndexedData indexed(Waiting file, int chunkBytes) {
        writer.announceChunks();
        IndexedData data = new IndexedData(file.entry.size(), Integer.numberOfTrailingZeros(chunkBytes));
        int next = 0;
        for (long start = 0; start < file.entry.size(); start += chunkBytes) {
            if (next < file.starts.size() && file.starts.get(next) == start) {
                Place place = file.places.get(next++);
                data.chunk(place.blob + 1, place.address >>> options.blockBits());
            } else {
                data.hole();
            }
        }
        return data;
    }

    private ExtentData extents(Waiting file) {
        ExtentData data = ExtentData.foreign(file.entry.size());
        for (int i = 0; i < file.places.size(); i++) {
            Place place = file.places.get(i);
            data.at(file.starts.get(i), place.word, (ErofsWriter.unifiedBlock(place.blob) << options.blockBits())
                    + place.address);
            data.covered(file.starts.get(i) + place.length);
        }
        return data;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
