package dev.anole.kernel.linux;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import static dev.anole.kernel.linux.MountFlag.MS_NODEV;
import static dev.anole.kernel.linux.MountFlag.MS_NOSUID;
import static dev.anole.kernel.linux.MountFlag.MS_PRIVATE;
import static dev.anole.kernel.linux.MountFlag.MS_RDONLY;
import static dev.anole.kernel.linux.MountFlag.MS_REC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Every mount here is made in a mount namespace of the test's own thread, which goes with that thread. */
class MountKernelTest {
    @BeforeEach
    void rootMayMount() {
        assumeTrue(CapabilitySets.current().effective().contains(Capability.CAP_SYS_ADMIN),
                "mounting needs CAP_SYS_ADMIN");
    }

    @Test
    void aMountIsSeenInTheTableOfItsNamespaceAndNowhereElse() throws Exception {
        try (Scratch scratch = new Scratch()) {
            scratch.directory().makeDirectory("a place", 0755);
            String place = scratch.path("a place");
            inOwnMountNamespace(() -> {
                Mounts.mount("a\\source", place, "tmpfs", Set.of(MS_NOSUID, MS_NODEV), "size=1m");
                MountEntry entry = ownTable().at(place).orElseThrow();
                assertEquals("tmpfs", entry.type());
                assertEquals("a\\source", entry.source());
                assertTrue(entry.options().containsAll(List.of("rw", "nosuid", "nodev")));
                assertEquals(Optional.of("1024k"), entry.superOption("size"));
                assertEquals(entry, ownTable().containing(place + "/below/it").orElseThrow());
                assertEquals(FileSystemStatus.TMPFS_MAGIC, FileSystemStatus.of(place).magic());
                Mounts.remount(place, Set.of(MS_RDONLY));
                assertTrue(ownTable().at(place).orElseThrow().isReadOnly());
                assertEquals(Errno.EROFS, assertThrows(ErrnoException.class,
                        () -> Directory.working().create(place + "/file", 0600)).errno());
                assertFalse(MountTable.read().at(place).isPresent(), "the other threads see it");
                Mounts.unmount(place);
                assertFalse(ownTable().at(place).isPresent());
                return null;
            });
        }
    }

    @Test
    void aBindShowsTheSameFiles() throws Exception {
        try (Scratch scratch = new Scratch()) {
            scratch.directory().makeDirectory("one", 0755);
            scratch.directory().makeDirectory("two", 0755);
            inOwnMountNamespace(() -> {
                Mounts.bind(scratch.path("one"), scratch.path("two"));
                Directory.working().create(scratch.path("one/file"), 0600).close();
                assertTrue(Directory.working().find(scratch.path("two/file"), Symlink.NO_FOLLOW).isPresent());
                MountEntry entry = ownTable().at(scratch.path("two")).orElseThrow();
                assertTrue(entry.root().endsWith("/one"), entry.root());
                Mounts.unmount(scratch.path("two"), UnmountFlag.MNT_DETACH);
                return null;
            });
        }
    }

    @Test
    void aFileSystemIsConfiguredStepByStep() throws Exception {
        KernelHas.call(SystemCall.FSOPEN);
        try (Scratch scratch = new Scratch()) {
            scratch.directory().makeDirectory("new", 0755);
            inOwnMountNamespace(() -> {
                try (FileSystemContext context = FileSystemContext.open("tmpfs")) {
                    context.set("size", "1m");
                    context.set("ro");
                    context.create();
                    try (DetachedMount mount = context.mount(MountAttribute.MOUNT_ATTR_NOEXEC)) {
                        mount.change(Set.of(MountAttribute.MOUNT_ATTR_NODEV),
                                Set.of(MountAttribute.MOUNT_ATTR_NOEXEC), false);
                        mount.attach(Directory.working(), scratch.path("new"));
                    }
                }
                MountEntry entry = ownTable().at(scratch.path("new")).orElseThrow();
                assertTrue(entry.isReadOnly());
                assertTrue(entry.options().contains("nodev"));
                assertFalse(entry.options().contains("noexec"));
                try (DetachedMount copy = DetachedMount.copyOf(Directory.working(), scratch.path("new"), true)) {
                    assertEquals(FileSystemStatus.TMPFS_MAGIC, FileSystemStatus.of(copy).magic());
                }
                Mounts.unmount(scratch.path("new"));
                return null;
            });
        }
    }

    @Test
    void aRefusedOptionSaysWhichInTheFileSystemsOwnWords() {
        KernelHas.call(SystemCall.FSOPEN);
        try (FileSystemContext context = FileSystemContext.open("tmpfs")) {
            ErrnoException refused = assertThrows(ErrnoException.class, () -> context.set("nonsense", "1"));
            assertEquals(Errno.EINVAL, refused.errno());
            assertTrue(refused.getMessage().contains("Unknown parameter 'nonsense'"), refused.getMessage());
        }
        assertEquals(Errno.ENODEV, assertThrows(ErrnoException.class,
                () -> FileSystemContext.open("no-such-fs")).errno());
    }

    @Test
    void aThreadGoesToANamespaceAndComesBack() throws Exception {
        OwnThread.call(() -> {
            // Home is a namespace made here: to enter one, a process needs CAP_SYS_ADMIN in the user namespace that owns it
            // (netns_install in the kernel's net/core/net_namespace.c), which the root of a container has not over the host's.
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNET));
            try (OpenFile home = Namespaces.current(NamespaceKind.CLONE_NEWNET)) {
                Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNET));
                try (OpenFile away = Namespaces.current(NamespaceKind.CLONE_NEWNET)) {
                    assertFalse(away.status().isSameFileAs(home.status()));
                }
                try (OpenFile route = OpenFile.open("/proc/thread-self/net/dev", Access.O_RDONLY)) {
                    String devices = new String(route.readAll(65536), StandardCharsets.UTF_8);
                    assertTrue(devices.contains("lo:"));
                    assertFalse(devices.contains("eth0:"));
                }
                Namespaces.enter(home, NamespaceKind.CLONE_NEWNET);
                try (OpenFile back = Namespaces.current(NamespaceKind.CLONE_NEWNET)) {
                    assertTrue(back.status().isSameFileAs(home.status()));
                }
            }
            return null;
        });
    }

    @Test
    void aVirtualThreadIsRefused() throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread.ofVirtual().start(() -> {
            try {
                Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNS));
            } catch (IllegalStateException e) {
                thrown[0] = e;
            }
        }).join();
        assertTrue(thrown[0] instanceof IllegalStateException);
    }

    private static MountTable ownTable() {
        try (OpenFile table = OpenFile.open("/proc/thread-self/mountinfo", Access.O_RDONLY)) {
            return MountTable.parse(table.readAll(1 << 20));
        }
    }

    private static void inOwnMountNamespace(Callable<Void> work) throws Exception {
        OwnThread.call(() -> {
            Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNS));
            Mounts.propagate("/", MS_PRIVATE, MS_REC);
            return work.call();
        });
    }
}
