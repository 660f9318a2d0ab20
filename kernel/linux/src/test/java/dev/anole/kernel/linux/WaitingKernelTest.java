package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WaitingKernelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void epollTellsWhichDescriptorIsReadyAndWhy() {
        try (Epoll epoll = Epoll.open();
                Pipe pipe = Pipe.open();
                EventDescriptor event = EventDescriptor.open();
                Arena arena = Arena.ofConfined()) {
            epoll.add(pipe.reader(), 0x1234_5678_9abcL, EpollFlag.EPOLLIN);
            epoll.add(event, -1, EpollFlag.EPOLLIN);
            assertEquals(0, epoll.await(Duration.ZERO));
            event.add(3);
            assertEquals(1, epoll.await(PATIENCE));
            assertEquals(-1, epoll.key(0));
            assertTrue(epoll.has(0, EpollFlag.EPOLLIN));
            pipe.writer().writeAll(new byte[] {7});
            assertEquals(2, epoll.await(PATIENCE));
            assertEquals(Set.of(-1L, 0x1234_5678_9abcL), Set.of(epoll.key(0), epoll.key(1)));
            assertEquals(3, event.take());
            assertEquals(0, event.take());
            epoll.remove(pipe.reader());
            assertEquals(0, epoll.await(Duration.ZERO));
            epoll.add(pipe.reader(), 5, EpollFlag.EPOLLIN);
            assertEquals(1, pipe.reader().read(arena.allocate(10)));
            pipe.writer().close();
            assertEquals(1, epoll.await(PATIENCE));
            assertTrue(epoll.has(0, EpollFlag.EPOLLHUP));
            assertFalse(epoll.has(0, EpollFlag.EPOLLIN));
        }
    }

    @Test
    void aTimerExpiresAgainAndAgainUntilItIsStopped() {
        try (Epoll epoll = Epoll.open(); TimerDescriptor timer = TimerDescriptor.open(TimerClock.CLOCK_MONOTONIC)) {
            epoll.add(timer, 1, EpollFlag.EPOLLIN);
            timer.set(Duration.ofMillis(1), Duration.ofMillis(1));
            long seen = 0;
            while (seen < 3) {
                assertEquals(1, epoll.await(PATIENCE));
                seen += timer.expirations();
            }
            timer.stop();
            timer.expirations();
            assertEquals(0, epoll.await(Duration.ofMillis(5)));
            assertThrows(IllegalArgumentException.class, () -> timer.set(Duration.ZERO, Duration.ZERO));
        }
    }

    @Test
    void aSemaphoreGivesOneAtATime() {
        try (EventDescriptor event = EventDescriptor.openSemaphore()) {
            event.add(2);
            assertEquals(1, event.take());
            assertEquals(1, event.take());
            assertEquals(0, event.take());
        }
    }

    @Test
    void aProcessIsSignalledAndItsEndIsSeen() throws Exception {
        Process child = new ProcessBuilder("sleep", "100").start();
        try (ProcessDescriptor process = ProcessDescriptor.open((int) child.pid())) {
            assertTrue(process.isAlive());
            assertFalse(process.awaitEnd(Duration.ofMillis(1)));
            assertTrue(process.send(Signal.SIGTERM));
            assertTrue(process.awaitEnd(PATIENCE));
            assertEquals(128 + 15, child.waitFor());
            assertFalse(process.send(Signal.SIGTERM));
            assertFalse(process.isAlive());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void howAChildEndedIsToldWithoutTakingItFromItsParent() throws Exception {
        // The child's own child is an orphan when the shell ends; being its subreaper makes it ours, and only ours.
        KernelHas.known(() -> ProcessControl.setChildSubreaper(true), Errno.EINVAL, "child subreapers");
        Process shell = new ProcessBuilder("sh", "-c", "sh -c 'sleep 0.3; exit 7' & echo $!").start();
        try (var says = shell.inputReader();
                ProcessDescriptor orphan = ProcessDescriptor.open(Integer.parseInt(says.readLine()))) {
            shell.waitFor();
            assertEquals(Optional.empty(), orphan.exitStatus());
            assertTrue(orphan.awaitEnd(PATIENCE));
            assertEquals(Optional.of(new ExitStatus.Exited(7)), orphan.exitStatus());
            assertEquals(Optional.of(new ExitStatus.Exited(7)), orphan.reap());
            assertEquals(Errno.ECHILD, assertThrows(ErrnoException.class, orphan::exitStatus).errno());
        } finally {
            ProcessControl.setChildSubreaper(false);
        }
    }

    @Test
    void nobodyHasThatNumber() {
        assertEquals(Errno.ESRCH, assertThrows(ErrnoException.class,
                () -> ProcessDescriptor.open(Integer.MAX_VALUE)).errno());
        assertThrows(IllegalArgumentException.class, () -> Signal.SIGKILL.sendTo(-1));
        assertEquals("kill process 2147483647: no such process (ESRCH)", assertThrows(ErrnoException.class,
                () -> Signal.SIGTERM.sendTo(Integer.MAX_VALUE)).getMessage());
    }

    @Test
    void aSealedMemoryFileIsMappedAndCannotGrow() {
        try (MemoryFile file = MemoryFile.create("anole-test")) {
            file.writeAll("0123456789".getBytes(StandardCharsets.US_ASCII));
            file.seal(Seal.F_SEAL_GROW, Seal.F_SEAL_SHRINK);
            assertEquals(Set.of(Seal.F_SEAL_GROW, Seal.F_SEAL_SHRINK), file.seals());
            assertEquals(Errno.EPERM, assertThrows(ErrnoException.class, () -> file.truncate(20)).errno());
            MemoryMap map = MemoryMap.of(file, 0, 10, Set.of(Protection.PROT_READ, Protection.PROT_WRITE),
                    MapFlag.MAP_SHARED);
            map.memory().set(JAVA_BYTE, 3, (byte) 'x');
            map.sync();
            file.seek(0);
            assertEquals("012x456789", new String(file.readAll(100), StandardCharsets.US_ASCII));
            map.close();
            map.close();
            assertThrows(IllegalStateException.class, () -> map.memory().get(JAVA_BYTE, 0));
        }
    }

    @Test
    void adviceIsTakenAndAnonymousMemoryForgets() {
        try (MemoryMap map = MemoryMap.anonymous(2 * AuxiliaryVector.current().pageBytes(),
                Set.of(Protection.PROT_READ, Protection.PROT_WRITE))) {
            long page = AuxiliaryVector.current().pageBytes();
            map.memory().fill((byte) 1);
            map.advise(page, page, MemoryAdvice.MADV_DONTNEED);
            assertEquals(1, map.memory().get(JAVA_BYTE, page - 1));
            assertEquals(0, map.memory().get(JAVA_BYTE, page));
            map.protect(Set.of(Protection.PROT_READ));
        }
    }

    @Test
    void descriptorsTravelToTheOtherEnd() {
        List<KernelSocket> ends = KernelSocket.openPair(KernelSocket.SOCK_SEQPACKET);
        KernelSocket here = ends.get(0);
        try (KernelSocket there = ends.get(1);
                OpenFile zero = OpenFile.open("/dev/zero", Access.O_RDONLY);
                OpenFile empty = OpenFile.open("/dev/null", Access.O_RDONLY)) {
            here.sendDescriptors(new byte[] {1, 2}, List.of(zero, empty));
            here.sendDescriptors(new byte[] {3}, List.of());
            KernelSocket.Parcel parcel = there.receiveDescriptors();
            assertArrayEquals(new byte[] {1, 2}, parcel.message());
            assertEquals(2, parcel.descriptors().size());
            assertEquals(zero.status().special(), parcel.descriptors().get(0).status().special());
            assertEquals(empty.status().special(), parcel.descriptors().get(1).status().special());
            parcel.descriptors().forEach(Descriptor::close);
            assertEquals(List.of(), there.receiveDescriptors().descriptors());
            here.close();
            assertEquals(0, there.receiveDescriptors().message().length);
        }
    }

    @Test
    void aServiceManagerHearsThatTheServiceIsReady() {
        for (boolean isAbstract : new boolean[] {false, true}) {
            try (Scratch scratch = new Scratch();
                    KernelSocket manager = KernelSocket.open(KernelSocket.AF_UNIX, KernelSocket.SOCK_DGRAM, 0, "test");
                    Arena arena = Arena.ofConfined()) {
                String path = isAbstract ? "@anole-test-" + ProcessHandle.current().pid() : scratch.path("notify");
                manager.bind(NotifySocket.address(arena, path));
                try (NotifySocket notify = NotifySocket.fromEnvironment(Map.of("NOTIFY_SOCKET", path))
                        .orElseThrow()) {
                    notify.ready();
                    notify.status("two\nlines");
                    notify.watchdog();
                }
                assertEquals("READY=1", receive(manager, arena));
                assertEquals("STATUS=two lines", receive(manager, arena));
                assertEquals("WATCHDOG=1", receive(manager, arena));
                assertTrue(Errno.EAGAIN.is(manager.tryReceive(arena.allocate(10), KernelSocket.MSG_DONTWAIT)));
            }
        }
    }

    @Test
    void theEnvironmentOfAServiceManagerIsReadStrictly() {
        assertEquals(Optional.empty(), NotifySocket.fromEnvironment(Map.of()));
        assertThrows(UnavailableException.class, () -> NotifySocket.open("vsock:2:1234"));
        assertThrows(UnavailableException.class, () -> NotifySocket.open("/" + "x".repeat(108)));
        assertEquals(Optional.of(Duration.ofSeconds(3)), NotifySocket.watchdogInterval(
                Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "42"), 42));
        assertEquals(Optional.empty(), NotifySocket.watchdogInterval(
                Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "41"), 42));
        assertEquals(Optional.empty(), NotifySocket.watchdogInterval(Map.of("WATCHDOG_USEC", "soon"), 42));
    }

    private static String receive(KernelSocket socket, Arena arena) {
        var buffer = arena.allocate(1000);
        long length = ErrnoException.check(socket.tryReceive(buffer, KernelSocket.MSG_DONTWAIT), "recvfrom", "test");
        return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
