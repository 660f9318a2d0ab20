package dev.anole.image.erofs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An image of metadata over an eStargz layer that stays as it is: the kernel decodes the DEFLATE within the blob's gzip
 * members itself. Mounted with the blob as its device, by Linux 6.18.
 *
 * <p>A chunk can be mapped if its member has nothing before its data, takes at most 1 MiB, and does not begin with a zero
 * (a stored block), which the kernel would take for padding. Files with any other chunk are copied into the image.
 *
 * @see <a href="https://github.com/containerd/stargz-snapshotter/blob/main/docs/estargz.md">eStargz</a>
 */
public final class Estargz {
    /** Before and behind the DEFLATE of a member without name or comment: RFC 1952. */
    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int GZIP_FLAGS = 3;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b, 8};

    private static final Set<String> HIDDEN = Set.of(EstargzToc.TOC_NAME, ".prefetch.landmark",
            ".no.prefetch.landmark");

    private final Medium blob;
    private final EstargzToc toc;
    private final ErofsWriter writer;
    private final BuildOptions options;
    private long mapped;
    private long copied;

    private Estargz(Medium blob, EstargzToc toc, ErofsWriter writer, BuildOptions options) {
        this.blob = blob;
        this.toc = toc;
        this.writer = writer;
        this.options = options;
    }

    /**
     * What became of the files.
     *
     * @param mapped how many stay in the blob
     * @param copied how many are in the image
     */
    public record Outcome(Superblock superblock, long mapped, long copied) {
    }

    /**
     * Makes the image.
     *
     * @param blob an eStargz layer
     * @param options whose kernel must be Linux 6.18; the compression is that of copied files
     */
    public static Outcome write(Path blob, Path target, BuildOptions options) throws IOException {
        if (!options.kernel().hasExtents()) {
            throw new RefusedException("metadata over an eStargz layer", "Linux " + options.kernel().version()
                    + " has no encoded extents", "choose 6.18");
        }
        try (Medium medium = Medium.open(blob); ErofsWriter writer = ErofsWriter.create(target, options, 1)) {
            Estargz estargz = new Estargz(medium, EstargzToc.read(medium), writer, options);
            estargz.addAll();
            writer.blob(0, "", medium.size());
            return new Outcome(writer.finish(), estargz.mapped, estargz.copied);
        }
    }

    private void addAll() {
        Map<String, List<EstargzToc.Entry>> chunks = new HashMap<>();
        String path = "";
        for (EstargzToc.Entry each : toc.entries()) {
            path = each.type().equals("chunk") && each.name().isEmpty() ? path : TarReader.normal(each.name());
            if (each.type().equals("reg") || each.type().equals("chunk")) {
                chunks.computeIfAbsent(path, key -> new ArrayList<>()).add(each);
            }
        }
        for (EstargzToc.Entry each : toc.entries()) {
            String name = each.type().equals("chunk") ? "" : TarReader.normal(each.name());
            if (each.type().equals("chunk") || HIDDEN.contains(name)) {
                continue;
            }
            switch (each.type()) {
                case "hardlink" -> writer.link(name, TarReader.normal(each.linkName()));
                case "reg" -> regular(toc.file(each, name), chunks.get(name));
                default -> writer.add(toc.file(each, name));
            }
        }
    }

    private void regular(FileEntry file, List<EstargzToc.Entry> chunks) {
        List<EstargzToc.Span> spans = toc.spans(chunks, file.size());
        if (spans.stream().allMatch(this::isMappable)) {
            ExtentData extents = ExtentData.foreign(file.size());
            for (EstargzToc.Span each : spans) {
                int bytes = (int) (each.end() - each.begin()) - GZIP_HEADER - GZIP_TRAILER;
                int word = bytes | CompressedLayout.PLEN_PARTIAL
                        | Compression.DEFLATE.ordinal() + 1 << CompressedLayout.PLEN_FORMAT_SHIFT;
                extents.at(each.start(), word, (ErofsWriter.unifiedBlock(0) << options.blockBits()) + each.begin()
                        + GZIP_HEADER);
                extents.covered(each.start() + each.length());
            }
            writer.add(file, extents, spans.isEmpty() ? Set.of() : Set.of(Compression.DEFLATE));
            mapped++;
        } else {
            try (FileContent content = new GzipContent(blob, spans, file.size())) {
                writer.add(file, content);
            }
            copied++;
        }
    }

    private boolean isMappable(EstargzToc.Span span) {
        long bytes = span.end() - span.begin() - GZIP_HEADER - GZIP_TRAILER;
        if (span.inner() > 0 || bytes < 1 || bytes > Compression.ENCODED_BYTES_MAX
                || span.length() > Compression.DECODED_BYTES_MAX) {
            return false;
        }
        byte[] head = new byte[GZIP_HEADER + 1];
        blob.read(span.begin(), head, 0, head.length);
        if (!Arrays.equals(head, 0, GZIP_MAGIC.length, GZIP_MAGIC, 0, GZIP_MAGIC.length)) {
            throw new ErofsException("gzip member", span.begin(), "none begins here");
        }
        return head[GZIP_FLAGS] == 0 && head[GZIP_HEADER] != 0;
    }
}
