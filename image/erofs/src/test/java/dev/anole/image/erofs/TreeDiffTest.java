package dev.anole.image.erofs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a comparison must notice, since other tests rely on it. */
class TreeDiffTest {
    private Scratch scratch;
    private Path one;
    private Path other;

    @BeforeEach
    void twoEqualTrees() throws Exception {
        SampleTree.assumeRoot();
        Scratch.assumeCommands("setfattr", "setfacl");
        scratch = new Scratch();
        one = Files.createDirectory(scratch.path("one"));
        SampleTree.make(one, 7, 60, true);
        Files.writeString(one.resolve("plain"), "some text");
        Files.createSymbolicLink(one.resolve("link"), Path.of("plain"));
        Files.createLink(one.resolve("second"), one.resolve("plain"));
        Scratch.run("truncate", "-s", "65536", one.resolve("hole"));
        other = scratch.path("other");
        Scratch.run("cp", "-a", "--sparse=always", one, other);
        Scratch.run("cp", "-a", "--sparse=always", one, scratch.path("copy"));
    }

    @AfterEach
    void theyGo() {
        if (scratch != null) {
            scratch.close();
        }
    }

    @Test
    void equalTreesDoNotDiffer() {
        assertEquals(List.of(), compare(TreeDiff.Ignore.HOLES));
    }

    @Test
    void everyKindOfChangeIsNoticed() throws Exception {
        notices("mode", "chmod", "4755", "plain");
        notices("owner", "chown", "7:8", "plain");
        notices("modified", "touch", "-d", "@1.000000001", "plain");
        notices("attributes", "setfattr", "-n", "trusted.x", "-v", "y", "plain");
        notices("attributes", "setfacl", "-m", "u:77:r", "plain");
        notices("target", "ln", "-sfn", "elsewhere", "link");
        notices("size", "truncate", "-s", "+1", "plain");
        notices("content", "sh", "-c", "printf S | dd of=plain conv=notrunc status=none");
        notices("links", "sh", "-c", "rm second && cp -a plain second");
        notices("type", "sh", "-c", "rm plain && mkdir plain");
        notices("holes", "sh", "-c", "printf '\\0' | dd of=hole bs=1 seek=8000 conv=notrunc status=none");
        notices("-", "rm", "link");
        notices("+", "mkfifo", "new");
    }

    private void notices(String what, Object... command) throws Exception {
        List<Object> words = new ArrayList<>(List.of("env", "-C", other));
        words.addAll(List.of(command));
        Scratch.run(words.toArray());
        boolean found = compare().stream().anyMatch(each -> switch (each) {
            case Difference.Changed changed -> changed.what().equals(what);
            case Difference.Added ignored -> what.equals("+");
            case Difference.Removed ignored -> what.equals("-");
        });
        assertEquals(true, found, what + " after " + List.of(command) + ": " + compare());
        Scratch.run("rm", "-rf", other);
        Scratch.run("cp", "-a", "--sparse=always", scratch.path("copy"), other);
    }

    private List<Difference> compare(TreeDiff.Ignore... ignored) {
        List<Difference> found = new ArrayList<>();
        try (FileTree first = DirectoryTree.open(one); FileTree second = DirectoryTree.open(other)) {
            TreeDiff.compare(first, second, found::add, ignored);
        }
        return found;
    }
}
