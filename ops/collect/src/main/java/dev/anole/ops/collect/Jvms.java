package dev.anole.ops.collect;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.LinuxException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the JVMs: processes that have libjvm.so mapped, and the counters they keep in their own {@code /tmp}, which for
 * one in a container is reached through {@code /proc/PID/root}.
 *
 * <p>Those directories belong to whoever runs the JVM, and this process may be root: no link in them is followed, only a
 * regular file that belongs to the process's own user is read, and every offset in it is checked.
 */
final class Jvms {
    private static final int JVMS_MAX = 1000;
    /** HotSpot has more threads than this before main() begins. */
    private static final int THREADS_MIN = 5;
    private static final int MAPS_BYTES_MAX = 4 << 20;
    private static final int STATUS_BYTES_MAX = 16 * 1024;
    private static final int DIRECTORIES_MAX = 4096;
    private static final int OPTIONS_CHARS_MAX = 1024;
    private static final String TEMPORARY = "hsperfdata_";

    private final Host host;
    private final Users users;

    Jvms(Host host) {
        this.host = host;
        this.users = new Users(host);
        users.refresh(Tick.now());
    }

    /** Those among these processes. */
    List<JvmInventory> among(List<ProcessScan.Seen> processes) {
        List<JvmInventory> jvms = new ArrayList<>();
        for (ProcessScan.Seen process : processes) {
            if (jvms.size() < JVMS_MAX && !process.kernelThread() && process.threads() >= THREADS_MIN) {
                Optional<String> library = library(process.pid());
                if (process.name().equals("java") || library.isPresent()) {
                    jvms.add(describe(process, library));
                }
            }
        }
        return jvms;
    }

    /** Where its libjvm.so was mapped from; empty also where this user may not look. */
    private Optional<String> library(int pid) {
        return SmallFile.text(host, "/proc/" + pid + "/maps", MAPS_BYTES_MAX).flatMap(maps -> {
            int at = maps.indexOf("/libjvm.so");
            if (at < 0) {
                return Optional.empty();
            }
            int from = maps.indexOf('/', maps.lastIndexOf('\n', at) + 1);
            return Optional.of(maps.substring(from, at));
        });
    }

    private JvmInventory describe(ProcessScan.Seen process, Optional<String> library) {
        String status = SmallFile.text(host, "/proc/" + process.pid() + "/status", STATUS_BYTES_MAX).orElse("");
        long uid = SmallFile.parse(field(status, "Uid:")).orElse(-1L);
        String innerPid = field(status, "NSpid:", true);
        String owner = Owner.of(process.group()).shown();
        String note;
        try {
            Optional<PerformanceData> data = counters(process.pid(), innerPid.isEmpty() ? "" + process.pid() : innerPid, uid);
            if (data.isPresent()) {
                return withCounters(process, data.get(), users.name(uid), owner);
            }
            note = "it keeps no counters: -XX:-UsePerfData, or its /tmp is not where it was";
        } catch (LinuxException e) {
            note = Printable.line(String.valueOf(e.getMessage()), 200);
        }
        return new JvmInventory(process.pid(), process.name(), library.flatMap(l -> release(process.pid(), l)).orElse(""), "",
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), users.name(uid), owner, "", note);
    }

    private static JvmInventory withCounters(ProcessScan.Seen process, PerformanceData data, String user, String owner) {
        String command = data.string("sun.rt.javaCommand").orElse(process.name());
        int blank = command.indexOf(' ');
        double pauses = data.pauseMillis();
        return new JvmInventory(process.pid(), Printable.line(blank < 0 ? command : command.substring(0, blank), 200),
            Printable.line(data.string("java.property.java.version").or(() -> data.string("java.property.java.vm.version")).orElse(""), 64),
            collector(data), Optional.of(data.heap("used")), Optional.of(data.heap("capacity")), Optional.of(data.heapMax()),
            Double.isNaN(pauses) ? Optional.empty() : Optional.of(pauses), Optional.of(data.collections()),
            data.number("java.threads.live"), data.number("java.threads.livePeak"), classes(data), user, owner,
            Printable.line(CommandLine.shown(data.string("java.rt.vmArgs").orElse("").replace(' ', '\0')), OPTIONS_CHARS_MAX), "");
    }

    /** Those from jars, and those from the archive of the JDK or of the application. */
    private static Optional<Long> classes(PerformanceData data) {
        return data.number("java.cls.loadedClasses").map(own -> own + data.number("java.cls.sharedLoadedClasses").orElse(0L));
    }

    /** The first word of what the collectors call themselves: "G1 young collection pauses". */
    private static String collector(PerformanceData data) {
        for (int i = 0; i < 4; i++) {
            Optional<String> name = data.string("sun.gc.collector." + i + ".name");
            if (name.isPresent()) {
                String first = name.get().split(" ", 2)[0];
                return Printable.line(switch (first) {
                    case "Copy", "MSC" -> "Serial";
                    case "PSScavenge", "PSParallelCompact" -> "Parallel";
                    case "Z" -> "ZGC";
                    default -> first;
                }, 32);
            }
        }
        return "";
    }

    private Optional<PerformanceData> counters(int pid, String innerPid, long uid) {
        try (Directory root = Directory.open(SmallFile.path(host, "/proc/" + pid + "/root"));
                Directory temporary = root.openDirectory("tmp", Symlink.NO_FOLLOW)) {
            for (String name : directories(temporary)) {
                try (Directory directory = temporary.openDirectory(name, Symlink.NO_FOLLOW);
                        OpenFile file = directory.open(innerPid, Access.O_RDONLY, OpenFlag.O_NOFOLLOW, OpenFlag.O_NONBLOCK)) {
                    FileStatus status = file.status();
                    if (status.type() == FileType.REGULAR && status.uid() == uid && status.size() <= PerformanceData.FILE_BYTES_MAX) {
                        return PerformanceData.parse(file.readAll(PerformanceData.FILE_BYTES_MAX));
                    }
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.ENOENT && e.errno() != Errno.ELOOP && e.errno() != Errno.ENOTDIR
                            && e.errno() != Errno.EACCES) {
                        throw e;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> directories(Directory temporary) {
        List<String> names = new ArrayList<>();
        try (DirectoryReader entries = new DirectoryReader(temporary.openDirectory(".", Symlink.NO_FOLLOW))) {
            while (names.size() < DIRECTORIES_MAX && entries.next()) {
                String name = entries.name();
                if (name.startsWith(TEMPORARY)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** {@code JAVA_VERSION="25.0.3"} of the file "release" two directories above libjvm.so's own. */
    private Optional<String> release(int pid, String serverDirectory) {
        Path home = Path.of(serverDirectory).resolve("../..").normalize();
        return SmallFile.text(host, "/proc/" + pid + "/root" + home.resolve("release"), STATUS_BYTES_MAX)
            .flatMap(text -> text.lines().filter(l -> l.startsWith("JAVA_VERSION=")).findFirst())
            .map(l -> Printable.line(l.substring("JAVA_VERSION=".length()).replace("\"", ""), 64));
    }

    private static String field(String status, String key) {
        return field(status, key, false);
    }

    /** The first, or the last, number of a line of status. */
    private static String field(String status, String key, boolean last) {
        for (String line : (Iterable<String>) status.lines()::iterator) {
            if (line.startsWith(key)) {
                String[] words = line.substring(key.length()).strip().split("\\s+");
                return last ? words[words.length - 1] : words[0];
            }
        }
        return "";
    }
}
