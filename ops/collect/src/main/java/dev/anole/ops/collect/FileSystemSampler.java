package dev.anole.ops.collect;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileSystemStatus;
import dev.anole.kernel.linux.MountEntry;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How full the mounted file systems are, statfs(2). Network and FUSE file systems are left out: asking them may wait for
 * a server without end, and one thread samples everything.
 */
final class FileSystemSampler implements Sampler {
    /** File systems beyond are passed over. */
    static final int FILE_SYSTEMS_MAX = 128;
    /** They fill slowly. */
    static final int EVERY_SECONDS = 5;

    private static final String SOURCE = "statfs(2)";
    private static final Metric SIZE = level("fs.size.bytes", Unit.BYTES, "size", "容量");
    private static final Metric USED = level("fs.used.bytes", Unit.BYTES, "taken", "已用");
    private static final Metric AVAILABLE = level("fs.available.bytes", Unit.BYTES, "free for ordinary users", "普通用户可用");
    private static final Metric USED_SHARE = level("fs.used", Unit.PERCENT, "share taken, of what ordinary users can have",
        "已用比例（按普通用户可用容量）");
    private static final Metric INODES = level("fs.inodes", Unit.COUNT, "inodes", "inode 总数");
    private static final Metric INODES_USED = level("fs.inodes.used", Unit.PERCENT, "share of inodes taken", "inode 已用比例");

    private final Host host;
    private final Board board;
    private final Rarely due = new Rarely(EVERY_SECONDS);
    private final Map<String, int[]> slotsByMount = new LinkedHashMap<>();
    private Probe probe = Probe.available();

    FileSystemSampler(Host host, Board board) {
        this.host = host;
        this.board = board;
    }

    static List<Metric> metrics() {
        return List.of(SIZE, USED, AVAILABLE, USED_SHARE, INODES, INODES_USED);
    }

    @Override
    public String name() {
        return "file-system";
    }

    @Override
    public Probe probe() {
        return probe;
    }

    @Override
    public void sample(Tick tick) {
        if (!due.due(tick)) {
            return;
        }
        List<MountEntry> mounts = MountedFileSystems.measurable(MountedFileSystems.all(host));
        probe = mounts.isEmpty() ? Probe.unavailable(Text.of("no file system to measure is mounted", "没有可测量的文件系统"),
            "/proc/self/mountinfo", Text.of("mount procfs at /proc", "请在 /proc 挂载 procfs")) : Probe.available();
        List<String> gone = new ArrayList<>(slotsByMount.keySet());
        for (MountEntry mount : mounts) {
            if (measure(mount)) {
                gone.remove(mount.mountPoint());
            }
        }
        for (String mountPoint : gone) {
            for (int slot : slotsByMount.remove(mountPoint)) {
                board.release(slot);
            }
        }
    }

    private boolean measure(MountEntry mount) {
        if (!MountedFileSystems.isReachable(mount)) {
            return false;
        }
        FileSystemStatus status;
        try {
            status = FileSystemStatus.of(SmallFile.path(host, mount.mountPoint()));
        } catch (ErrnoException e) {
            return false;
        }
        if (status.blocks() == 0) {
            return false;
        }
        int[] slots = slotsByMount.get(mount.mountPoint());
        if (slots == null) {
            if (slotsByMount.size() >= FILE_SYSTEMS_MAX) {
                return false;
            }
            slots = metrics().stream().mapToInt(m -> board.claim(m, mount.mountPoint())).toArray();
            slotsByMount.put(mount.mountPoint(), slots);
        }
        double used = (double) (status.blocks() - status.blocksFree()) * status.blockSize();
        double available = (double) status.availableBytes();
        board.level(slots[0], status.sizeBytes());
        board.level(slots[1], used);
        board.level(slots[2], available);
        board.level(slots[3], usedPercent(used, available));
        if (status.inodes() > 0) {
            board.level(slots[4], status.inodes());
            board.level(slots[5], 100.0 * (status.inodes() - status.inodesFree()) / status.inodes());
        }
        return true;
    }

    /** As df(1) has it: blocks that are reserved for root count neither as taken nor as free. */
    static double usedPercent(double used, double available) {
        return used + available > 0 ? 100 * used / (used + available) : 100;
    }

    @Override
    public void close() {
        slotsByMount.clear();
    }

    private static Metric level(String id, Unit unit, String en, String zh) {
        return Metric.level(id, unit, SOURCE, en, zh).per("mountpoint").every(EVERY_SECONDS);
    }
}
