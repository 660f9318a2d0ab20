package dev.anole.image.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.Context;
import dev.anole.operation.Door;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Progress;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import dev.anole.operation.journal.FileJournal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as a door calls them. */
class FilesRoomTest {
    @TempDir
    Path work;

    private String tree;
    private String image;

    @BeforeEach
    void makeTree() throws Exception {
        Path root = Files.createDirectories(work.resolve("tree/etc"));
        Files.writeString(root.resolve("passwd"), "root:x:0:0\n");
        Files.setPosixFilePermissions(root.resolve("passwd"), PosixFilePermissions.fromString("rw-r-----"));
        Files.writeString(root.resolve("large"), "a line that comes again and again\n".repeat(20_000));
        Files.createSymbolicLink(root.resolve("link"), Path.of("passwd"));
        tree = work.resolve("tree").toString();
        image = work.resolve("image.erofs").toString();
    }

    private record Asking(Actor actor, TaskId task, Progress progress, Clock clock, Host host, Journal journal) implements Context {
    }

    private Context context() {
        Progress none = new Progress() {
            @Override
            public void step(Text name) {
            }

            @Override
            public void amount(double done, double total, String unit) {
            }

            @Override
            public void log(String line) {
            }
        };
        Host host = Host.local();
        return new Asking(new Actor("test", Role.ADMIN, Door.CLI), TaskId.random(), none, Clock.systemUTC(), host,
            FileJournal.at(work.resolve("journal"), host, Clock.systemUTC()));
    }

    private <I extends Record, O extends Record> O run(Operation<I, O> operation, String... typed) throws InterruptedException {
        Map<String, List<String>> values = new HashMap<>();
        for (String one : typed) {
            int equals = one.indexOf('=');
            values.computeIfAbsent(one.substring(0, equals), _ -> new ArrayList<>()).add(one.substring(equals + 1));
        }
        O output = operation.run(operation.input().parse(values), context());
        return operation.output() instanceof Output.Value<O>(var shape) ? Json.read(shape, Json.write(output), Json.Unknown.REFUSE) : output;
    }

    private OperationException refused(Operation<?, ?> operation, String... typed) {
        OperationException refused = assertThrows(OperationException.class, () -> run(operation, typed));
        assertFalse(refused.problem().en().contains("\n"), refused.problem().en());
        return refused;
    }

    private List<ImageList.Row> listed(String... more) throws InterruptedException {
        List<String> typed = new ArrayList<>(List.of("image=" + image));
        typed.addAll(List.of(more));
        List<ImageList.Row> rows = new ArrayList<>();
        run(new ImageList(), typed.toArray(String[]::new)).source().produce(rows::add);
        return rows;
    }

    @Test
    void aDirectoryBecomesAnImageThatHoldsTheSame() throws Exception {
        ImageBuild.Built built = run(new ImageBuild(), "source=" + tree, "target=" + image);
        assertEquals(5, built.inodes());
        assertTrue(built.bytes() < 100_000, built.toString());
        assertEquals(built.uuid(), run(new ImageInspect(), "image=" + image).uuid());
        assertEquals(List.of(), run(new ImageChecked(), "image=" + image).faults());
        assertEquals(List.of(), run(new ImageDiff(), "one=" + image, "other=" + tree).rows());
        Files.writeString(work.resolve("tree/etc/passwd"), "changed\n");
        assertEquals(List.of("/etc/passwd"), run(new ImageDiff(), "one=" + image, "other=" + tree).rows().stream().map(ImageDiff.Row::path).distinct().toList());
    }

    @Test
    void filesOfAnImageAreListedAndRead() throws Exception {
        run(new ImageBuild(), "source=" + tree, "target=" + image, "compression=lz4", "kernel=5.15");
        assertEquals(List.of("/etc"), listed().stream().map(ImageList.Row::name).toList());
        assertEquals(List.of("/etc", "/etc/large", "/etc/link -> passwd", "/etc/passwd"), listed("recursive=true").stream().map(ImageList.Row::name).sorted().toList());
        assertEquals("-rw-r-----", listed("path=/etc/passwd").getFirst().mode());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(new ImageCat(), "image=" + image, "path=/etc/link").source().writeTo(out);
        assertEquals("root:x:0:0\n", out.toString(StandardCharsets.UTF_8), "links are followed");
    }

    @Test
    void anArchiveBecomesAnImageAndADirectoryAgain() throws Exception {
        String archive = work.resolve("tree.tar.gz").toString();
        assertEquals(0, new ProcessBuilder("tar", "-czf", archive, "-C", tree, ".").inheritIO().start().waitFor());
        run(new ImageBuild(), "source=" + archive, "target=" + image);
        String target = work.resolve("out").toString();
        run(new ImageExtract(), "image=" + image, "target=" + target);
        assertEquals(List.of(), run(new ImageDiff(), "one=" + image, "other=" + target).rows());
        assertEquals("root:x:0:0\n", Files.readString(work.resolve("out/etc/passwd")));
        assertTrue(refused(new ImageExtract(), "image=" + image, "target=" + target).problem().en().contains("exists"));
    }

    @Test
    void nothingIsWrittenOverAndWhatAKernelCannotMountIsRefused() throws Exception {
        Files.writeString(Path.of(image), "somebody's");
        assertEquals(OperationException.Kind.CONFLICT, refused(new ImageBuild(), "source=" + tree, "target=" + image).kind());
        assertEquals("somebody's", Files.readString(Path.of(image)));
        assertTrue(refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "compression=zstd", "kernel=5.15").problem().en().contains("5.15"));
        assertTrue(refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "kernel=2.4").problem().en().contains("2.4"));
        assertTrue(refused(new ImageBuild(), "source=" + tree, "target=" + image + "2", "level=99").problem().en().contains("level 99"));
        assertFalse(Files.exists(Path.of(image + "2")));
    }

    @Test
    void aDamagedImageIsToldByStructureAndPlace() throws Exception {
        run(new ImageBuild(), "source=" + tree, "target=" + image);
        byte[] bytes = Files.readAllBytes(Path.of(image));
        bytes[1100] ^= 1;   // within the superblock, which has a checksum
        Files.write(Path.of(image), bytes);
        assertTrue(refused(new ImageInspect(), "image=" + image).problem().en().contains("superblock"));
        Files.writeString(work.resolve("text"), "no image");
        assertTrue(refused(new ImageChecked(), "image=" + work.resolve("text")).problem().en().contains("superblock"));
        assertEquals(OperationException.Kind.NOT_FOUND, refused(new ImageInspect(), "image=" + work.resolve("nowhere")).kind());
        assertTrue(refused(new ImageInspect(), "image=" + work).problem().en().contains("is a directory"));
    }
}
