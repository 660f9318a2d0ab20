package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SamplingKernelTest {
    private static final int OWN_PID = (int) ProcessHandle.current().pid();

    @Test
    void theListOfProcessesHoldsThisOneAndCanBeReadAgain() {
        try (DirectoryReader proc = DirectoryReader.open("/proc")) {
            for (int round = 0; round < 2; round++) {
                proc.rewind();
                boolean self = false;
                boolean notNumber = false;
                while (proc.next()) {
                    self |= proc.number() == OWN_PID;
                    notNumber |= proc.number() == -1 && proc.name().equals("meminfo");
                }
                assertTrue(self && notNumber);
            }
        }
    }

    @Test
    void aLongDirectoryIsListedWhole() {
        try (Scratch scratch = new Scratch()) {
            Set<String> made = new HashSet<>();
            for (int i = 0; i < 2000; i++) {
                String name = "a-rather-long-name-so-that-one-buffer-does-not-do-" + i;
                scratch.directory().create(name, 0600).close();
                made.add(name);
            }
            Set<String> found = new HashSet<>();
            try (DirectoryReader reader = new DirectoryReader(scratch.directory().duplicate())) {
                while (reader.next()) {
                    assertTrue(found.add(reader.name()));
                }
            }
            assertEquals(made, found);
        }
    }

    @Test
    void aProcessesStatIsReadByPidAndByDescriptor() {
        try (ProcessFiles files = ProcessFiles.open();
                ReadBuffer buffer = new ReadBuffer(1024, 65536);
                OpenFile held = files.open(OWN_PID, "stat")) {
            assertTrue(files.tryReadOnce(OWN_PID, "stat", buffer) > 0);
            assertEquals(OWN_PID, buffer.cursor().number());
            assertTrue(buffer.tryReadOnce(held) > 0);
            ByteCursor cursor = buffer.cursor();
            assertTrue(cursor.skipPastLast(')'));
            assertEquals(ProcessHandle.current().parent().orElseThrow().pid(), cursor.skipWords(1).number());
            assertTrue(Errno.ENOENT.is(files.tryRead(Integer.MAX_VALUE, "stat", buffer)));
        }
    }

    @Test
    void aHeldFileOfADeadProcessSaysSo() throws Exception {
        Process child = new ProcessBuilder("sleep", "100").start();
        try (ProcessFiles files = ProcessFiles.open();
                ReadBuffer buffer = new ReadBuffer(1024, 65536);
                OpenFile held = files.open((int) child.pid(), "stat")) {
            assertTrue(buffer.tryReadOnce(held) > 0);
            child.destroyForcibly().waitFor();
            assertTrue(Errno.ESRCH.is(buffer.tryReadOnce(held)));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aTableLongerThanAPageIsReadWholeAndTheBufferGrowsToItsBound() throws IOException {
        try (OpenFile smaps = OpenFile.open("/proc/self/smaps", Access.O_RDONLY);
                ReadBuffer buffer = new ReadBuffer(100, 1 << 20);
                ReadBuffer small = new ReadBuffer(100, 5000)) {
            ByteCursor text = buffer.read(smaps);
            assertFalse(buffer.wasCut());
            assertTrue(text.limit() > 10_000);
            String whole = text.text(0, text.limit());
            assertTrue(whole.contains("[vsyscall]") || whole.contains("[vdso]"));
            assertEquals(5000, small.tryRead(smaps));
            assertTrue(small.wasCut());
        }
        try (OpenFile version = OpenFile.open("/proc/version", Access.O_RDONLY);
                ReadBuffer buffer = new ReadBuffer(16, 4096)) {
            ByteCursor text = buffer.read(version);
            assertEquals(Files.readString(Path.of("/proc/version")), text.text(0, text.limit()));
            assertFalse(buffer.wasCut());
        }
    }

    @Test
    void cursorsReadMeminfo() {
        byte[] key = "MemTotal:".getBytes(StandardCharsets.US_ASCII);
        try (OpenFile meminfo = OpenFile.open("/proc/meminfo", Access.O_RDONLY);
                ReadBuffer buffer = new ReadBuffer(8192, 65536)) {
            ByteCursor cursor = buffer.read(meminfo);
            assertTrue(cursor.take(key));
            assertTrue(cursor.number() > 1000);
            assertEquals("kB", cursor.word());
            assertTrue(cursor.atLineEnd());
        }
    }

    @Test
    void whatIsClosedIsNoLongerWrittenTo() {
        ReadBuffer buffer = new ReadBuffer(1024, 1024);
        ProcessFiles files = ProcessFiles.open();
        DirectoryReader reader = DirectoryReader.open("/proc");
        try (OpenFile version = OpenFile.open("/proc/version", Access.O_RDONLY)) {
            buffer.close();
            files.close();
            reader.close();
            assertThrows(IllegalStateException.class, () -> buffer.tryRead(version));
            assertThrows(IllegalStateException.class, () -> files.tryRead(OWN_PID, "stat", buffer));
            assertThrows(IllegalStateException.class, reader::next);
        }
    }
}
