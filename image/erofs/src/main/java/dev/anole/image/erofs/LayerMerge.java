package dev.anole.image.erofs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one image of the layers of a container image, as if they had been unpacked one over the other.
 *
 * <p>It goes from the top layer down: a file is written if nothing above has its name, hides it, or stands in the way.
 * So each layer is read once, and nothing that a higher layer replaces or removes takes room. The one exception: a hard link
 * to a file of its layer that a higher layer has replaced needs that file's data after all; then the layer is read again.
 */
public final class LayerMerge {
    /** Opens a layer from its beginning; it may be asked for more than once. */
    public interface Layer {
        InputStream open() throws IOException;
    }

    private final ErofsWriter writer;
    private final Set<String> removed = new HashSet<>();
    private final Set<String> opaque = new HashSet<>();
    /** Files whose data links of this or higher layers need, and the links' names. */
    private final Map<String, List<String>> wanted = new HashMap<>();
    /** The layer that is being read, counted from the top. */
    private int number;

    private LayerMerge(ErofsWriter writer) {
        this.writer = writer;
    }

    /**
     * Makes an image of layers.
     *
     * @param layers tar archives, compressed by gzip or zstd or not at all, the lowest first
     */
    public static Superblock write(List<Layer> layers, Path target, BuildOptions options) throws IOException {
        try (ErofsWriter writer = ErofsWriter.create(target, options)) {
            LayerMerge merge = new LayerMerge(writer);
            for (Layer each : layers.reversed()) {
                merge.layer(each);
            }
            merge.finish();
            return writer.finish();
        }
    }

    private void layer(Layer layer) throws IOException {
        number++;
        List<String> nowRemoved = new ArrayList<>();
        List<String> nowOpaque = new ArrayList<>();
        boolean replaced = false;
        try (TarReader archive = new TarReader(layer.open())) {
            for (Optional<TarReader.Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
                Optional<Whiteouts.Mark> mark = Whiteouts.mark(next.get().file());
                if (mark.isEmpty()) {
                    replaced |= !entry(next.get(), archive);
                } else {
                    switch (mark.get()) {
                        case Whiteouts.Removed(String path) -> nowRemoved.add(path);
                        case Whiteouts.Opaque(String directory) -> nowOpaque.add(directory);
                        case Whiteouts.Internal() -> {
                            // Means nothing here.
                        }
                    }
                }
            }
        }
        if (replaced) {
            fetchWanted(layer);
        }
        // A layer's marks are about lower layers only, wherever in the archive they stand.
        removed.addAll(nowRemoved);
        opaque.addAll(nowOpaque);
    }

    private void fetchWanted(Layer layer) throws IOException {
        try (TarReader archive = new TarReader(layer.open())) {
            for (Optional<TarReader.Entry> next = archive.next(); next.isPresent() && !wanted.isEmpty();
                    next = archive.next()) {
                if (next.get().hardLink().isEmpty() && wanted.containsKey(next.get().file().path())) {
                    supply(next.get(), archive);
                }
            }
        }
    }

    private void finish() {
        if (!wanted.isEmpty()) {
            Map.Entry<String, List<String>> first = wanted.entrySet().iterator().next();
            throw new RefusedException(first.getValue().getFirst(), "it is a hard link to " + first.getKey()
                    + ", which no layer has", "the image is broken: make it again");
        }
    }

    /** Answers false for a link whose file must be fetched from this layer. */
    private boolean entry(TarReader.Entry entry, TarReader archive) {
        FileEntry file = entry.file();
        if (entry.hardLink().isEmpty() && wanted.containsKey(file.path())) {
            supply(entry, archive);
            return true;
        }
        if (!isVisible(file.path(), file.type())) {
            return true;
        }
        if (entry.hardLink().isPresent()) {
            String target = entry.hardLink().get();
            Optional<Node> node = writer.find(target).filter(each -> each.layer() == number);
            if (node.isPresent()) {
                writer.link(file.path(), target);
                return true;
            }
            wanted.computeIfAbsent(target, key -> new ArrayList<>()).add(file.path());
            return false;
        }
        put(file, archive);
        return true;
    }

    private void put(FileEntry file, TarReader archive) {
        if (file.type() == FileType.REGULAR) {
            writer.add(file, archive.content());
        } else if (file.type() != FileType.DIRECTORY || writer.find(file.path())
                .filter(each -> each.isExplicit() && each.layer() < number).isEmpty()) {
            writer.add(file);
        }
        writer.find(file.path()).filter(each -> each.layer() == 0).ifPresent(each -> each.layer(number));
    }

    /** Writes a file that links wait for, under their names, and under its own if that can be seen. */
    private void supply(TarReader.Entry entry, TarReader archive) {
        List<String> names = new ArrayList<>(wanted.remove(entry.file().path()));
        if (isVisible(entry.file().path(), entry.file().type())) {
            names.addFirst(entry.file().path());
        }
        put(entry.file().at(names.getFirst()), archive);
        // The names are those of higher layers: nothing of this one replaces them.
        writer.find(names.getFirst()).orElseThrow().layer(number - 1);
        for (String each : names.subList(1, names.size())) {
            writer.link(each, names.getFirst());
        }
    }

    private boolean isVisible(String path, FileType type) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (removed.contains(above) || opaque.contains(above) || isTaken(above, FileType.DIRECTORY)) {
                return false;
            }
        }
        return path.isEmpty() || !removed.contains(path) && !opaque.contains("") && !isTaken(path, type);
    }

    /** Whether a higher layer has something there that this does not merge with: only directories do. */
    private boolean isTaken(String path, FileType type) {
        Optional<Node> node = writer.find(path);
        return node.isPresent() && node.get().layer() != number
                && (node.get().type() != FileType.DIRECTORY || type != FileType.DIRECTORY);
    }
}
