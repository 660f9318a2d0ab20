package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * What a process may do, capget(2).
 *
 * @param effective what counts now
 * @param permitted what it may make effective
 * @param inheritable what programs that it starts may keep
 */
public record CapabilitySets(Set<Capability> effective, Set<Capability> permitted, Set<Capability> inheritable) {
    static final int _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /** {@code struct __user_cap_data_struct}, twice: three words of 32 capabilities each, low ones first. */
    private static final int WORDS = 3;

    public CapabilitySets {
        effective = Set.copyOf(effective);
        permitted = Set.copyOf(permitted);
        inheritable = Set.copyOf(inheritable);
    }

    /** Those of the calling thread. */
    public static CapabilitySets current() {
        return of(0);
    }

    /** Those of a process. */
    public static CapabilitySets of(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocateFrom(JAVA_INT, _LINUX_CAPABILITY_VERSION_3, pid);
            MemorySegment data = arena.allocate(JAVA_INT, 2 * WORDS);
            ErrnoException.check(SystemCall.CAPGET.call(header.address(), data.address()), "capget", "process " + pid);
            return new CapabilitySets(set(data, 0), set(data, 1), set(data, 2));
        }
    }

    private static Set<Capability> set(MemorySegment data, int word) {
        long mask = Integer.toUnsignedLong(data.getAtIndex(JAVA_INT, word))
                | Integer.toUnsignedLong(data.getAtIndex(JAVA_INT, WORDS + word)) << 32;
        EnumSet<Capability> found = EnumSet.noneOf(Capability.class);
        for (Capability each : Capability.values()) {
            if ((mask >>> each.value() & 1) != 0) {
                found.add(each);
            }
        }
        return found;
    }
}
