package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Journal;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traps that an ordinary user lays for root. */
class PlaceTest {
    private static final long MALLORY = 4242;

    @TempDir
    Path base;
    private Bench bench;

    @BeforeEach
    void makeHost() throws IOException {
        bench = Bench.in(base);
        Files.createDirectories(bench.file("/home/mallory"));
    }

    private void give(String path) {
        Directory.working().setOwner(bench.file(path).toString(), MALLORY, MALLORY, Symlink.NO_FOLLOW);
    }

    private void asRoot() {
        assumeTrue(bench.host().isRoot(), "only root may give files away");
    }

    private OperationException refused(Step step) {
        try (FileJournal journal = bench.journal()) {
            return assertThrows(OperationException.class,
                () -> journal.apply(new Change(Text.same("test"), List.of(step)), bench.context(journal)));
        }
    }

    private void applied(Step step) throws InterruptedException {
        try (FileJournal journal = bench.journal()) {
            journal.apply(new Change(Text.same("test"), List.of(step)), bench.context(journal)).orElseThrow();
        }
    }

    private Step written(String path) {
        return WholeFile.written(path, "new\n".getBytes(), bench.clock());
    }

    @Test
    void aUsersLinkLeadsRootNowhereElse() throws Exception {
        asRoot();
        bench.write("/etc/cron.d/job", "old\n");
        give("/home/mallory");
        for (String pointsTo : List.of("/etc/cron.d", "../../etc/cron.d")) {
            Files.deleteIfExists(bench.file("/home/mallory/app"));
            Files.createSymbolicLink(bench.file("/home/mallory/app"), Path.of(pointsTo));
            give("/home/mallory/app");
            OperationException refused = refused(written("/home/mallory/app/job"));
            assertTrue(refused.getMessage().contains("must not be trusted"), refused.getMessage());
            refused(ModeAndOwner.step("/home/mallory/app/job", Optional.of(0777), WholeFile.Owner.UNCHANGED));
        }
        assertEquals("old\n", Files.readString(bench.file("/etc/cron.d/job")));
    }

    @Test
    void aUsersLinkWithinHisOwnIsFollowed() throws Exception {
        asRoot();
        Files.createDirectories(bench.file("/home/mallory/real"));
        Files.createSymbolicLink(bench.file("/home/mallory/app"), Path.of("real"));
        List.of("/home/mallory", "/home/mallory/real", "/home/mallory/app").forEach(this::give);
        applied(written("/home/mallory/app/conf"));
        assertEquals("new\n", Files.readString(bench.file("/home/mallory/real/conf")));
        try (FileJournal journal = bench.journal()) {
            journal.reverse(new ChangeId(1), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
        }
        assertFalse(Files.exists(bench.file("/home/mallory/real/conf")));
    }

    @Test
    void rootsLinksAreFollowedWithinTheHostsRoot() throws Exception {
        Files.createDirectories(bench.file("/run/app"));
        Files.createSymbolicLink(bench.file("/var"), Path.of("../../.."));
        Files.createDirectories(bench.file("/usr/lib"));
        Files.createSymbolicLink(bench.file("/lib"), Path.of("/usr/lib"));
        applied(written("/lib/x.conf"));
        applied(written("/var/run/app/y.conf"));
        assertEquals("new\n", Files.readString(bench.file("/usr/lib/x.conf")));
        assertEquals("new\n", Files.readString(bench.file("/run/app/y.conf")));
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws Exception {
        bench.write("/etc/shadow", "secret\n");
        Files.createSymbolicLink(bench.file("/etc/motd"), Path.of("shadow"));
        assertTrue(refused(written("/etc/motd")).getMessage().contains("is a symbolic link to shadow"));
        refused(ModeAndOwner.step("/etc/motd", Optional.of(0777), WholeFile.Owner.UNCHANGED));
        assertEquals("secret\n", Files.readString(bench.file("/etc/shadow")));
    }

    @Test
    void aFileWithASecondNameIsRefused() throws Exception {
        bench.write("/etc/shadow", "secret\n");
        Files.createLink(bench.file("/home/mallory/x"), bench.file("/etc/shadow"));
        assertTrue(refused(written("/home/mallory/x")).getMessage().contains("2 names"));
        refused(ModeAndOwner.step("/home/mallory/x", Optional.of(0777), WholeFile.Owner.UNCHANGED));
    }

    @Test
    void linksThatGoRoundInCirclesEnd() throws Exception {
        Files.createSymbolicLink(bench.file("/etc/a"), Path.of("b"));
        Files.createSymbolicLink(bench.file("/etc/b"), Path.of("a"));
        assertTrue(refused(written("/etc/a/x")).getMessage().contains("ELOOP"));
    }

    @Test
    void whatALinkPointsAtIsNotMade() throws Exception {
        Files.createSymbolicLink(bench.file("/etc/app"), Path.of("/opt/app"));
        assertEquals(OperationException.Kind.NOT_FOUND, refused(written("/etc/app/x")).kind());
        assertFalse(Files.exists(bench.file("/opt")));
    }

    @Test
    void aPathThatGoesUpIsNoTarget() {
        for (String path : List.of("/etc/../x", "etc/x", "/etc//x", "/etc/./x", "/etc/x/", "/", "", "/a\0b")) {
            assertThrows(IllegalArgumentException.class, () -> new Target.File(path), path);
        }
    }

    @Test
    void aDeviceAndADirectoryAreNotReplaced() throws Exception {
        assertTrue(refused(written("/etc")).getMessage().contains("a directory"));
        assertEquals(0, new ProcessBuilder("mkfifo", bench.file("/etc/pipe").toString()).start().waitFor());
        assertTrue(refused(written("/etc/pipe")).getMessage().contains("a FIFO"));
    }

    @Test
    void aProtectedFileIsRefusedWithTheRemedy() throws Exception {
        Path file = bench.write("/etc/locked", "x");
        assumeTrue(new ProcessBuilder("chattr", "+i", file.toString()).redirectErrorStream(true).start().waitFor() == 0,
            "chattr +i does not work here");
        try {
            assertTrue(refused(written("/etc/locked")).getMessage().contains("chattr -i"));
        } finally {
            assertEquals(0, new ProcessBuilder("chattr", "-i", file.toString()).start().waitFor());
        }
    }

    @Test
    void everythingUnderneathADirectoryThatOthersMayNotEnterIsConfidential() throws Exception {
        Path folder = bench.file("/home/mallory");
        Directory.working().setMode(folder.toString(), 0700, Symlink.FOLLOW);
        bench.write("/home/mallory/key", "x");
        try (Place place = Place.of(bench.host(), "/home/mallory/key")) {
            assertFalse(place.everybodyMayEnter());
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }
}
