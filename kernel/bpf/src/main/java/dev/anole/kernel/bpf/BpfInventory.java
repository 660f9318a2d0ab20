package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Descriptor;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

/** What is loaded on this host, and by whom. */
public final class BpfInventory {
    /** Of programs or maps; a host with a service mesh has a few hundred. */
    static final int OBJECTS_MAX = 100_000;
    private static final int FDINFO_BYTES_MAX = 4096;

    /**
     * A program in the kernel.
     *
     * @param type empty for one that is not known here
     * @param uid of who loaded it
     * @param pids processes that hold it, as far as this process may see; none for what only a pin or a link holds
     */
    public record LoadedProgram(int id, String name, Optional<ProgramType> type, long uid, int translatedBytes, Set<Integer> pids) {
        public LoadedProgram {
            pids = Set.copyOf(pids);
        }
    }

    /** A map in the kernel; sizes in bytes. */
    public record LoadedMap(int id, String name, MapType type, int keyBytes, int valueBytes, int entriesMax, Set<Integer> pids) {
        public LoadedMap {
            pids = Set.copyOf(pids);
        }
    }

    private BpfInventory() {
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(int id, MemorySegment info);
    }

    /** All programs, by number. What goes while they are listed is left out. */
    public static List<LoadedProgram> programs() {
        Map<Integer, Set<Integer>> holders = holders("prog_id:");
        return list(BpfCommand.BPF_PROG_GET_NEXT_ID, BpfCommand.BPF_PROG_GET_FD_BY_ID, (id, info) -> new LoadedProgram(id,
                ObjectInfo.name(info, ObjectInfo.PROG_NAME), ProgramType.of(info.get(JAVA_INT_UNALIGNED, ObjectInfo.PROG_TYPE)),
                Integer.toUnsignedLong(info.get(JAVA_INT_UNALIGNED, ObjectInfo.PROG_CREATED_BY_UID)),
                info.get(JAVA_INT_UNALIGNED, ObjectInfo.PROG_XLATED_PROG_LEN), holders.getOrDefault(id, Set.of())));
    }

    /** All maps, by number. */
    public static List<LoadedMap> maps() {
        Map<Integer, Set<Integer>> holders = holders("map_id:");
        return list(BpfCommand.BPF_MAP_GET_NEXT_ID, BpfCommand.BPF_MAP_GET_FD_BY_ID, (id, info) -> new LoadedMap(id,
                ObjectInfo.name(info, ObjectInfo.MAP_NAME), MapType.of(info.get(JAVA_INT_UNALIGNED, ObjectInfo.MAP_TYPE)),
                info.get(JAVA_INT_UNALIGNED, ObjectInfo.MAP_KEY_SIZE), info.get(JAVA_INT_UNALIGNED, ObjectInfo.MAP_VALUE_SIZE),
                info.get(JAVA_INT_UNALIGNED, ObjectInfo.MAP_MAX_ENTRIES), holders.getOrDefault(id, Set.of())));
    }

    private static <T> List<T> list(BpfCommand next, BpfCommand open, Reader<T> reader) {
        List<T> found = new ArrayList<>();
        int id = 0;
        for (int left = OBJECTS_MAX; left > 0; left--) {
            try (BpfAttr attr = new BpfAttr()) {
                long result = attr.int32(BpfAttrLayout.START_ID, id).tryCall(next);
                if (Errno.ENOENT.is(result)) {
                    return found;
                }
                if (Errno.EPERM.is(result)) {
                    throw Rights.missing("listing BPF objects", "bpf get_next_id");
                }
                ErrnoException.check(result, "bpf get_next_id", "");
                id = attr.int32(BpfAttrLayout.NEXT_ID);
            }
            try (BpfAttr attr = new BpfAttr()) {
                long result = attr.int32(BpfAttrLayout.START_ID, id).tryCall(open);
                if (Errno.ENOENT.is(result)) {
                    continue;
                }
                ErrnoException.check(result, "bpf get_fd_by_id", Integer.toString(id));
                try (Descriptor object = new Descriptor((int) result, "BPF object " + id); Arena arena = Arena.ofConfined()) {
                    found.add(reader.read(id, ObjectInfo.read(object, arena)));
                }
            }
        }
        return found;
    }

    /** Processes whose descriptors name an object: {@code /proc/PID/fdinfo/N} has a line such as "prog_id: 12". */
    private static Map<Integer, Set<Integer>> holders(String line) {
        Map<Integer, Set<Integer>> found = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                int pid = Integer.parseInt(process.getFileName().toString());
                try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
                    for (Path descriptor : descriptors) {
                        if (Files.readSymbolicLink(descriptor).toString().startsWith("anon_inode:bpf")) {
                            object(process.resolve("fdinfo").resolve(descriptor.getFileName()), line)
                                    .ifPresent(id -> found.computeIfAbsent(id, each -> new TreeSet<>()).add(pid));
                        }
                    }
                } catch (IOException | java.nio.file.DirectoryIteratorException gone) {
                    // It has ended, or is somebody else's.
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return found;
    }

    private static Optional<Integer> object(Path fdinfo, String line) throws IOException {
        if (Files.size(fdinfo) > FDINFO_BYTES_MAX) {
            return Optional.empty();
        }
        return Files.readAllLines(fdinfo).stream().filter(each -> each.startsWith(line))
                .map(each -> Integer.parseInt(each.substring(line.length()).strip())).findFirst();
    }
}
