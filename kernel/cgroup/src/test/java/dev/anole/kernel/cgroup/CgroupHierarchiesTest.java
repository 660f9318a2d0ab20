package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.MountTable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CgroupHierarchiesTest {
    private static final String V1 = """
            32 31 0:29 / /cg/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /cg/memory rw,relatime - cgroup cgroup rw,memory
            36 31 0:32 / /elsewhere rw,relatime - cgroup cgroup rw,memory
            40 31 0:37 / /cg/systemd rw,relatime - cgroup systemd rw,xattr,release_agent=/lib/x,name=systemd
            """;
    private static final String V2 = "41 31 0:38 / /no/such/unified rw - cgroup2 cgroup2 rw,nsdelegate\n";

    private static CgroupHierarchies detect(String mounts) {
        return CgroupHierarchies.detect(MountTable.parse(mounts.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theModeFollowsFromWhatIsMounted() {
        assertEquals(CgroupMode.NONE, detect("1 1 0:1 / / rw - ext4 root rw\n").mode());
        assertEquals(CgroupMode.V1, detect(V1).mode());
        assertEquals(CgroupMode.V2, detect(V2).mode());
        assertEquals(CgroupMode.HYBRID, detect(V1 + V2).mode());
    }

    @Test
    void controllersAreToldFromFlagsAndNames() {
        CgroupHierarchies found = detect(V1);
        assertEquals(3, found.all().size());
        assertEquals(Set.of("cpu", "cpuacct"), found.of(Controller.CPU).orElseThrow().controllers());
        assertEquals(found.of(Controller.CPU), found.of(Controller.CPUACCT));
        assertEquals("/cg/memory", found.of(Controller.MEMORY).orElseThrow().mountPoint());
        assertEquals(Optional.empty(), found.of(Controller.PIDS));
        Hierarchy systemd = found.all().get(2);
        assertEquals(Optional.of("systemd"), systemd.name());
        assertEquals(Set.of(), systemd.controllers());
    }

    @Test
    void aProcessIsFoundInEachHierarchy() {
        CgroupHierarchies found = detect(V1 + V2);
        ProcessCgroups process = ProcessCgroups.parse(
                "9:name=systemd:/init.scope\n4:memory:/a:b/c\n1:cpuacct,cpu:/\n0::/unified\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of("/a:b/c"), process.pathIn(found.of(Controller.MEMORY).orElseThrow()));
        assertEquals(Optional.of("/"), process.pathIn(found.of(Controller.CPU).orElseThrow()));
        assertEquals(Optional.of("/unified"), process.pathIn(found.unified().orElseThrow()));
        assertEquals("/cg/systemd/init.scope", process.in(found.all().get(2)).orElseThrow().directory());
        for (String broken : List.of("x", "1:cpu", ":cpu:/", "12345678901:cpu:/")) {
            assertThrows(FormatException.class,
                    () -> ProcessCgroups.parse(broken.getBytes(StandardCharsets.UTF_8)), broken);
        }
    }

    @Test
    void aContainersMountShowsOnlyWhatIsBelowItsRoot() {
        Hierarchy hierarchy = detect("1 1 0:1 /docker/x /cg rw - cgroup cgroup rw,memory\n").all().getFirst();
        assertEquals("/cg", hierarchy.top().directory());
        assertEquals("/cg", hierarchy.at("/docker/x").orElseThrow().directory());
        assertEquals("/cg/y", hierarchy.at("/docker/x/y").orElseThrow().directory());
        assertEquals(Optional.empty(), hierarchy.at("/docker/xy"));
        assertEquals(Optional.empty(), hierarchy.at("/"));
        Hierarchy whole = detect(V1).all().getFirst();
        assertEquals(Optional.empty(), whole.at("/../sibling"));
        assertTrue(whole.at("/..x").isPresent());
    }

    @Test
    void aPathThatWouldLeaveTheHierarchyIsRefused() {
        Hierarchy whole = detect(V1).all().getFirst();
        for (String path : List.of("", "a", "/a/", "/a//b", "/a/../b", "/a/.", "/..")) {
            assertThrows(IllegalArgumentException.class, () -> new Cgroup(whole, path), path);
        }
        assertThrows(IllegalArgumentException.class, () -> whole.top().child("a/b"));
        assertThrows(IllegalArgumentException.class, () -> whole.top().child(".."));
    }
}
