package dev.anole.image.erofs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An EROFS image, read: inodes, directories, attributes, data as streams and at any place.
 *
 * <pre>
 * try (ErofsImage image = ErofsImage.open(Path.of("root.erofs"))) {
 *     Inode passwd = image.find("/etc/passwd").orElseThrow();
 *     image.stream(passwd).transferTo(System.out);
 * }
 * </pre>
 *
 * <p>Every number is checked before it is used. What does not fit throws {@link ErofsException}, which names the structure,
 * its place and the reason; nothing loops, and memory is bounded whatever the image says: 4 MiB of metadata for the
 * image, and for each open stream at most one extent, decoded (12 MiB) and encoded (1 MiB).
 *
 * <p>For several threads at once; a stream or channel is for one.
 *
 * @see <a href="https://docs.kernel.org/filesystems/erofs.html">the format</a>
 */
public final class ErofsImage implements AutoCloseable {
    /** {@code PATH_MAX}: no link target is longer. */
    static final int LINK_BYTES_MAX = 4096;

    /** {@code MAXSYMLINKS}: links that one path may lead through. */
    static final int LINKS_FOLLOWED_MAX = 40;

    private final Medium medium;
    private final List<Medium> blobs;
    private final Superblock superblock;
    private final Metadata metadata;
    private final Optional<Metadata> metabox;
    private final Devices devices;
    private final XattrReader xattrs;

    private ErofsImage(Medium medium, List<Medium> blobs) {
        this.medium = medium;
        this.blobs = List.copyOf(blobs);
        metadata = new Metadata(medium);
        superblock = Superblock.read(metadata);
        List<DeviceSlot> slots = new ArrayList<>(superblock.devices());
        for (int i = 0; i < superblock.devices(); i++) {
            slots.add(DeviceSlot.read(metadata, superblock, i));
        }
        devices = new Devices(superblock, medium, List.copyOf(slots), this.blobs);
        metabox = superblock.metaboxNid() == 0 ? Optional.empty()
                : Optional.of(new Metadata(asMedium("metabox", superblock.metaboxNid())));
        xattrs = new XattrReader(superblock, sharedXattrSpace(), prefixSpace());
    }

    /**
     * Opens an image file.
     *
     * @param blobs those that the image says it has, in its order; none to read only metadata, or where the file holds
     *              them itself
     * @throws IOException when a file cannot be opened
     * @throws ErofsException when it is no image, or a damaged one
     */
    public static ErofsImage open(Path image, Path... blobs) throws IOException {
        List<Medium> opened = new ArrayList<>();
        try {
            opened.add(Medium.open(image));
            for (Path blob : blobs) {
                opened.add(Medium.open(blob));
            }
            return open(opened.getFirst(), opened.subList(1, opened.size()));
        } catch (IOException | RuntimeException e) {
            opened.forEach(Medium::close);
            throw e;
        }
    }

    /** Opens an image from anywhere. It takes over the media, and closes them. */
    public static ErofsImage open(Medium image, List<Medium> blobs) {
        return new ErofsImage(image, blobs);
    }

    public Superblock superblock() {
        return superblock;
    }

    /** The blobs that belong to it. */
    public List<DeviceSlot> deviceSlots() {
        return devices.slots();
    }

    /** The directory above all. */
    public Inode root() {
        Inode root = inode(superblock.rootNid());
        if (root.type() != FileType.DIRECTORY) {
            throw root.fault("the root is a " + root.type() + ", not a directory");
        }
        return root;
    }

    /** An inode by its number. Where none is, one may seem to be, or {@link ErofsException} is thrown. */
    public Inode inode(long nid) {
        Metadata space = nid >= 0 ? metadata : metabox.orElseThrow(() ->
                new ErofsException("inode " + nid, 0, "it lies in the metabox, and the image has none"));
        return Inode.read(space, superblock, nid);
    }

    /** The entries of a directory in the order of their bytes, "." and ".." among them, read as they are asked for. */
    public Iterable<DirectoryEntry> entries(Inode directory) {
        DirectoryListing reader = new DirectoryListing(this, directory);
        return new Iterable<>() {
            @Override
            public Iterator<DirectoryEntry> iterator() {
                return reader.iterator();
            }
        };
    }

