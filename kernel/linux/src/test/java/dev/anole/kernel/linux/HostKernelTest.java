package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the kernel says of itself and of this process, each against another source. */
class HostKernelTest {
    @Test
    void theKernelsIdentityIsThatOfProc() throws IOException {
        KernelIdentity identity = KernelIdentity.current();
        assertEquals(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(), identity.release());
        assertEquals(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(), identity.node());
        assertEquals(Architecture.current().machine(), identity.machine());
        KernelIdentity old = new KernelIdentity("Linux", "n", "5.10.0-1", "v", "m", "d");
        assertTrue(old.isAtLeast(5, 9) && old.isAtLeast(5, 10) && old.isAtLeast(4, 20));
        assertFalse(old.isAtLeast(5, 11) || old.isAtLeast(6, 0));
        assertFalse(new KernelIdentity("Linux", "n", "odd", "v", "m", "d").isAtLeast(1, 0));
    }

    @Test
    void unitsAreThoseOfGetconf() throws IOException {
        AuxiliaryVector units = AuxiliaryVector.current();
        assertEquals(getconf("PAGESIZE"), units.pageBytes());
        assertEquals(getconf("CLK_TCK"), units.clockTicksPerSecond());
    }

    @Test
    void rightsAreThoseOfProcStatus() throws IOException {
        String status = Files.readString(Path.of("/proc/thread-self/status"));
        CapabilitySets sets = CapabilitySets.current();
        assertEquals(mask(status, "CapEff:"), KernelConstant.mask(bits(sets.effective())));
        assertEquals(mask(status, "CapPrm:"), KernelConstant.mask(bits(sets.permitted())));
        assertEquals(mask(status, "CapInh:"), KernelConstant.mask(bits(sets.inheritable())));
        String[] uids = line(status, "Uid:").split("\\s+");
        assertEquals(uids[0], String.valueOf(Credentials.current().uid()));
        assertEquals(uids[1], String.valueOf(Credentials.current().effectiveUid()));
        assertEquals(uids[1].equals("0"), Credentials.current().isRoot());
    }

    @Test
    void virtualThreadsCallAsWell() throws Exception {
        Set<Long> answers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (var executor = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                executor.submit(() -> {
                    answers.add(SystemCall.GETPID.call());
                    answers.add(SystemCall.CLOSE.call(-1));
                });
            }
        }
        assertEquals(Set.of(ProcessHandle.current().pid(), -9L), new HashSet<>(answers));
    }

    private static Set<KernelConstant> bits(Set<Capability> capabilities) {
        Set<KernelConstant> bits = new HashSet<>();
        for (Capability capability : capabilities) {
            bits.add(new Bit(capability.name(), 1L << capability.value()));
        }
        return bits;
    }

    private record Bit(String name, long value) implements KernelConstant {
    }

    private static long mask(String status, String key) {
        return Long.parseLong(line(status, key), 16);
    }

    private static String line(String status, String key) {
        return status.lines().filter(line -> line.startsWith(key)).findFirst().orElseThrow()
                .substring(key.length()).strip();
    }

    private static long getconf(String name) throws IOException {
        Process process = new ProcessBuilder("getconf", name).start();
        return Long.parseLong(new String(process.getInputStream().readAllBytes()).strip());
    }
}
