package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.ExtendedAttributes;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Change;
import dev.anole.operation.ChangeRecord;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.ChangeState;
import dev.anole.operation.Journal;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.Step;
import dev.anole.operation.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactUndoTest {
    @TempDir
    Path base;
    private Bench bench;

    @BeforeEach
    void makeHost() throws IOException {
        bench = Bench.in(base);
    }

    private static Change change(Step... steps) {
        return new Change(Text.same("test"), List.of(steps));
    }

    private Step written(String path, String content) {
        return WholeFile.written(path, content.getBytes(), bench.clock());
    }

    /** Applies, undoes, redoes and undoes a change, and compares the whole host each time. */
    private void thereAndBack(Change change) throws Exception {
        Map<String, String> before = Tree.of(bench.host().root());
        try (FileJournal journal = bench.journal()) {
            ChangeRecord applied = journal.apply(change, bench.context(journal)).orElseThrow();
            Map<String, String> after = Tree.of(bench.host().root());
            assertNotEquals(before, after);
            assertEquals(ChangeState.APPLIED, applied.state());
            ChangeRecord undone = journal.reverse(applied.id(), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
            assertEquals(before, Tree.of(bench.host().root()));
            assertEquals(ChangeState.UNDONE, undone.state());
            journal.reverse(applied.id(), ChangeRun.Kind.REDO, Journal.Foreign.STOP, bench.context(journal));
            assertEquals(after, Tree.of(bench.host().root()));
            journal.reverse(applied.id(), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, bench.context(journal));
            assertEquals(before, Tree.of(bench.host().root()));
        }
    }

    @Test
    void aFileThatWasNotThereIsGoneAgain() throws Exception {
        thereAndBack(change(written("/etc/motd", "hello\n")));
    }

    @Test
    void directoriesThatWereMadeOnTheWayAreGoneAgain() throws Exception {
        thereAndBack(change(written("/etc/a/b/c.conf", "x\n"), written("/etc/a/d.conf", "y\n")));
    }

    @Test
    void aLinkComesBackWhereAFileTookItsPlace() throws Exception {
        Files.createSymbolicLink(bench.file("/etc/link"), Path.of("../nowhere"));
        Directory.working().setTimes(bench.file("/etc/link").toString(), Optional.empty(),
            Optional.of(Instant.parse("2001-02-03T04:05:06.123456789Z")), Symlink.NO_FOLLOW);
        thereAndBack(change(WholeFile.removed("/etc/link")));
        thereAndBack(change(WholeFile.linked("/etc/link", "elsewhere", bench.clock())));
    }

    @Test
    void aRemovedFileComesBackWithAllThatBelongsToIt() throws Exception {
        dressUp(bench.write("/etc/rich", "content\n"), new Random(7));
        thereAndBack(change(WholeFile.removed("/etc/rich")));
    }

    @Test
    void severalTargetsGoTogether() throws Exception {
        bench.write("/etc/one", "1\n");
        bench.write("/etc/two", "2\n");
        bench.write("/etc/four", "4\n");
        thereAndBack(change(written("/etc/one", "one\n"), WholeFile.removed("/etc/two"), written("/etc/three", "three\n"),
            ModeAndOwner.step("/etc/four", Optional.of(0600), WholeFile.Owner.UNCHANGED)));
    }

    @Test
    void modeAndOwnerComeBackWithSetUidAndAccessList() throws Exception {
        Path file = bench.write("/etc/tool", "#!/bin/sh\n");
        dressUp(file, new Random(11));
        Directory.working().setMode(file.toString(), 04750, Symlink.FOLLOW);
        thereAndBack(change(ModeAndOwner.step("/etc/tool", Optional.of(0600), WholeFile.Owner.UNCHANGED)));
        if (bench.host().isRoot()) {
            thereAndBack(change(ModeAndOwner.step("/etc/tool", Optional.empty(), new WholeFile.Owner(Optional.of(1234L), Optional.of(5678L)))));
        }
    }

    @Test
    void capabilitiesComeBack() throws Exception {
        assumeTrue(bench.host().isRoot(), "only root may give files capabilities");
        Path file = bench.write("/etc/ping", "binary");
        // struct vfs_cap_data revision 2 with the effective bit and CAP_NET_RAW permitted, include/uapi/linux/capability.h
        byte[] capability = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putInt(0x02000001).putInt(1 << 13).array();
        ExtendedAttributes.of(file.toString(), Symlink.FOLLOW).set("security.capability", capability);
        thereAndBack(change(written("/etc/ping", "another")));
        thereAndBack(change(ModeAndOwner.step("/etc/ping", Optional.empty(), new WholeFile.Owner(Optional.of(1L), Optional.empty()))));
    }

    @Test
    void theDefaultAccessListOfADirectoryComesBackAndIsNotInherited() throws Exception {
        Path folder = Files.createDirectories(bench.file("/etc/shared"));
        ExtendedAttributes attributes = ExtendedAttributes.of(folder.toString(), Symlink.FOLLOW);
        attributes.set(PosixAcl.DEFAULT, acl(6, 77, 4));
        thereAndBack(change(written("/etc/shared/new.conf", "x"),
            ModeAndOwner.step("/etc/shared", Optional.of(0711), WholeFile.Owner.UNCHANGED)));
        try (FileJournal journal = bench.journal()) {
            journal.apply(change(written("/etc/shared/other.conf", "x")), bench.context(journal));
        }
        assertEquals(List.of(), ExtendedAttributes.of(bench.file("/etc/shared/other.conf").toString(), Symlink.FOLLOW).names());
    }

    @Test
    void anyFileComesBackExactly() throws Exception {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("ExactUndoTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            String path = "/etc/dir" + random.nextInt(3) + "/file" + random.nextInt(4);
            if (random.nextInt(4) > 0) {
                bench.write(path, text(random));
                dressUp(bench.file(path), random);
            }
            thereAndBack(change(switch (random.nextInt(3)) {
                case 0 -> written(path, text(random) + "changed");
                case 1 -> WholeFile.written(path, text(random).getBytes(), Optional.of(random.nextInt(01000)), WholeFile.Owner.UNCHANGED, bench.clock());
                default -> KeyEdits.step(path, KeyFormat.EQUALS, Optional.empty(), Map.of("key" + round, "v" + random.nextInt()),
                    List.of(), "", bench.clock());
            }));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(3) == 0 ? " = 1\n" : "");
        }
        return text.toString();
    }

    /** Gives a file mode, owner, access list, attributes and times that nothing has by default. */
    private void dressUp(Path file, Random random) {
        ExtendedAttributes attributes = ExtendedAttributes.of(file.toString(), Symlink.FOLLOW);
        Directory here = Directory.working();
        if (bench.host().isRoot()) {
            here.setOwner(file.toString(), random.nextInt(5000), random.nextInt(5000), Symlink.FOLLOW);
        }
        try {
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(value);
            attributes.set("user.anole" + random.nextInt(3), value);
            if (random.nextBoolean()) {
                attributes.set(PosixAcl.ACCESS, acl(random.nextInt(8), random.nextInt(1, 3000), random.nextInt(8)));
            }
        } catch (ErrnoException e) {
            assumeTrue(false, "the file system of the temporary directory has no such attributes: " + e.getMessage());
        }
        here.setMode(file.toString(), 0400 | random.nextInt(010000), Symlink.FOLLOW);
        here.setTimes(file.toString(), Optional.of(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))),
            Optional.of(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))), Symlink.FOLLOW);
    }

    /** u::rw-, one user with rights, g::r--, a mask, o::---, as setfacl(1) writes it. */
    private static byte[] acl(int userRights, int uid, int mask) {
        List<int[]> entries = new ArrayList<>(List.of(new int[] {0x01, 6, -1}, new int[] {0x02, userRights, uid},
            new int[] {0x04, 4, -1}, new int[] {0x10, mask, -1}, new int[] {0x20, 0, -1}));
        ByteBuffer acl = ByteBuffer.allocate(4 + 8 * entries.size()).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        entries.forEach(e -> acl.putShort((short) e[0]).putShort((short) e[1]).putInt(e[2]));
        return acl.array();
    }

    @Test
    void anAccessListIsRecordedAsTheOtherToolWritesIt() throws Exception {
        Path file = bench.write("/etc/shared.conf", "x\n");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setfacl")), "setfacl is not installed");
        assertEquals(0, new ProcessBuilder("setfacl", "-m", "u:12:rwx,g:34:r", file.toString()).inheritIO().start().waitFor());
        thereAndBack(change(ModeAndOwner.step("/etc/shared.conf", Optional.of(0640), WholeFile.Owner.UNCHANGED)));
        Process list = new ProcessBuilder("getfacl", "-cn", file.toString()).start();
        String text = new String(list.getInputStream().readAllBytes());
        assertTrue(text.contains("user:12:rwx") && text.contains("group:34:r--"), text);
    }
}
