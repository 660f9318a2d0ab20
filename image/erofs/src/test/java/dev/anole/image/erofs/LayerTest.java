package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Archives by GNU tar, as images: alone, and as layers over each other. */
class LayerTest {
    private Scratch scratch;
    private Path tree;

    @BeforeEach
    void aTreeIsThere() throws Exception {
        SampleTree.assumeRoot();
        Scratch.assumeCommands("tar", "setfattr", "setfacl", "zstd");
        scratch = new Scratch();
        tree = Files.createDirectory(scratch.path("tree"));
    }

    @AfterEach
    void itGoes() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void anArchiveBecomesTheTreeThatItWasMadeOf() throws Exception {
        SampleTree.make(tree, 11, 250, true);
        // GNU tar keeps ACLs as text of its own, and no sockets.
        Scratch.run("sh", "-c", "cd " + tree + " && setfacl -R -b . ; find . -type s -delete; touch -d @1.5 .");
        for (String options : List.of("--format=pax --sparse", "--format=pax --sparse -z", "--format=gnu --sparse --no-xattrs",
                "--format=pax --sparse --sparse-version=0.1", "--format=pax --sparse --sparse-version=0.0 --zstd")) {
            Path archive = scratch.path("archive.tar");
            Scratch.run("sh", "-c", "tar -C " + tree + " -c --xattrs --xattrs-include='*' " + options + " -f "
                    + archive + " .");
            Path image = scratch.path("archive.erofs");
            try (ErofsWriter writer = ErofsWriter.create(image, BuildOptions.defaults());
                 TarReader reader = new TarReader(Files.newInputStream(archive))) {
                writer.addArchive(reader, Whiteouts.PLAIN);
                writer.finish();
            }
            List<Difference> found = differences(image);
            if (options.contains("gnu")) {
                // That format has whole seconds and no attributes.
                found.removeIf(each -> each instanceof Difference.Changed(var path, var what, var before, var after)
                        && List.of("modified", "attributes").contains(what));
            }
            assertEquals(List.of(), found, options);
        }
    }

    @Test
    void layersGiveTheTreeThatIsLeftAfterAllOfThem() throws Exception {
        List<LayerMerge.Layer> layers = new ArrayList<>();
        sh("mkdir -p a/deep/er b c gone kept; echo one > a/one; echo two > a/deep/two; ln a/one b/hard; echo x > gone/x"
                + "; echo p > c/perl; ln c/perl c/perl5; echo k > kept/k; ln -s one a/link; echo f > swap; mkdir swapped"
                + "; echo s > swapped/inside; setfattr -n user.l -v 1 kept; chmod 700 kept; echo 1 > o; mkdir opaque"
                + "; echo low > opaque/low; mkdir opaque/dir; echo low > opaque/dir/low");
        layers.add(layer("tar -c --xattrs -f - ."));
        // Replaced beside its hard link, removed, swapped kinds, a changed directory.
        sh("rm c/perl; echo new > c/perl; rm -rf gone; rm swap; mkdir swap; echo in > swap/in; rm -rf swapped"
                + "; echo file > swapped; chmod 711 kept; ln a/deep/two a/again; rm -rf opaque; mkdir opaque"
                + "; echo high > opaque/high");
        layers.add(staged("c/perl swap swapped a/deep/two a/again opaque kept", ".wh.gone opaque/.wh..wh..opq"));
        // Back again, and once more removed; a link to a file of a lower layer.
        sh("mkdir gone; echo y > gone/y; rm a/one; echo top > a/deep/two2; rm o; ln a/deep/two a/third");
        layers.add(staged("gone a/deep/two2 a/deep/two a/again a/third", "a/.wh.one .wh.o"));

        Path image = scratch.path("layers.erofs");
        LayerMerge.write(layers, image, BuildOptions.defaults());
        assertEquals(List.of(), differences(image).stream().filter(each ->
                !(each instanceof Difference.Changed(var path, var what, var before, var after)
                        && what.equals("modified"))).toList());
        try (ErofsImage opened = ErofsImage.open(image)) {
            assertFalse(opened.find("/opaque/low").isPresent());
            assertArrayEquals("p\n".getBytes(), opened.stream(opened.find("/c/perl5").orElseThrow()).readAllBytes());
        }
    }

