package dev.anole.security.sm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Actor;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Context;
import dev.anole.operation.Door;
import dev.anole.operation.Effect;
import dev.anole.operation.Host;
import dev.anole.operation.Journal;
import dev.anole.operation.Json;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Progress;
import dev.anole.operation.Role;
import dev.anole.operation.TaskId;
import dev.anole.operation.Text;
import dev.anole.operation.journal.FileJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as a door calls them, beside Debian's OpenSSL. */
class SmRoomTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir
    Path work;

    private final Host host = Host.local();
    private Clock clock = Clock.systemUTC();
    private FileJournal journal;
    private Path message;

    @BeforeEach
    void begin() throws Exception {
        journal = FileJournal.at(work.resolve("journal"), host, clock);
        message = Files.write(work.resolve("message"), new byte[200_000]);
    }

    @AfterEach
    void end() {
        journal.close();
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
        return new Asking(new Actor("test", Role.ADMIN, Door.CLI), TaskId.random(), none, clock, host, journal);
    }

    /** Runs an operation with an input as it is typed; its output goes through JSON and back. */
    private <I extends Record, O extends Record> O run(Operation<I, O> operation, String... typed) throws InterruptedException {
        Map<String, List<String>> values = new HashMap<>();
        for (String one : typed) {
            int equals = one.indexOf('=');
            values.computeIfAbsent(one.substring(0, equals), _ -> new ArrayList<>()).add(one.substring(equals + 1));
        }
        O output = operation.run(operation.input().parse(values), context());
        if (!(operation.output() instanceof Output.Value<O>(var shape))) {
            throw new AssertionError(operation.name() + " gives no value");
        }
        return Json.read(shape, Json.write(output), Json.Unknown.REFUSE);
    }

    private OperationException refused(Operation<?, ?> operation, String... typed) {
        OperationException refused = assertThrows(OperationException.class, () -> run(operation, typed));
        assertFalse(refused.problem().en().contains("\n"), refused.problem().en());
        return refused;
    }

    private String openssl(int code, String... words) throws Exception {
        assumeTrue(Files.isExecutable(OPENSSL), "openssl is not installed");
        List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(List.of(words));
        Path said = work.resolve("said");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String text = Files.readString(said, StandardCharsets.ISO_8859_1);
        assertEquals(code, process.exitValue(), () -> String.join(" ", command) + ": " + text);
        return text;
    }

    private String at(String name) {
        return work.resolve(name).toString();
    }

    @Test
    void whatChangesCanBePreviewedAndWhatOpensFilesIsAnAdministrators() {
        for (Operation<?, ?> operation : SmRoom.room().operations()) {
            assertEquals(operation.effect() == Effect.CHANGES, operation instanceof Previewed<?, ?>, operation.name().toString());
            assertTrue(operation.effect() != Effect.READS || operation instanceof SmStatus || operation instanceof SmSpeed, operation.name().toString());
        }
    }

    @Test
    void oneTierRunsAndTheOthersSayWhyNot() throws Exception {
        SmStatus.Status status = run(new SmStatus());
        assertEquals(1, status.tiers().stream().filter(t -> t.state() == SmStatus.State.RUNNING && t.tier().equals(status.running())).count());
        assertTrue(status.tiers().stream().allMatch(t -> t.state() == SmStatus.State.UNUSABLE ^ t.why().isEmpty()), status.toString());
    }

    @Test
    void hashesAreOpenssls() throws Exception {
        assertTrue(openssl(0, "dgst", "-sm3", message.toString()).strip().endsWith(run(new SmHash(), "files=" + message).hashes().getFirst().sm3()));
        assertTrue(openssl(0, "dgst", "-sm3", "-hmac", "a key", message.toString()).strip()
            .endsWith(run(new SmHash(), "files=" + message, "key=a key").hashes().getFirst().sm3()));
        assertEquals(List.of(200_000L, 200_000L), run(new SmHash(), "files=" + message, "files=" + message).hashes().stream().map(SmHash.Hash::bytes).toList());
    }

    @Test
    void aKeyIsItsOwnersAloneAndCanBeTakenBackButNotWrittenOver() throws Exception {
        run(new SmKeyCreate(), "file=" + at("key"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("key"))));
        assertEquals(run(new SmKeyShow(), "file=" + at("key")), run(new SmKeyShow(), "file=" + at("key.pub")));
        String before = Files.readString(work.resolve("key"));
        assertTrue(refused(new SmKeyCreate(), "file=" + at("key")).problem().en().contains("nothing is written over a key"));
        assertEquals(before, Files.readString(work.resolve("key")));
        openssl(0, "pkey", "-in", at("key"), "-noout", "-check");
        journal.reverse(ChangeId.of("c-0001"), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, context());
        assertFalse(Files.exists(work.resolve("key")) || Files.exists(work.resolve("key.pub")));
    }

    @Test
    void aPreviewMakesNoKey() throws Exception {
        SmKeyCreate operation = new SmKeyCreate();
        operation.preview(operation.input().parse(Map.of("file", List.of(at("key")))), context());
        assertFalse(Files.exists(work.resolve("key")));
    }

    @Test
    void opensslAndWeVerifyEachOther() throws Exception {
        run(new SmKeyCreate(), "file=" + at("key"));
        String ours = run(new SmSign(), "file=" + message, "key=" + at("key")).signature();
        Files.write(work.resolve("ours"), Base64.getDecoder().decode(ours));
        openssl(0, "pkeyutl", "-verify", "-pubin", "-inkey", at("key.pub"), "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
            "-in", message.toString(), "-sigfile", at("ours"));
        openssl(0, "pkeyutl", "-sign", "-inkey", at("key"), "-rawin", "-digest", "sm3", "-pkeyopt", "distid:ALICE", "-in", message.toString(), "-out", at("theirs"));
        String theirs = Base64.getEncoder().encodeToString(Files.readAllBytes(work.resolve("theirs")));
        assertTrue(run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=" + theirs, "identity=ALICE").good());
        assertEquals(1, run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=" + theirs).findings(), "another identity");
        assertFalse(run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=AAAA").good());
        assertTrue(refused(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=!").problem().en().contains("Base64"));
    }

    private void makeAuthorityAndServer() throws Exception {
        run(new SmCaCreate(), "directory=" + at("ca"), "subject=CN=Test Root, O=Example");
        run(new SmKeyCreate(), "file=" + at("key"));
        run(new SmCertRequest(), "file=" + at("request"), "key=" + at("key"), "subject=CN=server.example.com", "host=server.example.com", "address=192.0.2.1");
        run(new SmCaIssue(), "request=" + at("request"), "file=" + at("cert"), "ca=" + at("ca"));
    }

    @Test
    void anAuthorityIssuesWhatOpensslAndTheJdkAccept() throws Exception {
        makeAuthorityAndServer();
        SmCertVerify.Verdict verdict = run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("ca/ca.pem"));
        assertTrue(verdict.good(), verdict.why());
        SmCertShow.Chain chain = run(new SmCertShow(), "file=" + at("cert"));
        assertEquals(List.of("server.example.com", "192.0.2.1"), chain.certificates().getFirst().names());
        assertEquals("SM2", chain.certificates().getFirst().key());
        assertEquals(List.of(false, true), chain.certificates().stream().map(SmCertShow.Certificate::authority).toList());
        openssl(0, "req", "-in", at("request"), "-noout", "-verify", "-vfyopt", "distid:1234567812345678");
        openssl(0, "verify", "-vfyopt", "distid:1234567812345678", "-CAfile", at("ca/ca.pem"), at("cert"));
    }

    @Test
    void whatAnotherAuthorityIssuedOrWhatHasEndedIsNotTrusted() throws Exception {
        makeAuthorityAndServer();
        run(new SmCaCreate(), "directory=" + at("other"), "subject=CN=Other Root");
        SmCertVerify.Verdict stranger = run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("other/ca.pem"));
        assertEquals(1, stranger.findings());
        assertFalse(stranger.why().isEmpty());
        clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        SmCertVerify.Verdict late = run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("ca/ca.pem"));
        assertFalse(late.good());
    }

    @Test
    void aRequestGetsNoMoreThanItsPurposeAllows() throws Exception {
        makeAuthorityAndServer();
        run(new SmCaIssue(), "request=" + at("request"), "file=" + at("encryption"), "ca=" + at("ca"), "purpose=encryption");
        String text = openssl(0, "x509", "-in", at("encryption"), "-noout", "-text");
        assertTrue(text.contains("Key Encipherment, Data Encipherment, Key Agreement") && !text.contains("CA:TRUE"), text);
    }

    @Test
    @org.junit.jupiter.api.Tag("slow")
    void speedIsMeasuredForEachTierThatWorksHere() throws Exception {
        List<SmSpeed.Speed> speeds = run(new SmSpeed(), "bytes=1024", "rounds=1").speeds();
        for (SmStatus.TierRow tier : run(new SmStatus()).tiers()) {
            boolean usable = tier.state() != SmStatus.State.UNUSABLE;
            assertEquals(usable ? 4 : 0, speeds.stream().filter(s -> s.tier().equals(tier.tier()) && s.algorithm().equals("SM4") && s.mbPerCpuSecond().orElse(0.0) > 1).count(),
                tier + " " + speeds);
        }
        assertEquals(2, speeds.stream().filter(s -> s.tier().equals("java") && s.opsPerCpuSecond().orElse(0.0) > 100).count(), speeds.toString());
    }

    @Test
    void wrongFilesAreRefusedInOneLine() throws Exception {
        Files.writeString(work.resolve("text"), "no key at all");
        Files.writeString(work.resolve("broken"), "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n");
        Files.write(work.resolve("large"), new byte[HostFile.SMALL_BYTES_MAX + 1]);
        openssl(0, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", at("p256.sec1"));
        openssl(0, "pkcs8", "-topk8", "-nocrypt", "-in", at("p256.sec1"), "-out", at("p256"));
        assertTrue(refused(new SmSign(), "file=" + message, "key=" + at("text")).problem().en().contains("no SM2 private key"));
        assertTrue(refused(new SmSign(), "file=" + message, "key=" + at("broken")).problem().en().contains("damaged"));
        assertTrue(refused(new SmSign(), "file=" + message, "key=" + at("large")).problem().en().contains("larger than"));
        assertTrue(refused(new SmSign(), "file=" + message, "key=" + at("p256")).problem().en().contains("no SM2 private key"));
        assertEquals(OperationException.Kind.NOT_FOUND, refused(new SmSign(), "file=" + message, "key=" + at("nowhere")).kind());
        assertTrue(refused(new SmHash(), "files=" + work).problem().en().contains("not a regular file"));
        assertTrue(refused(new SmHash(), "files=relative").problem().en().contains("not a whole path"));
        assertTrue(refused(new SmCaCreate(), "directory=" + at("ca"), "subject=nonsense").problem().en().contains("distinguished name"));
        run(new SmKeyCreate(), "file=" + at("key"));
        assertTrue(refused(new SmCertRequest(), "file=" + at("r"), "key=" + at("key"), "subject=CN=a", "host=a b").problem().en().contains("host name"));
        assertTrue(refused(new SmCertRequest(), "file=" + at("r"), "key=" + at("key"), "subject=CN=a", "address=localhost").problem().en().contains("not an address"));
        assertTrue(refused(new SmCertShow(), "file=" + at("key")).problem().en().contains("no certificate"));
    }
}
