package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Which kernel this is, uname(2).
 *
 * @param node the host's name
 * @param release such as "6.18.44-generic"
 * @param version when and how it was built
 * @param machine such as "x86_64"
 * @param domain the NIS domain name
 */
public record KernelIdentity(String system, String node, String release, String version, String machine,
                             String domain) {
    /** {@code struct new_utsname}: six fields of {@code __NEW_UTS_LEN} + 1 bytes. */
    static final int FIELD_BYTES = 65;

    public static KernelIdentity current() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(6 * FIELD_BYTES);
            ErrnoException.check(SystemCall.UNAME.call(names.address()), "uname", "");
            return new KernelIdentity(field(names, 0), field(names, 1), field(names, 2), field(names, 3),
                    field(names, 4), field(names, 5));
        }
    }

    /**
     * Whether the release is at least this. For sentences to people and for choosing between tests; whether something
     * works is better found by trying it, because distributions carry features back.
     */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = release.split("[^0-9]", 3);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return false;
        }
        int ourMajor = Integer.parseInt(parts[0]);
        return ourMajor > major || ourMajor == major && Integer.parseInt(parts[1]) >= minor;
    }

    private static String field(MemorySegment names, int index) {
        return NativeMemory.string(names.asSlice((long) index * FIELD_BYTES, FIELD_BYTES));
    }
}
