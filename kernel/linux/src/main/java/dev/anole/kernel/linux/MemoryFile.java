package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;

/** A file in memory without a name, memfd_create(2). It goes with its last descriptor. */
public final class MemoryFile extends OpenFile {
    static final int MFD_CLOEXEC = 1;
    static final int MFD_ALLOW_SEALING = 2;
    static final int F_ADD_SEALS = 1033;
    static final int F_GET_SEALS = 1034;

    private MemoryFile(int number, String name) {
        super(number, name);
    }

    /**
     * An empty one.
     *
     * @param name what {@code /proc/PID/fd} shows; need not be unique, at most 249 bytes
     */
    public static MemoryFile create(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long address = NativeMemory.cString(arena, name).address();
            long result = SystemCall.MEMFD_CREATE.call(address, MFD_CLOEXEC | MFD_ALLOW_SEALING);
            return new MemoryFile((int) ErrnoException.check(result, "memfd_create", name), name);
        }
    }

    /** Takes rights away from everybody, this process included, for good. */
    public void seal(Seal... seals) {
        check(SystemCall.FCNTL.call(number(), F_ADD_SEALS, KernelConstant.mask(seals)), "fcntl F_ADD_SEALS");
    }

    /** What can no longer be done. */
    public Set<Seal> seals() {
        long mask = check(SystemCall.FCNTL.call(number(), F_GET_SEALS), "fcntl F_GET_SEALS");
        EnumSet<Seal> found = EnumSet.noneOf(Seal.class);
        for (Seal seal : Seal.values()) {
            if ((mask & seal.value()) != 0) {
                found.add(seal);
            }
        }
        return Set.copyOf(found);
    }
}