    /** The entry of a name, by searching and not by reading all. */
    public Optional<DirectoryEntry> entry(Inode directory, String name) {
        return new DirectoryListing(this, directory).find(Names.bytes(name));
    }

    /** What a path leads to from the root, if it leads anywhere. Symbolic links are followed but for the last name. */
    public Optional<Inode> find(String path) {
        return new PathWalk(this).walk(path, false);
    }

    /** {@link #find}, and if that is a symbolic link, what it leads to. */
    public Optional<Inode> resolve(String path) {
        return new PathWalk(this).walk(path, true);
    }

    /** Where a symbolic link points. */
    public String linkTarget(Inode link) {
        if (link.type() != FileType.SYMBOLIC_LINK) {
            throw new IllegalArgumentException(link + " is no symbolic link");
        }
        if (link.size() > LINK_BYTES_MAX) {
            throw link.fault("a link's target of " + link.size() + " bytes, where " + LINK_BYTES_MAX + " are possible");
        }
        byte[] target = new byte[(int) link.size()];
        new ContentReader(this, link).read(0, target, 0, target.length);
        return Names.text(target, 0, target.length);
    }

    /** All extended attributes by their full names, ACLs among them ("system.posix_acl_access"). */
    public Map<String, byte[]> attributes(Inode inode) {
        return xattrs.all(inode);
    }

    /** One extended attribute. */
    public Optional<byte[]> attribute(Inode inode, String name) {
        return xattrs.get(inode, name);
    }

    /** The data of a file from its start. Damage shows as an {@link IOException} whose cause is the exception here. */
    public InputStream stream(Inode file) {
        return new ContentStream(new ContentReader(this, file));
    }

    /** The data of a file at any place. */
    public SeekableByteChannel channel(Inode file) {
        return new ContentChannel(new ContentReader(this, file));
    }

    /** The pieces of a file in their order, read as they are asked for. */
    public Iterable<Extent> extents(Inode file) {
        ContentReader reader = new ContentReader(this, file);
        return () -> new Iterator<>() {
            private long position;

            @Override
            public boolean hasNext() {
                return position < file.size();
            }

            @Override
            public Extent next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                Extent extent = reader.extent(position);
                position = extent.end();
                return extent;
            }
        };
    }

    /** Closes the image and its blobs. */
    @Override
    public void close() {
        medium.close();
        blobs.forEach(Medium::close);
    }

    Metadata metadata() {
        return metadata;
    }

    Medium medium() {
        return medium;
    }

    Devices devices() {
        return devices;
    }

    XattrReader xattrs() {
        return xattrs;
    }

    /** What the fragments of an inode lie in. */
    ContentReader packedContent(Inode inode) {
        if (superblock.packedNid() == 0) {
            throw inode.fault("it has a fragment, and the image has no packed inode");
        }
        if (inode.nid() == superblock.packedNid()) {
            throw inode.fault("the packed inode has a fragment of itself");
        }
        return content(superblock.packedNid());
    }

    private ContentReader content(long nid) {
        Inode inode = inode(nid);
        if (inode.type() != FileType.REGULAR) {
            throw inode.fault("it should hold data for others, and is a " + inode.type());
        }
        return new ContentReader(this, inode);
    }

    private Medium asMedium(String name, long nid) {
        return new InodeMedium(name, content(nid));
    }

    private Metadata sharedXattrSpace() {
        boolean boxed = superblock.isCompatible(SuperblockLayout.COMPAT_SHARED_EA_IN_METABOX);
        return boxed && metabox.isPresent() ? metabox.get() : metadata;
    }

    private Metadata prefixSpace() {
        if (superblock.prefixes() == 0 || superblock.isCompatible(SuperblockLayout.COMPAT_PLAIN_XATTR_PFX)) {
            return metadata;
        }
        if (metabox.isPresent()) {
            return metabox.get();
        }
        return superblock.packedNid() == 0 ? metadata
                : new Metadata(asMedium("packed inode", superblock.packedNid()));
    }
}
