package dev.anole.image.erofs;

import dev.anole.kernel.linux.Capability;
import dev.anole.kernel.linux.CapabilitySets;
import dev.anole.kernel.linux.DeviceNumber;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.Symlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A tree of files of all kinds, the same for a seed: sizes around blocks and extents, data that compresses and data that
 * does not, holes, hard links, devices, odd names, owners, times to the nanosecond, attributes, ACLs.
 */
final class SampleTree {
    /** A prime, so that it is no multiple of anything that matters. */
    private static final int ODD = 7;
    private static final int BLOCK = 4096;

    private final Random random;
    private final Directory top;
    private final boolean holes;
    private final List<String> directories = new ArrayList<>(List.of("."));
    private final List<String> files = new ArrayList<>();
    private final List<String> all = new ArrayList<>();

    private SampleTree(long seed, Directory top, boolean holes) {
        random = new Random(seed);
        this.top = top;
        this.holes = holes;
    }

    /** Makes one in a directory that exists and is empty. Needs root. */
    static void make(Path directory, long seed, int entries, boolean holes) {
        try (Directory top = Directory.open(directory.toString())) {
            SampleTree tree = new SampleTree(seed, top, holes);
            for (int i = 0; i < entries; i++) {
                tree.one(i);
            }
            tree.finish();
        }
    }

    static void assumeRoot() {
        assumeTrue(CapabilitySets.current().effective().contains(Capability.CAP_SYS_ADMIN)
                && CapabilitySets.current().effective().contains(Capability.CAP_MKNOD),
                "device nodes, owners and mounts need root");
    }

    private void one(int i) {
        String parent = directories.get(random.nextInt(directories.size()));
        String path = (parent.equals(".") ? "" : parent + "/") + name(i);
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> {
                top.makeDirectory(path, 0755);
                if (path.length() < 200) {
                    directories.add(path);
                }
            }
            case 3, 4 -> top.symlink(path, "target/" + "x".repeat(random.nextInt(300)) + i);
            case 5 -> top.makeNode(path, FileType.CHARACTER_DEVICE, 0600,
                    Optional.of(new DeviceNumber(random.nextInt(4096), random.nextInt(1 << 20))));
            case 6 -> top.makeNode(path, FileType.BLOCK_DEVICE, 0640,
                    Optional.of(new DeviceNumber(random.nextInt(256), random.nextInt(256))));
            case 7 -> top.makeNode(path, random.nextBoolean() ? FileType.FIFO : FileType.SOCKET, 0666,
                    Optional.empty());
            case 8, 9 -> {
                if (files.isEmpty()) {
                    file(path);
                } else {
                    top.link(files.get(random.nextInt(files.size())), top, path);
                }
            }
            default -> file(path);
        }
        all.add(path);
    }

    private String name(int i) {
        return switch (random.nextInt(12)) {
            case 0 -> "n".repeat(1 + random.nextInt(240)) + i;
            case 1 -> "日本語" + i;
            case 2 -> "\udcff\udc80 no text " + i;
            case 3 -> " \n\t\"'\\" + i;
            case 4 -> "." + i;
            case 5 -> "😀" + i;
            default -> "file-" + i;
        };
    }

    private void file(String path) {
        try (OpenFile file = top.create(path, 0644); Arena arena = Arena.ofConfined()) {
            int kind = random.nextInt(10);
            int size = switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1 -> 1 + random.nextInt(100);
                case 2 -> BLOCK * (1 + random.nextInt(3)) + random.nextInt(3) - 1;
                case 3 -> 64 * 1024 + random.nextInt(3) - 1;
                case 4 -> random.nextInt(400_000);
                default -> random.nextInt(3 * BLOCK);
            };
            byte[] data = data(kind, size);
            MemorySegment memory = arena.allocate(Math.max(1, size));
            MemorySegment.copy(data, 0, memory, JAVA_BYTE, 0, size);
            long start = holes && random.nextInt(4) == 0 ? (long) BLOCK * random.nextInt(40) : 0;
            for (long done = 0; done < size; ) {
                done += file.write(memory.asSlice(done, size - done), start + done);
            }
            if (holes && random.nextInt(6) == 0) {
                file.truncate(start + size + (long) BLOCK * random.nextInt(50) + random.nextInt(BLOCK));
            }
        }
        files.add(path);
    }

    private byte[] data(int kind, int size) {
        byte[] data = new byte[size];
        if (kind < 2) {
            random.nextBytes(data);
        } else if (kind < 8) {
            byte[] words = ("line of text number " + random.nextInt() + "\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < size; i++) {
                data[i] = random.nextInt(40) == 0 ? (byte) random.nextInt() : words[i % words.length];
            }
        } else {
            java.util.Arrays.fill(data, (byte) (kind == 8 ? 0 : ODD));
        }
        return data;
    }

    /** Owners, attributes and times, the last when nothing changes them any more. */
    private void finish() {
        all.add(".");
        for (String path : all) {
            boolean link = top.status(path, Symlink.NO_FOLLOW).type() == FileType.SYMBOLIC_LINK;
            int big = random.nextInt(10) == 0 ? 100_000 : 1000;
            top.setOwner(path, random.nextInt(big), random.nextInt(big), Symlink.NO_FOLLOW);
            if (!link) {
                top.setMode(path, random.nextInt(010000), Symlink.FOLLOW);
            }
            attributes(path, link);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Instant time = Instant.ofEpochSecond(1_000_000_000L + random.nextInt(800_000_000),
                    random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000));
            top.setTimes(all.get(i), Optional.of(time), Optional.of(time), Symlink.NO_FOLLOW);
        }
    }

    private void attributes(String path, boolean link) {
        var attributes = top.extendedAttributes(path, Symlink.NO_FOLLOW);
        switch (random.nextInt(6)) {
            case 0 -> attributes.set("trusted.common", "the same everywhere".getBytes(StandardCharsets.UTF_8));
            case 1 -> {
                byte[] value = new byte[random.nextInt(700)];
                random.nextBytes(value);
                attributes.set("trusted.own." + random.nextInt(50), value);
                attributes.set("security.anole", new byte[0]);
            }
            case 2 -> {
                var type = top.status(path, Symlink.NO_FOLLOW).type();
                if (!link && (type == FileType.REGULAR || type == FileType.DIRECTORY)) {
                    attributes.set("user.name", Integer.toString(random.nextInt(5)).getBytes(StandardCharsets.UTF_8));
                    attributes.set("system.posix_acl_access", acl());
                }
            }
            default -> {
                // Most files have none.
            }
        }
    }

    /** {@code struct posix_acl_xattr_header}, version 2: owner, a user, group, mask, others. */
    private byte[] acl() {
        var acl = java.nio.ByteBuffer.allocate(4 + 5 * 8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        acl.putInt(2);
        int[][] entries = {{1, 6, -1}, {2, 6, 1000 + random.nextInt(3)}, {4, 4, -1}, {16, 6, -1}, {32, 0, -1}};
        for (int[] each : entries) {
            acl.putShort((short) each[0]).putShort((short) each[1]).putInt(each[2]);
        }
        return acl.array();
    }
}
