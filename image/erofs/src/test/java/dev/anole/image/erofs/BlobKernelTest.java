package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Images whose data lies in blobs beside them, mounted by the kernel with these as devices. */
class BlobKernelTest {
    private static final long SEED = Long.getLong("anole.seed", 20261120);
    private static final int ESTARGZ_CHUNK = 100_000;

    private static Scratch scratch;
    private static Path tree;

    @BeforeAll
    static void aTreeIsThere() throws Exception {
        Mounted.assumePossible();
        Scratch.assumeCommands("tar", "setfacl");
        scratch = new Scratch();
        tree = Files.createDirectory(scratch.path("tree"));
        SampleTree.make(tree, SEED, 200, true);
        Random random = new Random(SEED);
        byte[] noise = new byte[3_000_000];
        random.nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        byte[] text = new byte[900_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + random.nextInt(i / 100_000 + 1));
        }
        Files.write(tree.resolve("text"), text);
    }

    @AfterAll
    static void itGoes() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void chunksOfAFixedSizeAreStoredOnce() throws Exception {
        for (KernelAge age : List.of(KernelAge.LINUX_6_1, KernelAge.LINUX_6_18)) {
            BuildOptions options = BuildOptions.defaults().withoutCompression().with(age);
            chunked(options, new Chunking.Fixed(16384), TreeDiff.Ignore.HOLES);
        }
        RefusedException old = assertThrows(RefusedException.class, () -> chunked(BuildOptions.defaults()
                .withoutCompression().with(KernelAge.LINUX_5_15), new Chunking.Fixed(16384)));
        assertTrue(old.getMessage().contains("Linux 5.15"), old.getMessage());
    }

    @Test
    void chunksThatFollowTheContentAreStoredOnceAndCompressed() throws Exception {
        long shared = chunked(BuildOptions.defaults(), new Chunking.ContentDefined(32768), TreeDiff.Ignore.HOLES);
        assertTrue(shared > 2_000_000, "an insertion at the front cost the chunks behind it: " + shared);
        assertThrows(RefusedException.class, () -> chunked(BuildOptions.defaults().withoutCompression(),
                new Chunking.ContentDefined(32768)));
    }

    /** Two trees, the second a change of the first, over two blobs. Answers how many bytes were shared. */
    private static long chunked(BuildOptions options, Chunking chunking, TreeDiff.Ignore... ignored) throws Exception {
        Path changed = scratch.path("changed");
        Scratch.run("rm", "-rf", changed);
        Scratch.run("cp", "-a", tree, changed);
        byte[] noise = Files.readAllBytes(tree.resolve("noise"));
        ByteArrayOutputStream shifted = new ByteArrayOutputStream();
        shifted.writeBytes("inserted".getBytes(StandardCharsets.US_ASCII));
        shifted.writeBytes(noise);
        Files.write(changed.resolve("noise"), shifted.toByteArray());
        Files.write(changed.resolve("same-noise"), noise);
        Path image = scratch.path("chunked.erofs");
        List<Path> blobs = List.of(scratch.path("base.blob"), scratch.path("change.blob"));
        long shared;
        try (ChunkedImage made = ChunkedImage.create(image, options, chunking, blobs);
             FileTree first = DirectoryTree.open(tree); FileTree second = DirectoryTree.open(changed)) {
            made.add(first, 0);
            long before = made.sharedBytes();
            made.add(second, 1);
            shared = made.sharedBytes() - before;
            made.finish();
        }
        assertTrue(shared > 3_000_000, shared + " bytes of the second tree are the first's");
        same(changed, image, blobs, ignored);
        return shared - noise.length;
    }

    @Test
    void anArchiveIsMountedAsItIs() throws Exception {
        Path plain = scratch.path("plain");
        Scratch.run("sh", "-c", "rm -rf " + plain + "; cp -a " + tree + " " + plain + " && cd " + plain
                + " && setfacl -R -b . && find . -type s -delete; touch -d @7.25 .");
        Path archive = scratch.path("archive.tar");
        Scratch.run("tar", "-C", plain, "--format=pax", "--sparse", "--xattrs", "--xattrs-include=*", "-cf", archive,
                ".");
        Path image = scratch.path("index.erofs");
        TarIndex.write(archive, image, BuildOptions.defaults(), Whiteouts.PLAIN);
        assertTrue(Files.size(image) * 3 < Files.size(archive), Files.size(image) + " bytes of metadata");
        same(plain, image, List.of(archive), TreeDiff.Ignore.HOLES);
        Path compressed = scratch.path("archive.tar.gz");
        Scratch.run("sh", "-c", "gzip -c " + archive + " > " + compressed);
        assertThrows(RefusedException.class, () -> TarIndex.write(compressed, image, BuildOptions.defaults(),
                Whiteouts.PLAIN));
    }

    @Test
    void anEstargzLayerIsMountedAsItIs() throws Exception {
        Path plain = scratch.path("for-stargz");
        Scratch.run("sh", "-c", "rm -rf " + plain + "; cp -a --sparse=never " + tree + " " + plain + " && cd " + plain
                + " && find . -type s -delete; find . -name '*no text*' -prune -exec rm -rf {} +; touch -d @7 .");
        Path blob = scratch.path("layer.esgz");
        Files.write(blob, estargz(plain));
        Path image = scratch.path("stargz.erofs");
        Estargz.Outcome outcome = Estargz.write(blob, image, BuildOptions.defaults());
        assertTrue(outcome.mapped() > 30, outcome.toString());
        assertTrue(outcome.copied() > 0, "stored DEFLATE blocks cannot be mapped: " + outcome);
        same(plain, image, List.of(blob), TreeDiff.Ignore.HOLES);
        Path cut = scratch.path("cut.esgz");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(blob), 5000));
        assertEquals("eStargz footer", assertThrows(ErofsException.class, () -> Estargz.write(cut, image,
                BuildOptions.defaults())).structure());
    }

    private static void same(Path source, Path image, List<Path> blobs, TreeDiff.Ignore... ignored) throws Exception {
        Mounted.look(image, blobs, mount -> assertEquals(List.of(), differences(source, DirectoryTree.open(mount),
                ignored)));
        try (ErofsImage opened = ErofsImage.open(image, blobs.toArray(Path[]::new))) {
            assertEquals(List.of(), differences(source, new ImageTree(opened), ignored));
            List<Fault> faults = new ArrayList<>();
            ImageCheck.check(opened, faults::add);
            assertEquals(List.of(), faults);
        }
    }

    private static List<Difference> differences(Path source, FileTree shown, TreeDiff.Ignore... ignored) {
        List<Difference> found = new ArrayList<>();
        try (FileTree first = DirectoryTree.open(source); shown) {
            TreeDiff.compare(first, shown, found::add, ignored);
        }
        return found;
    }

    // --- an eStargz layer, as its specification has it ---

    /** Each chunk begins a gzip member, in which the padding and what the tar has next follow. */
    private static byte[] estargz(Path root) throws Exception {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        StringBuilder toc = new StringBuilder("{\"version\":1,\"entries\":[");
        try (FileTree source = DirectoryTree.open(root)) {
            append(source, source.root(), blob, toc, new HashMap<>());
        }
        toc.setLength(toc.length() - 1);
        toc.append("]}");
        byte[] json = toc.toString().getBytes(StandardCharsets.UTF_8);
        long place = blob.size();
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        byte[] header = new byte[512];
        System.arraycopy("stargz.index.json".getBytes(), 0, header, 0, 17);
        System.arraycopy(String.format("%011o", json.length).getBytes(), 0, header, TarHeader.SIZE, 11);
        tar.writeBytes(header);
        tar.writeBytes(json);
        blob.writeBytes(gzip(tar.toByteArray(), 9));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        footer.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff, 26, 0, 'S', 'G', 22, 0});
        footer.writeBytes(String.format("%016xSTARGZ", place).getBytes());
        footer.writeBytes(new byte[] {1, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0});
        assertEquals(51, footer.size());
        blob.writeBytes(footer.toByteArray());
        return blob.toByteArray();
    }

    private static void append(FileTree source, FileEntry entry, ByteArrayOutputStream blob, StringBuilder toc,
                               Map<FileKey, String> seen) throws Exception {
        String name = entry.path() + (entry.type() == FileType.DIRECTORY ? "/" : "");
        String common = "{\"name\":" + quote(name) + ",\"mode\":" + entry.permissions() + ",\"uid\":" + entry.uid()
                + ",\"gid\":" + entry.gid() + ",\"modtime\":\"" + entry.modified() + "\"" + xattrs(entry);
        boolean linked = entry.links() > 1 && entry.type() != FileType.DIRECTORY;
        if (linked && seen.containsKey(entry.key())) {
            toc.append("{\"name\":").append(quote(name)).append(",\"type\":\"hardlink\",\"linkName\":")
                    .append(quote(seen.get(entry.key()))).append("},");
            return;
        }
        seen.put(entry.key(), entry.path());
        switch (entry.type()) {
            case DIRECTORY -> {
                toc.append(common).append(",\"type\":\"dir\"},");
                for (FileEntry each : source.children(entry)) {
                    append(source, each, blob, toc, seen);
                }
            }
            case REGULAR -> {
                byte[] data = Files.readAllBytes(Path.of(source.name(), entry.path()));
                toc.append(common).append(",\"type\":\"reg\",\"size\":").append(data.length).append(",\"offset\":")
                        .append(blob.size()).append(data.length > ESTARGZ_CHUNK ? ",\"chunkSize\":" + ESTARGZ_CHUNK : "")
                        .append("},");
                for (int at = 0; at < data.length; at += ESTARGZ_CHUNK) {
                    int length = Math.min(ESTARGZ_CHUNK, data.length - at);
                    if (at > 0) {
                        toc.append("{\"name\":").append(quote(name)).append(",\"type\":\"chunk\",\"offset\":")
                                .append(blob.size()).append(",\"chunkOffset\":").append(at).append(",\"chunkSize\":")
                                .append(length).append("},");
                    }
                    byte[] member = Arrays.copyOf(Arrays.copyOfRange(data, at, at + length), length + 600);
                    blob.writeBytes(gzip(member, entry.path().equals("noise") ? 0 : 9));
                }
            }
            case SYMBOLIC_LINK -> toc.append(common).append(",\"type\":\"symlink\",\"linkName\":")
                    .append(quote(entry.target().orElseThrow())).append("},");
            case CHARACTER_DEVICE, BLOCK_DEVICE -> toc.append(common).append(",\"type\":\"")
                    .append(entry.type() == FileType.BLOCK_DEVICE ? "block" : "char").append("\",\"devMajor\":")
                    .append(entry.device().orElseThrow().major()).append(",\"devMinor\":")
                    .append(entry.device().orElseThrow().minor()).append("},");
            case FIFO -> toc.append(common).append(",\"type\":\"fifo\"},");
            case SOCKET -> throw new IllegalStateException("tar has no sockets");
        }
    }

    private static String xattrs(FileEntry entry) {
        StringBuilder all = new StringBuilder();
        entry.attributes().forEach((name, value) -> all.append(all.isEmpty() ? "" : ",").append(quote(name)).append(':')
                .append('"').append(Base64.getEncoder().encodeToString(value)).append('"'));
        return all.isEmpty() ? "" : ",\"xattrs\":{" + all + "}";
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }

    private static byte[] gzip(byte[] data, int level) {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        member.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] chunk = new byte[65536];
        while (!deflater.finished()) {
            member.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(data);
        for (long each : new long[] {crc.getValue(), data.length}) {
            for (int i = 0; i < 4; i++) {
                member.write((int) (each >>> 8 * i));
            }
        }
        return member.toByteArray();
    }
}
