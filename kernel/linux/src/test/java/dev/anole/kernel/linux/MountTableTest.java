package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MountTableTest {
    private static MountTable parse(String text) {
        return MountTable.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFieldOfALineIsRead() {
        MountTable table = parse(
                "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue\n");
        assertEquals(new MountEntry(36, 35, new DeviceNumber(98, 0), "/mnt1", "/mnt2", List.of("rw", "noatime"),
                List.of("master:1", "shared:7"), "ext3", "/dev/root", List.of("rw", "errors=continue")),
                table.entries().getFirst());
        assertEquals(Optional.of("continue"), table.entries().getFirst().superOption("errors"));
        assertEquals(Optional.empty(), table.entries().getFirst().superOption("error"));
    }

    @Test
    void octalEscapesAreUndone() {
        MountTable table = parse("1 1 0:1 / /a\\040b\\011c\\012d\\134e rw - tmpfs a\\134x rw,key=a\\054b");
        MountEntry entry = table.entries().getFirst();
        assertEquals("/a b\tc\nd\\e", entry.mountPoint());
        assertEquals("a\\x", entry.source());
        assertEquals(Optional.of("a,b"), entry.superOption("key"));
        assertEquals("\\04", MountTable.unescape("\\04"));
        assertEquals("\\480", MountTable.unescape("\\480"));
        assertEquals("é", MountTable.unescape("\\303\\251"));
    }

    @Test
    void anEmptySourceStaysEmpty() {
        MountEntry entry = parse("1 1 0:1 / / rw - tmpfs  rw,size=4k\n").entries().getFirst();
        assertEquals("", entry.source());
        assertEquals(List.of("rw", "size=4k"), entry.superOptions());
    }

    @Test
    void thePathBelongsToTheDeepestAndTopmostMount() {
        MountTable table = parse("""
                1 1 0:1 / / rw - ext4 root rw
                2 1 0:2 / /a rw - tmpfs a rw
                3 1 0:3 / /a/b rw - tmpfs b rw
                4 2 0:4 / /a rw - tmpfs over rw
                """);
        assertEquals("root", table.containing("/ab").orElseThrow().source());
        assertEquals("over", table.containing("/a").orElseThrow().source());
        assertEquals("b", table.containing("/a/b/c").orElseThrow().source());
        assertEquals("over", table.at("/a").orElseThrow().source());
        assertEquals(Optional.empty(), table.at("/c"));
    }

    @Test
    void aBrokenLineIsRefused() {
        for (String broken : List.of("x", "1 1 0:1", "1 1 0-1 / / rw - a b c", "1 1 0:1 / / rw shared:1",
                "1 1 99999:0 / / rw - a b c", "1 1 0:1 / / rw -", "99999999999 1 0:1 / / rw - a b c")) {
            assertThrows(FormatException.class, () -> parse(broken), broken);
        }
    }
}
