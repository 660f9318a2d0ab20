package dev.anole.image.erofs;

import dev.anole.kernel.linux.MountFlag;
import dev.anole.kernel.linux.Mounts;
import dev.anole.kernel.linux.NamespaceKind;
import dev.anole.kernel.linux.Namespaces;
import dev.anole.kernel.linux.UnmountFlag;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** An image as the kernel shows it, in a mount namespace of the test's own thread, which goes with that thread. */
final class Mounted {
    interface Look {
        void at(Path mount) throws Exception;
    }

    private Mounted() {
    }

    static void assumePossible() throws Exception {
        SampleTree.assumeRoot();
        assumeTrue(Files.readString(Path.of("/proc/filesystems")).contains("\terofs\n"), "this kernel has no EROFS");
        assumeTrue(Files.exists(Path.of("/sys/fs/erofs/features/48bit")),
                "this kernel's EROFS is older than 6.15: no encoded extents");
    }

    static void look(Path image, List<Path> blobs, Look look) throws Exception {
        Path place = Files.createTempDirectory("anole-erofs-mount");
        try {
            onOwnThread(() -> {
                Namespaces.unshare(Set.of(NamespaceKind.CLONE_NEWNS));
                Mounts.propagate("/", MountFlag.MS_PRIVATE, MountFlag.MS_REC);
                StringBuilder data = new StringBuilder();
                for (Path blob : blobs) {
                    data.append(data.isEmpty() ? "" : ",").append("device=").append(blob);
                }
                Mounts.mount(image.toString(), place.toString(), "erofs", Set.of(MountFlag.MS_RDONLY),
                        data.toString());
                try {
                    look.at(place);
                } finally {
                    Mounts.unmount(place.toString(), UnmountFlag.MNT_DETACH);
                }
                return null;
            });
        } finally {
            Files.delete(place);
        }
    }

    private static void onOwnThread(Callable<Void> work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
