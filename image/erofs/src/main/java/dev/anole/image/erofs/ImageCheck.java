package dev.anole.image.erofs;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * An fsck: looks at every inode, name, attribute and byte of data, goes on after a fault, and tells all that it finds. What
 * cannot be opened at all says so by its exception.
 *
 * <p>Data is decoded on all cores. Memory: the directories still to be seen, a number for each directory and each file with
 * several links, and for each core one extent.
 */
public final class ImageCheck {
    /** After so many faults more tell nothing. */
    public static final int FAULTS_MAX = 10_000;

    private static final int TASKS_A_THREAD = 8;
    private static final int BUFFER_BYTES = 1 << 20;

    /**
     * What was looked at.
     *
     * @param inodes files of all kinds, each once
     * @param bytes of their data
     * @param faults that were found
     */
    public record Summary(long inodes, long bytes, long faults) {
    }

    private record Pending(String path, Inode inode, Inode parent) {
    }

    /** What names say of a file that should have several. */
    private static final class Links {
        private final String path;
        private final Inode inode;
        private long names;

        private Links(String path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }
    }

    private final ErofsImage image;
    private final Consumer<Fault> found;
    private final ExecutorService threads;
    private final Semaphore tasks;
    private final Deque<Pending> directories = new ArrayDeque<>();
    private final Set<Long> seenDirectories = new HashSet<>();
    private final Map<Long, Links> links = new HashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final ThreadLocal<byte[]> buffer = ThreadLocal.withInitial(() -> new byte[BUFFER_BYTES]);
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private long inodes;
    private long faults;

    private ImageCheck(ErofsImage image, int threadCount, Consumer<Fault> found) {
        this.image = image;
        this.found = found;
        // Platform threads: they compute and never wait.
        threads = Executors.newFixedThreadPool(threadCount,
                Thread.ofPlatform().daemon().name("erofs-check-", 0).factory());
        tasks = new Semaphore(threadCount * TASKS_A_THREAD);
    }

    /** Checks an image that could be opened. Faults are handed out as they are found, by one thread at a time. */
    public static Summary check(ErofsImage image, Consumer<Fault> found) throws InterruptedException {
        return check(image, Runtime.getRuntime().availableProcessors(), found);
    }

    /** Checks with a number of threads. */
    public static Summary check(ErofsImage image, int threads, Consumer<Fault> found) throws InterruptedException {
        ImageCheck check = new ImageCheck(image, threads, found);
        try {
            check.run();
        } finally {
            check.threads.shutdownNow();
            check.threads.awaitTermination(1, TimeUnit.MINUTES);
        }
        return new Summary(check.inodes, check.bytes.get(), check.faults);
    }