    @Test
    void aSingleLayerKeepsItsMarksForOverlayfs() throws Exception {
        sh("mkdir -p dir; : > dir/.wh.removed; : > dir/.wh..wh..opq; echo x > dir/x");
        Path image = scratch.path("layer.erofs");
        try (ErofsWriter writer = ErofsWriter.create(image, BuildOptions.defaults());
             TarReader reader = new TarReader(layer("tar -c -f - .").open())) {
            writer.addArchive(reader, Whiteouts.OVERLAY);
            writer.finish();
        }
        try (ErofsImage opened = ErofsImage.open(image)) {
            Inode removed = opened.find("/dir/removed").orElseThrow();
            assertEquals(FileType.CHARACTER_DEVICE, removed.type());
            assertEquals("0:0", removed.device().orElseThrow().toString());
            assertArrayEquals("y".getBytes(), opened.attribute(opened.find("/dir").orElseThrow(),
                    "trusted.overlay.opaque").orElseThrow());
            assertTrue(opened.find("/dir/x").isPresent());
            assertFalse(opened.find("/dir/.wh.removed").isPresent());
        }
    }

    @Test
    void anArchiveThatLeadsUpwardsOrIsCutIsRefused() throws Exception {
        sh("echo x > file");
        Path archive = scratch.path("up.tar");
        Scratch.run("tar", "-C", tree, "-P", "--transform=s,file,../file,", "-cf", archive, "file");
        assertThrows(RefusedException.class, () -> build(archive));
        Scratch.run("tar", "-C", tree, "-cf", archive, "file");
        Scratch.run("truncate", "-s", "512", archive);
        ErofsException cut = assertThrows(ErofsException.class, () -> build(archive));
        assertEquals("tar archive", cut.structure());
        Scratch.run("sh", "-c", "printf x | dd of=" + archive + " bs=1 seek=5 conv=notrunc status=none");
        assertEquals("tar header", assertThrows(ErofsException.class, () -> build(archive)).structure());
        assertFalse(Files.exists(scratch.path("refused.erofs")));
        assertEquals(0, scratch.path("").toFile().list((directory, name) -> name.contains("partial")).length);
    }

    private void build(Path archive) throws Exception {
        try (ErofsWriter writer = ErofsWriter.create(scratch.path("refused.erofs"), BuildOptions.defaults());
             TarReader reader = new TarReader(Files.newInputStream(archive))) {
            writer.addArchive(reader, Whiteouts.PLAIN);
            writer.finish();
        }
    }

    private void sh(String script) throws Exception {
        Scratch.run("sh", "-c", "cd " + tree + " && " + script);
    }

    private int count;

    private LayerMerge.Layer layer(String command) throws Exception {
        Path archive = scratch.path("layer" + count++);
        Scratch.run("sh", "-c", "cd " + tree + " && " + command + " > " + archive);
        return () -> Files.newInputStream(archive);
    }

    /** A layer of these paths, whole, and of these marks. */
    private LayerMerge.Layer staged(String paths, String marks) throws Exception {
        Path stage = scratch.path("stage" + count);
        Path archive = scratch.path("layer" + count++);
        Scratch.run("sh", "-c", "mkdir " + stage + " && cd " + tree + " && cp -a --parents " + paths + " " + stage
                + " && cd " + stage + " && touch " + marks + " && tar -c --xattrs -f " + archive + " *"
                + " $(find . -maxdepth 1 -name '.wh*')");
        return () -> Files.newInputStream(archive);
    }

    private List<Difference> differences(Path image) throws Exception {
        List<Difference> found = new ArrayList<>();
        try (FileTree source = DirectoryTree.open(tree); ErofsImage opened = ErofsImage.open(image)) {
            TreeDiff.compare(source, new ImageTree(opened), found::add);
        }
        return found;
    }
}
