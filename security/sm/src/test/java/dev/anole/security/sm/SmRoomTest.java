package dev.anole.security.sm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anole.operation.Asked;
import dev.anole.operation.ChangeId;
import dev.anole.operation.ChangeRun;
import dev.anole.operation.Effect;
import dev.anole.operation.Journal;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationException;
import dev.anole.operation.Previewed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    private Asked asked;
    private Path message;

    @BeforeEach
    void begin() throws Exception {
        asked = new Asked(work);
        message = Files.write(work.resolve("message"), new byte[200_000]);
    }

    @AfterEach
    void end() {
        asked.close();
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
        SmStatus.Status status = asked.run(new SmStatus());
        assertEquals(1, status.tiers().stream().filter(t -> t.state() == SmStatus.State.RUNNING && t.tier().equals(status.running())).count());
        assertTrue(status.tiers().stream().allMatch(t -> t.state() == SmStatus.State.UNUSABLE ^ t.why().isEmpty()), status.toString());
    }

    @Test
    void hashesAreOpenssls() throws Exception {
        assertTrue(openssl(0, "dgst", "-sm3", message.toString()).strip().endsWith(asked.run(new SmHash(), "files=" + message).hashes().getFirst().sm3()));
        assertTrue(openssl(0, "dgst", "-sm3", "-hmac", "a key", message.toString()).strip()
            .endsWith(asked.run(new SmHash(), "files=" + message, "key=a key").hashes().getFirst().sm3()));
        assertEquals(List.of(200_000L, 200_000L), asked.run(new SmHash(), "files=" + message, "files=" + message).hashes().stream().map(SmHash.Hash::bytes).toList());
    }

    @Test
    void aKeyIsItsOwnersAloneAndCanBeTakenBackButNotWrittenOver() throws Exception {
        asked.run(new SmKeyCreate(), "file=" + at("key"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("key"))));
        assertEquals(asked.run(new SmKeyShow(), "file=" + at("key")), asked.run(new SmKeyShow(), "file=" + at("key.pub")));
        String before = Files.readString(work.resolve("key"));
        assertTrue(asked.refused(new SmKeyCreate(), "file=" + at("key")).problem().en().contains("nothing is written over a key"));
        assertEquals(before, Files.readString(work.resolve("key")));
        openssl(0, "pkey", "-in", at("key"), "-noout", "-check");
        asked.journal().reverse(ChangeId.of("c-0001"), ChangeRun.Kind.UNDO, Journal.Foreign.STOP, asked.context());
        assertFalse(Files.exists(work.resolve("key")) || Files.exists(work.resolve("key.pub")));
    }

    @Test
    void aPreviewMakesNoKey() throws Exception {
        asked.preview(new SmKeyCreate(), "file=" + at("key"));
        assertFalse(Files.exists(work.resolve("key")));
    }

    @Test
    void opensslAndWeVerifyEachOther() throws Exception {
        asked.run(new SmKeyCreate(), "file=" + at("key"));
        String ours = asked.run(new SmSign(), "file=" + message, "key=" + at("key")).signature();
        Files.write(work.resolve("ours"), Base64.getDecoder().decode(ours));
        openssl(0, "pkeyutl", "-verify", "-pubin", "-inkey", at("key.pub"), "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678",
            "-in", message.toString(), "-sigfile", at("ours"));
        openssl(0, "pkeyutl", "-sign", "-inkey", at("key"), "-rawin", "-digest", "sm3", "-pkeyopt", "distid:ALICE", "-in", message.toString(), "-out", at("theirs"));
        String theirs = Base64.getEncoder().encodeToString(Files.readAllBytes(work.resolve("theirs")));
        assertTrue(asked.run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=" + theirs, "identity=ALICE").good());
        assertEquals(1, asked.run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=" + theirs).findings(), "another identity");
        assertFalse(asked.run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=AAAA").good());
        assertTrue(asked.refused(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=!").problem().en().contains("Base64"));
    }

    private void makeAuthorityAndServer() throws Exception {
        asked.run(new SmCaCreate(), "directory=" + at("ca"), "subject=CN=Test Root, O=Example");
        asked.run(new SmKeyCreate(), "file=" + at("key"));
        asked.run(new SmCertRequest(), "file=" + at("request"), "key=" + at("key"), "subject=CN=server.example.com", "host=server.example.com", "address=192.0.2.1");
        asked.run(new SmCaIssue(), "request=" + at("request"), "file=" + at("cert"), "ca=" + at("ca"));
    }

    @Test
    void anAuthorityIssuesWhatOpensslAndTheJdkAccept() throws Exception {
        makeAuthorityAndServer();
        SmCertVerify.Verdict verdict = asked.run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("ca/ca.pem"));
        assertTrue(verdict.good(), verdict.why());
        SmCertShow.Chain chain = asked.run(new SmCertShow(), "file=" + at("cert"));
        assertEquals(List.of("server.example.com", "192.0.2.1"), chain.certificates().getFirst().names());
        assertEquals("SM2", chain.certificates().getFirst().key());
        assertEquals(List.of(false, true), chain.certificates().stream().map(SmCertShow.Certificate::authority).toList());
        openssl(0, "req", "-in", at("request"), "-noout", "-verify", "-vfyopt", "distid:1234567812345678");
        openssl(0, "verify", "-vfyopt", "distid:1234567812345678", "-CAfile", at("ca/ca.pem"), at("cert"));
    }

    @Test
    void whatAnotherAuthorityIssuedOrWhatHasEndedIsNotTrusted() throws Exception {
        makeAuthorityAndServer();
        asked.run(new SmCaCreate(), "directory=" + at("other"), "subject=CN=Other Root");
        SmCertVerify.Verdict stranger = asked.run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("other/ca.pem"));
        assertEquals(1, stranger.findings());
        assertFalse(stranger.why().isEmpty());
        asked.at(Clock.offset(Clock.systemUTC(), Duration.ofDays(400)));
        SmCertVerify.Verdict late = asked.run(new SmCertVerify(), "file=" + at("cert"), "roots=" + at("ca/ca.pem"));
        assertFalse(late.good());
    }

    @Test
    void aRequestGetsNoMoreThanItsPurposeAllows() throws Exception {
        makeAuthorityAndServer();
        asked.run(new SmCaIssue(), "request=" + at("request"), "file=" + at("encryption"), "ca=" + at("ca"), "purpose=encryption");
        String text = openssl(0, "x509", "-in", at("encryption"), "-noout", "-text");
        assertTrue(text.contains("Key Encipherment, Data Encipherment, Key Agreement") && !text.contains("CA:TRUE"), text);
    }

    @Test
    void aKeyUnderAPassphraseOpensWithItAlone() throws Exception {
        asked.run(new SmKeyCreate(), "file=" + at("key"), "passphrase=open sesame");
        assertTrue(Files.readString(work.resolve("key")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("key")).remedy().en().contains("--passphrase-file"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("key"), "passphrase=wrong").problem().en().contains("not opened"));
        String signature = asked.run(new SmSign(), "file=" + message, "key=" + at("key"), "passphrase=open sesame").signature();
        assertTrue(asked.run(new SmVerify(), "file=" + message, "key=" + at("key.pub"), "signature=" + signature).good());
    }

    @Test
    void whatIsEncryptedForSomebodyOpensForThemAlone() throws Exception {
        makeAuthorityAndServer();
        Files.writeString(work.resolve("plain"), "for you alone\n");
        asked.run(new SmEncrypt(), "file=" + at("plain"), "target=" + at("sealed"), "to=" + at("cert"));
        asked.run(new SmDecrypt(), "file=" + at("sealed"), "target=" + at("opened"), "key=" + at("key"), "cert=" + at("cert"));
        assertEquals("for you alone\n", Files.readString(work.resolve("opened")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("opened"))));
        assertTrue(asked.refused(new SmDecrypt(), "file=" + at("sealed"), "target=" + at("other"), "key=" + at("ca/ca.key"), "cert=" + at("ca/ca.pem"))
            .problem().en().contains("not decrypted"));
        assertTrue(asked.refused(new SmDecrypt(), "file=" + at("plain"), "target=" + at("other"), "key=" + at("key"), "cert=" + at("cert"))
            .problem().en().contains("not decrypted"));
        assertTrue(asked.refused(new SmEncrypt(), "file=" + at("plain"), "target=" + at("other")).problem().en().contains("certificates"));
        assertFalse(Files.exists(work.resolve("other")));
    }

    @Test
    @org.junit.jupiter.api.Tag("slow")
    void speedIsMeasuredForEachTierThatWorksHere() throws Exception {
        List<SmSpeed.Speed> speeds = asked.run(new SmSpeed(), "bytes=1024", "rounds=1").speeds();
        for (SmStatus.TierRow tier : asked.run(new SmStatus()).tiers()) {
            // A tier that this JVM was not started for may work in one of its own.
            boolean usable = tier.state() != SmStatus.State.UNUSABLE || tier.tier().equals("vector") && speeds.stream().anyMatch(s -> s.tier().equals("vector"));
            assertEquals(usable ? 4 : 0, speeds.stream().filter(s -> s.tier().equals(tier.tier()) && s.algorithm().equals("SM4") && s.mbPerCpuSecond().orElse(0.0) > 1).count(),
                tier + " " + speeds);
        }
        assertEquals(2, speeds.stream().filter(s -> s.tier().equals("scalar") && s.opsPerCpuSecond().orElse(0.0) > 100).count(), speeds.toString());
    }

    @Test
    void wrongFilesAreRefusedInOneLine() throws Exception {
        Files.writeString(work.resolve("text"), "no key at all");
        Files.writeString(work.resolve("broken"), "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n");
        Files.write(work.resolve("large"), new byte[HostFile.SMALL_BYTES_MAX + 1]);
        openssl(0, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", at("p256.sec1"));
        openssl(0, "pkcs8", "-topk8", "-nocrypt", "-in", at("p256.sec1"), "-out", at("p256"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("text")).problem().en().contains("no SM2 private key"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("broken")).problem().en().contains("damaged"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("large")).problem().en().contains("is larger than 1 MiB"));
        assertTrue(asked.refused(new SmSign(), "file=" + message, "key=" + at("p256")).problem().en().contains("no SM2 private key"));
        assertEquals(OperationException.Kind.NOT_FOUND, asked.refused(new SmSign(), "file=" + message, "key=" + at("nowhere")).kind());
        assertTrue(asked.refused(new SmHash(), "files=" + work).problem().en().contains("not a regular file"));
        assertTrue(asked.refused(new SmHash(), "files=relative").problem().en().contains("not a whole path"));
        assertTrue(asked.refused(new SmCaCreate(), "directory=" + at("ca"), "subject=nonsense").problem().en().contains("distinguished name"));
        asked.run(new SmKeyCreate(), "file=" + at("key"));
        assertTrue(asked.refused(new SmCertRequest(), "file=" + at("r"), "key=" + at("key"), "subject=CN=a", "host=a b").problem().en().contains("host name"));
        assertTrue(asked.refused(new SmCertRequest(), "file=" + at("r"), "key=" + at("key"), "subject=CN=a", "address=localhost").problem().en().contains("not an address"));
        assertTrue(asked.refused(new SmCertShow(), "file=" + at("key")).problem().en().contains("no certificate"));
    }
}