    private void run() throws InterruptedException {
        try {
            Inode root = image.root();
            seenDirectories.add(root.nid());
            directories.add(new Pending("", root, root));
            inode("", root);
        } catch (ErofsException e) {
            report("", e);
        }
        while (!directories.isEmpty() && faults() < FAULTS_MAX) {
            directory(directories.removeLast());
        }
        for (Links each : links.values()) {
            if (each.names != each.inode.links()) {
                report(each.path, each.inode.fault("it says that it has " + each.inode.links() + " links, and "
                        + each.names + " names lead to it"));
            }
        }
        threads.shutdown();
        while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            // Large images take their time.
        }
        switch (broken.get()) {
            case null -> {
                // As it should be.
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private void directory(Pending directory) throws InterruptedException {
        boolean self = false;
        boolean parent = false;
        long below = 0;
        Optional<byte[]> before = Optional.empty();
        try {
            for (DirectoryEntry each : image.entries(directory.inode)) {
                byte[] name = Names.bytes(each.name());
                if (before.isPresent() && Names.ORDER.compare(before.get(), name) >= 0) {
                    report(directory.path, directory.inode.fault("its names are not sorted: " + each.name()
                            + " comes too late"));
                }
                before = Optional.of(name);
                if (each.name().equals(".")) {
                    self = true;
                    dots(directory, each, directory.inode);
                } else if (each.name().equals("..")) {
                    parent = true;
                    dots(directory, each, directory.parent);
                } else {
                    below += each.type() == FileType.DIRECTORY ? 1 : 0;
                    entry(directory, each);
                }
                if (faults() >= FAULTS_MAX) {
                    return;
                }
            }
            if (!parent || !self && !directory.inode.omitsDot()) {
                report(directory.path, directory.inode.fault("it does not name itself and what is above it"));
            }
            if (directory.inode.links() != below + 2 && directory.inode.links() != 1) {
                report(directory.path, directory.inode.fault("it says that it has " + directory.inode.links()
                        + " links, and " + below + " directories are in it"));
            }
        } catch (ErofsException e) {
            report(directory.path, e);
        }
    }

    private void dots(Pending directory, DirectoryEntry entry, Inode expected) {
        if (entry.nid() != expected.nid() || entry.type() != FileType.DIRECTORY) {
            report(directory.path, directory.inode.fault("\"" + entry.name() + "\" leads to inode " + entry.nid()
                    + ", not to " + expected.nid()));
        }
    }

    private void entry(Pending directory, DirectoryEntry entry) throws InterruptedException {
        String path = directory.path.isEmpty() ? entry.name() : directory.path + "/" + entry.name();
        try {
            Inode inode = image.inode(entry.nid());
            if (inode.type() != entry.type()) {
                throw inode.fault("it is a " + inode.type() + ", and its entry says " + entry.type());
            }
            if (inode.type() == FileType.DIRECTORY) {
                if (!seenDirectories.add(inode.nid())) {
                    throw inode.fault("the directory is met a second time");
                }
                directories.add(new Pending(path, inode, directory.inode));
                inode(path, inode);
                return;
            }
            if (inode.links() != 1) {
                Links all = links.computeIfAbsent(inode.nid(), key -> new Links(path, inode));
                if (++all.names > 1) {
                    return;
                }
            }
            inode(path, inode);
        } catch (ErofsException e) {
            report(path, e);
        }
    }

    private void inode(String path, Inode inode) throws InterruptedException {
        inodes++;
        for (Map.Entry<String, byte[]> each : image.attributes(inode).entrySet()) {
            if (image.attribute(inode, each.getKey()).filter(value -> Arrays.equals(value, each.getValue()))
                    .isEmpty()) {
                throw inode.fault("its name filter hides its attribute " + each.getKey());
            }
        }
        switch (inode.type()) {
            case SYMBOLIC_LINK -> {
                String target = image.linkTarget(inode);
                if (target.isEmpty() || target.indexOf('\0') >= 0) {
                    throw inode.fault("its target is empty, or holds a NUL");
                }
            }
            case REGULAR -> data(path, inode);
            case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> {
                // A directory is read with its names, the others have no data.
            }
        }
    }

    private void data(String path, Inode inode) throws InterruptedException {
        tasks.acquire();
        threads.execute(() -> {
            try {
                read(inode);
            } catch (ErofsException e) {
                report(path, e);
            } catch (RuntimeException | Error e) {
                // No fault of the image: it is thrown where somebody sees it.
                broken.compareAndSet(null, e);
            } finally {
                tasks.release();
            }
        });
    }

    private void read(Inode inode) {
        ContentReader content = new ContentReader(image, inode);
        long position = 0;
        while (position < inode.size() && !Thread.currentThread().isInterrupted()) {
            Extent extent = content.extent(position);
            if (extent.source() instanceof Extent.Hole) {
                position = extent.end();
                continue;
            }
            byte[] into = buffer(extent);
            int read = content.read(position, into, 0, (int) Math.min(into.length, extent.end() - position));
            position += read;
            bytes.addAndGet(read);
        }
    }

    /** Compressed extents are read at once, so that each is decoded straight to where it goes. */
    private byte[] buffer(Extent extent) {
        byte[] into = buffer.get();
        if (extent.source() instanceof Extent.Encoded && extent.length() > into.length) {
            into = new byte[(int) extent.length()];
            buffer.set(into);
        }
        return into;
    }

    private synchronized long faults() {
        return faults;
    }

    private synchronized void report(String path, ErofsException e) {
        if (faults++ < FAULTS_MAX) {
            found.accept(Fault.of(path, e));
        }
    }
}
