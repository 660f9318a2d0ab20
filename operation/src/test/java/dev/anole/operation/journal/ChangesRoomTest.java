package dev.anole.operation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Effect;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import dev.anole.operation.journal.ChangeReport.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesRoomTest {
    @TempDir
    Path base;
    private Bench bench;
    private FileJournal journal;

    @BeforeEach
    void makeHost() throws IOException {
        bench = Bench.in(base);
        journal = bench.journal();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Runs an operation as a door does: input from strings, output through JSON and back, drawn. */
    private <I extends Record, O extends Record> O run(Operation<I, O> operation, String... input) throws InterruptedException {
        return called(operation, false, input);
    }

    private <I extends Record, O extends Record> O preview(Previewed<I, O> operation, String... input) throws InterruptedException {
        return called(operation, true, input);
    }

    private <I extends Record, O extends Record> O called(Operation<I, O> operation, boolean preview, String... input) throws InterruptedException {
        Map<String, List<String>> values = new java.util.HashMap<>();
        for (String part : input) {
            int equals = part.indexOf('=');
            values.computeIfAbsent(part.substring(0, equals), _ -> new java.util.ArrayList<>()).add(part.substring(equals + 1));
        }
        I given = operation.input().parse(values);
        O output = preview ? ((Previewed<I, O>) operation).preview(given, bench.context(journal)) : operation.run(given, bench.context(journal));
        if (!(operation.output() instanceof Output.Value<O>(Shape<O> shape))) {
            throw new AssertionError(operation.name() + " gives no value");
        }
        O travelled = Json.read(shape, Json.write(output), Json.Unknown.REFUSE);
        assertEquals(output, travelled);
        assertInstanceOf(View.class, ((Viewed) travelled).view());
        return travelled;
    }

    private String motd() throws IOException {
        return Files.readString(bench.file("/etc/motd"));
    }

    @Test
    void everyOperationThatChangesCanBePreviewed() {
        for (Operation<?, ?> operation : ChangesRoom.room().operations()) {
            assertEquals(operation.effect() == Effect.CHANGES, operation instanceof Previewed<?, ?>, operation.name().toString());
            assertFalse(operation.summary().zh().isBlank());
            assertTrue(operation.input().components().stream().allMatch(c -> !c.label().zh().isBlank()));
        }
    }

    @Test
    void aPreviewShowsTheDifferenceAndChangesNothing() throws Exception {
        bench.write("/etc/motd", "one\ntwo\n");
        ChangeReport report = preview(new FileWrite(), "path=/etc/motd", "content=one\n2\n");
        assertEquals(Stage.PREVIEW, report.stage());
        assertEquals(List.of("one", "two", "2"), report.targets().getFirst().lines().stream().map(LineDiff.Line::text).toList());
        assertEquals("one\ntwo\n", motd());
        assertFalse(Files.exists(bench.journalDirectory()));
    }

    @Test
    void whatIsSoAlreadyLeavesNoRecord() throws Exception {
        bench.write("/etc/motd", "one\n");
        assertEquals(Stage.UNCHANGED, run(new FileWrite(), "path=/etc/motd", "content=one\n").stage());
        assertEquals(List.of(), run(new ChangesList()).changes());
    }

    @Test
    void aChangeIsListedShownUndoneAndMadeAgain() throws Exception {
        bench.write("/etc/motd", "old\n");
        ChangeReport made = run(new FileWrite(), "path=/etc/motd", "content=new\n", "mode=0640");
        assertEquals("c-0001", made.id().orElseThrow());
        assertEquals("0640", String.format("%04o", (Integer) Files.getAttribute(bench.file("/etc/motd"), "unix:mode") & 07777));
        assertEquals(1, run(new ChangesList()).changes().size());
        assertEquals(Stage.APPLIED, run(new ChangesShow(), "id=1").stage());
        assertEquals(Stage.UNDONE, run(new ChangesUndo(), "id=c-0001").stage());
        assertEquals("old\n", motd());
        OperationException twice = assertThrows(OperationException.class, () -> run(new ChangesUndo(), "id=1"));
        assertEquals(OperationException.Kind.CONFLICT, twice.kind());
        assertEquals(Stage.APPLIED, run(new ChangesRedo(), "id=1").stage());
        assertEquals("new\n", motd());
        assertEquals(3, run(new ChangesShow(), "id=1").runs().size());
    }

    @Test
    void undoStopsWithThreeStatesWhereSomebodyHasChangedTheFileSince() throws Exception {
        bench.write("/etc/motd", "before\n");
        run(new FileWrite(), "path=/etc/motd", "content=ours\n");
        bench.write("/etc/motd", "theirs\n");
        assertEquals(1, run(new ChangesShow(), "id=1").conflicts().size());
        ChangeReport refused = run(new ChangesUndo(), "id=1");
        assertEquals(Stage.CONFLICTED, refused.stage());
        assertEquals(1, refused.findings());
        ChangeReport.Conflict conflict = refused.conflicts().getFirst();
        assertTrue(conflict.before().contains("before") && conflict.ours().contains("ours") && conflict.now().contains("theirs"), conflict.toString());
        assertEquals("theirs\n", motd());
    }

    @Test
    void overwritingOthersCanItselfBeTakenBack() throws Exception {
        bench.write("/etc/motd", "before\n");
        run(new FileWrite(), "path=/etc/motd", "content=ours\n");
        bench.write("/etc/motd", "theirs\n");
        run(new ChangesUndo(), "id=1", "foreign=overwrite");
        assertEquals("before\n", motd());
        run(new ChangesRedo(), "id=1");
        assertEquals("theirs\n", motd());
    }

    @Test
    void aConflictWithALaterChangeNamesIt() throws Exception {
        bench.write("/etc/motd", "before\n");
        run(new FileWrite(), "path=/etc/motd", "content=first\n");
        run(new FileWrite(), "path=/etc/motd", "content=second\n");
        ChangeReport refused = run(new ChangesUndo(), "id=1");
        assertTrue(refused.notes().getFirst().en().contains("undo c-0002 first"), refused.notes().toString());
        run(new ChangesUndo(), "id=2");
        run(new ChangesUndo(), "id=1");
        assertEquals("before\n", motd());
    }

    @Test
    void keysOfOneFileAreUndoneInAnyOrder() throws Exception {
        String before = "# about\nPort 22\n\n#PasswordAuthentication yes\nMatch User git\n  PasswordAuthentication no\n";
        bench.write("/etc/ssh/sshd_config", before);
        run(new FileSet(), "path=/etc/ssh/sshd_config", "set=Port=2222");
        run(new FileSet(), "path=/etc/ssh/sshd_config", "set=PasswordAuthentication=no");
        run(new FileSet(), "path=/etc/ssh/sshd_config", "set=X11Forwarding=no");
        run(new ChangesUndo(), "id=1");
        assertEquals("# about\nPort 22\n\n#PasswordAuthentication yes\nPasswordAuthentication no\nX11Forwarding no\nMatch User git\n  PasswordAuthentication no\n",
            Files.readString(bench.file("/etc/ssh/sshd_config")));
        run(new ChangesUndo(), "id=2");
        run(new ChangesUndo(), "id=3");
        assertEquals(before, Files.readString(bench.file("/etc/ssh/sshd_config")));
    }

    @Test
    void aKeyThatSomebodyHasChangedSinceStopsUndo() throws Exception {
        bench.write("/etc/app.conf", "a=1\nb=2\n");
        run(new FileSet(), "path=/etc/app.conf", "set=a=10");
        bench.write("/etc/app.conf", "a=11\nb=2\n");
        assertEquals(1, run(new ChangesUndo(), "id=1").findings());
    }

    @Test
    void aKernelValueIsSetLiveAndForTheNextBoot() throws Exception {
        bench.write("/proc/sys/vm/swappiness", "60\n");
        bench.write("/etc/sysctl.conf", "vm.swappiness = 1\n");
        ChangeReport report = run(new SysctlSet(), "name=vm/swappiness", "value=10");
        assertEquals("10\n", Files.readString(bench.file("/proc/sys/vm/swappiness")));
        assertTrue(Files.readString(bench.file(SysctlSet.FILE)).endsWith("\nvm.swappiness = 10\n"));
        assertTrue(report.notes().getFirst().en().startsWith("/etc/sysctl.conf sets vm.swappiness too"));
        run(new ChangesUndo(), "id=1");
        assertEquals("60\n", Files.readString(bench.file("/proc/sys/vm/swappiness")));
        assertFalse(Files.exists(bench.file("/etc/sysctl.d")));
    }

    @Test
    void aTriggerIsNoValue() {
        OperationException refused = assertThrows(OperationException.class, () -> run(new SysctlSet(), "name=vm.drop_caches", "value=3"));
        assertEquals(OperationException.Kind.USAGE, refused.kind());
        assertEquals(OperationException.Kind.NOT_FOUND,
            assertThrows(OperationException.class, () -> run(new SysctlSet(), "name=vm.no_such", "value=3")).kind());
    }

    @Test
    void aUnitIsInstalledAndEnabledWhereNoSystemdRuns() throws Exception {
        String unit = "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\nAlias=y.service\n";
        ChangeReport report = run(new UnitInstall(), "name=x.service", "content=" + unit, "enable=true", "start=true");
        assertEquals(Path.of("/etc/systemd/system/x.service"),
            Files.readSymbolicLink(bench.file("/etc/systemd/system/multi-user.target.wants/x.service")));
        assertTrue(Files.isSymbolicLink(bench.file("/etc/systemd/system/y.service")));
        assertTrue(report.notes().getFirst().en().contains("next boot"));
        run(new ChangesUndo(), "id=1");
        assertFalse(Files.exists(bench.file("/etc/systemd")));
    }

    @Test
    void contentThatNotEverybodyMayReadIsNotShown() throws Exception {
        Files.setPosixFilePermissions(bench.write("/etc/shadow", "root:hash\n"), PosixFilePermissions.fromString("rw-r-----"));
        String shown = Json.write(preview(new FileWrite(), "path=/etc/shadow", "content=root:other\n"));
        assertFalse(shown.contains("hash") || shown.contains("other"), shown);
        run(new FileWrite(), "path=/etc/shadow", "content=root:other\n");
        Files.writeString(bench.file("/etc/shadow"), "root:third\n");
        String conflict = Json.write(run(new ChangesShow(), "id=1")) + Json.write(run(new ChangesUndo(), "id=1"));
        assertFalse(conflict.contains("hash") || conflict.contains("other") || conflict.contains("third"), conflict);
    }

    @Test
    void aSecretIsWrittenForItsOwnerOnly() throws Exception {
        run(new FileWrite(), "path=/etc/token", "secret=s3cr3t");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.file("/etc/token"))));
        assertFalse(Json.write(run(new ChangesShow(), "id=1")).contains("s3cr3t"));
    }

    @Test
    void ownersAreNamedByTheHostsOwnAccounts() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(bench.host().isRoot(), "only root may give files away");
        bench.write("/etc/passwd", "root:x:0:0::/:/bin/sh\napp:x:4711:4712::/:/bin/false\n");
        bench.write("/etc/group", "root:x:0:\nstaff:x:4713:\n");
        bench.write("/etc/motd", "x");
        run(new FileModeSet(), "path=/etc/motd", "owner=app:staff", "mode=600");
        assertEquals(4711, Files.getAttribute(bench.file("/etc/motd"), "unix:uid"));
        assertEquals(4713, Files.getAttribute(bench.file("/etc/motd"), "unix:gid"));
        assertEquals(OperationException.Kind.NOT_FOUND,
            assertThrows(OperationException.class, () -> run(new FileModeSet(), "path=/etc/motd", "owner=nobody")).kind());
    }

    @Test
    void aValueWithALineEndWritesNoSecondKey() {
        OperationException refused = assertThrows(OperationException.class, () -> run(new FileSet(), "path=/etc/app.conf", "set=a=1\nevil=2"));
        assertTrue(refused.getMessage().contains("\\u000a"), refused.getMessage());
    }
}
