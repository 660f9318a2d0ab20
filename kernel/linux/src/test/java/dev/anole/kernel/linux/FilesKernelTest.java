package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FilesKernelTest {
    @Test
    void whatIsWrittenIsReadBack() {
        try (Scratch scratch = new Scratch();
                OpenFile file = scratch.directory().create("a", 0640);
                Arena arena = Arena.ofConfined()) {
            byte[] long200k = new byte[200_000];
            long200k[199_999] = 7;
            file.writeAll(long200k);
            file.sync();
            file.seek(0);
            assertArrayEquals(long200k, file.readAll(1 << 20));
            MemorySegment five = arena.allocateFrom("fives").asSlice(0, 5);
            assertEquals(5, file.write(five, 100));
            MemorySegment back = arena.allocate(5);
            assertEquals(5, file.read(back, 100));
            assertEquals(-1, back.mismatch(five));
            assertEquals(0, file.read(back, 1 << 20));
        }
    }

    @Test
    void aFileLongerThanTheLimitIsRefused() {
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("a", 0600)) {
            file.writeAll(new byte[11]);
            file.seek(0);
            assertThrows(FormatException.class, () -> file.readAll(10));
            file.seek(0);
            assertEquals(11, file.readAll(11).length);
        }
    }

    @Test
    void theHolesOfAFileAreFound() {
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("a", 0600)) {
            file.truncate(3 << 20);
            file.seek(1 << 20);
            file.writeAll(new byte[] {1});
            // A file system without holes says that all is stored.
            long data = file.nextData(0).orElseThrow();
            assertTrue(data == 1 << 20 || data == 0, "data at " + data);
            assertTrue(file.nextHole(data).orElseThrow() <= 3 << 20);
            assertTrue(file.nextData(3 << 20).isEmpty());
            assertTrue(file.nextHole(3 << 20).isEmpty());
        }
    }

    @Test
    void aFifoIsMadeWithExactlyItsMode() {
        long before = SystemCall.UMASK.call(0777);
        try (Scratch scratch = new Scratch()) {
            scratch.directory().makeNode("fifo", FileType.FIFO, 0624, Optional.empty());
            FileStatus status = scratch.directory().status("fifo", Symlink.NO_FOLLOW);
            assertEquals(FileType.FIFO, status.type());
            assertEquals(0624, status.mode());
        } finally {
            SystemCall.UMASK.call(before);
        }
    }

    @Test
    void createdModesIgnoreTheUmask() {
        long before = SystemCall.UMASK.call(0777);
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("a", 06751)) {
            assertEquals(06751, file.status().mode());
            scratch.directory().makeDirectory("d", 01777);
            FileStatus directory = scratch.directory().status("d", Symlink.NO_FOLLOW);
            assertEquals(01777, directory.mode());
            assertEquals(FileType.DIRECTORY, directory.type());
        } finally {
            SystemCall.UMASK.call(before);
        }
    }

    @Test
    void anErrorSaysWhatAndWhereAndWhy() {
        ErrnoException e = assertThrows(ErrnoException.class,
                () -> OpenFile.open("/no/such/file", Access.O_RDONLY));
        assertEquals("open /no/such/file: no such file or directory (ENOENT)", e.getMessage());
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("open", e.call());
    }

    @Test
    void exchangeSwapsTwoNamesAndNoReplaceKeepsTheOld() {
        try (Scratch scratch = new Scratch()) {
            Directory directory = scratch.directory();
            long a = make(directory, "a");
            long b = make(directory, "b");
            directory.rename("a", directory, "b", RenameFlag.RENAME_EXCHANGE);
            assertEquals(b, directory.status("a", Symlink.FOLLOW).inode());
            assertEquals(a, directory.status("b", Symlink.FOLLOW).inode());
            ErrnoException refused = assertThrows(ErrnoException.class,
                    () -> directory.rename("a", directory, "b", RenameFlag.RENAME_NOREPLACE));
            assertEquals(Errno.EEXIST, refused.errno());
            directory.rename("a", directory, "b");
            assertEquals(b, directory.status("b", Symlink.FOLLOW).inode());
            assertEquals(Optional.empty(), directory.find("a", Symlink.FOLLOW));
        }
    }

    @Test
    void anUnnamedFileAppearsWholeWhenItIsLinked() {
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().createUnnamed(0604)) {
            file.writeAll("content".getBytes(StandardCharsets.UTF_8));
            file.sync();
            assertEquals(0, file.status().links());
            scratch.directory().linkUnnamed(file, "named");
            scratch.directory().sync();
            FileStatus status = scratch.directory().status("named", Symlink.NO_FOLLOW);
            assertTrue(status.isSameFileAs(file.status()));
            assertEquals(0604, status.mode());
            assertEquals(7, status.size());
            assertEquals(1, status.links());
        }
    }

    @Test
    void timesAreSetToTheNanosecondAndOneAloneToo() {
        try (Scratch scratch = new Scratch()) {
            Directory directory = scratch.directory();
            make(directory, "a");
            Instant modified = Instant.ofEpochSecond(1_234_567_890, 123_456_789);
            Instant accessed = Instant.ofEpochSecond(-5, 999_999_999);
            directory.setTimes("a", Optional.of(accessed), Optional.of(modified), Symlink.NO_FOLLOW);
            directory.setTimes("a", Optional.empty(), Optional.of(modified.plusNanos(1)), Symlink.NO_FOLLOW);
            FileStatus status = directory.status("a", Symlink.NO_FOLLOW);
            assertEquals(accessed, status.accessed());
            assertEquals(modified.plusNanos(1), status.modified());
            assertTrue(status.changed().isAfter(modified));
        }
    }

    @Test
    void aLinkIsChangedOrFollowedAsAsked() {
        try (Scratch scratch = new Scratch()) {
            Directory directory = scratch.directory();
            make(directory, "target");
            directory.symlink("link", "target");
            assertEquals("target", directory.readLink("link"));
            assertEquals(FileType.SYMBOLIC_LINK, directory.status("link", Symlink.NO_FOLLOW).type());
            Instant past = Instant.ofEpochSecond(1_000_000_000, 1);
            directory.setTimes("link", Optional.empty(), Optional.of(past), Symlink.NO_FOLLOW);
            assertEquals(past, directory.status("link", Symlink.NO_FOLLOW).modified());
            assertTrue(directory.status("target", Symlink.NO_FOLLOW).modified().isAfter(past));
            directory.setMode("link", 0600, Symlink.FOLLOW);
            assertEquals(0600, directory.status("target", Symlink.NO_FOLLOW).mode());
            ErrnoException refused = assertThrows(ErrnoException.class,
                    () -> directory.setMode("link", 0600, Symlink.NO_FOLLOW));
            assertEquals(Errno.EOPNOTSUPP, refused.errno());
            directory.setMode("target", 0640, Symlink.NO_FOLLOW);
            assertEquals(0640, directory.status("target", Symlink.NO_FOLLOW).mode());
        }
    }

    @Test
    void ownersOfLinksAndFilesAreSet() {
        assumeTrue(SystemCall.GETEUID.call() == 0, "only root may give files away");
        try (Scratch scratch = new Scratch()) {
            Directory directory = scratch.directory();
            make(directory, "target");
            directory.symlink("link", "target");
            directory.setOwner("link", 4_000_000_000L, 7, Symlink.NO_FOLLOW);
            assertEquals(4_000_000_000L, directory.status("link", Symlink.NO_FOLLOW).uid());
            assertEquals(0, directory.status("target", Symlink.NO_FOLLOW).uid());
            directory.setOwner("target", -1, 9, Symlink.NO_FOLLOW);
            assertEquals(0, directory.status("target", Symlink.NO_FOLLOW).uid());
            assertEquals(9, directory.status("target", Symlink.NO_FOLLOW).gid());
        }
    }

    @Test
    void aPathThatLeavesItsDirectoryIsRefused() {
        KernelHas.call(SystemCall.OPENAT2);
        try (Scratch scratch = new Scratch()) {
            scratch.directory().symlink("out", "/etc");
            ErrnoException refused = assertThrows(ErrnoException.class, () -> scratch.directory().open("out/passwd",
                    Access.O_RDONLY, Set.of(), Set.of(ResolveFlag.RESOLVE_BENEATH)));
            assertEquals(Errno.EXDEV, refused.errno());
        }
    }

    @Test
    void extendedAttributesAreListedReadReplacedAndRemoved() {
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("a", 0600)) {
            ExtendedAttributes byFile = file.extendedAttributes();
            try {
                byFile.set("user.one", new byte[] {1, 0, 2});
            } catch (ErrnoException e) {
                assumeTrue(e.errno() != Errno.EOPNOTSUPP, "the temporary directory's file system has no user xattrs");
                throw e;
            }
            ExtendedAttributes byName = scratch.directory().extendedAttributes("a", Symlink.NO_FOLLOW);
            assertArrayEquals(new byte[] {1, 0, 2}, byName.get("user.one").orElseThrow());
            assertTrue(byName.names().contains("user.one"));
            assertEquals(Errno.EEXIST,
                    assertThrows(ErrnoException.class, () -> byName.create("user.one", new byte[0])).errno());
            byName.replace("user.one", new byte[0]);
            assertEquals(0, byFile.get("user.one").orElseThrow().length);
            byName.remove("user.one");
            assertEquals(Optional.empty(), byFile.get("user.one"));
            assertFalse(byFile.names().contains("user.one"));
            assertEquals(Errno.ENODATA,
                    assertThrows(ErrnoException.class, () -> byFile.remove("user.one")).errno());
        }
    }

    @Test
    void anAccessControlListIsSeenAsAnAttribute() {
        // posix_acl_xattr: version 2, then user::rw-, user:1:r--, group::r--, mask::r--, other::---.
        byte[] acl = {2, 0, 0, 0, 1, 0, 6, 0, -1, -1, -1, -1, 2, 0, 4, 0, 1, 0, 0, 0, 4, 0, 4, 0, -1, -1, -1, -1,
            16, 0, 4, 0, -1, -1, -1, -1, 32, 0, 0, 0, -1, -1, -1, -1};
        try (Scratch scratch = new Scratch(); OpenFile file = scratch.directory().create("a", 0600)) {
            ExtendedAttributes attributes = file.extendedAttributes();
            try {
                attributes.set("system.posix_acl_access", acl);
            } catch (ErrnoException e) {
                assumeTrue(e.errno() != Errno.EOPNOTSUPP, "the temporary directory's file system has no ACLs");
                throw e;
            }
            assertTrue(attributes.names().contains("system.posix_acl_access"));
            assertArrayEquals(acl, attributes.get("system.posix_acl_access").orElseThrow());
            assertEquals(0640, file.status().mode());
        }
    }

    @Test
    void aNameThatIsNotUtf8SurvivesTheRoundTrip() {
        try (Scratch scratch = new Scratch()) {
            String odd = NativeMemory.string(new byte[] {'x', (byte) 0xff, (byte) 0xc3, 'y', (byte) 0xe2, (byte) 0x82},
                    0, 6);
            make(scratch.directory(), odd);
            try (DirectoryReader reader = new DirectoryReader(scratch.directory().duplicate())) {
                assertTrue(reader.next());
                assertEquals(odd, reader.name());
                assertEquals(FileType.REGULAR, reader.type());
                assertFalse(reader.next());
            }
            scratch.directory().unlink(odd);
        }
    }

    @Test
    void aNulInANameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> OpenFile.open("/etc\0/passwd", Access.O_RDONLY));
    }

    @Test
    void heapMemoryIsRefused() {
        try (OpenFile zero = OpenFile.open("/dev/zero", Access.O_RDONLY)) {
            assertThrows(IllegalArgumentException.class, () -> zero.read(MemorySegment.ofArray(new byte[8])));
        }
    }

    @Test
    void holesArePunchedAndRangesCopied() {
        try (Scratch scratch = new Scratch();
                OpenFile from = scratch.directory().create("a", 0600);
                OpenFile to = scratch.directory().create("b", 0600);
                Arena arena = Arena.ofConfined()) {
            MemorySegment ones = arena.allocate(16384).fill((byte) 1);
            assertEquals(16384, from.write(ones));
            assertEquals(16384, from.copyTo(to, 0, 0, 16384));
            from.allocate(4096, 4096, AllocateFlag.FALLOC_FL_PUNCH_HOLE, AllocateFlag.FALLOC_FL_KEEP_SIZE);
            MemorySegment one = arena.allocate(1);
            from.read(one, 5000);
            assertEquals(0, one.get(JAVA_BYTE, 0));
            to.read(one, 5000);
            assertEquals(1, one.get(JAVA_BYTE, 0));
            to.truncate(3);
            assertEquals(3, to.status().size());
            to.seek(3);
            assertEquals(16384, from.sendTo(to, 0, 16384));
            assertEquals(16387, to.status().size());
        }
    }

    @Test
    void theFileSystemSaysWhatItIs() {
        FileSystemStatus proc = FileSystemStatus.of("/proc");
        assertEquals(FileSystemStatus.PROC_SUPER_MAGIC, proc.magic());
        FileSystemStatus root = FileSystemStatus.of("/");
        assertEquals(Path.of("/").toFile().getTotalSpace(), root.sizeBytes());
        assertTrue(root.availableBytes() <= root.sizeBytes());
    }

    @Test
    void aClosedDescriptorIsClosedOnceAndSaysSo() {
        OpenFile file = OpenFile.open("/dev/null", Access.O_RDONLY);
        int number = file.number();
        file.close();
        try (OpenFile other = OpenFile.open("/dev/zero", Access.O_RDONLY)) {
            assertEquals(number, other.number(), "the number is free again");
            file.close();
            assertTrue(other.status().special().orElseThrow().equals(new DeviceNumber(1, 5)));
        }
        assertThrows(IllegalStateException.class, file::number);
    }

    private static long make(Directory directory, String name) {
        try (OpenFile file = directory.create(name, 0644)) {
            return file.status().inode();
        }
    }
}
