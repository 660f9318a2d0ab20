package dev.anole.ops.collect;

import dev.anole.kernel.cgroup.Cgroup;
import dev.anole.kernel.cgroup.CgroupHierarchies;
import dev.anole.kernel.cgroup.CgroupReader;
import dev.anole.kernel.cgroup.CgroupWalk;
import dev.anole.kernel.cgroup.Controller;
import dev.anole.kernel.cgroup.Hierarchy;
import dev.anole.kernel.linux.MountEntry;
import dev.anole.kernel.linux.MountTable;
import dev.anole.operation.Host;
import dev.anole.operation.Probe;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Control groups, one series of each metric a group and path, whichever hierarchy a figure comes from. The root is left
 * out: it is the host.
 *
 * <p>How often: up to 60 groups every second; of more, so many a second that each has its turn within 5 s. New and
 * vanished groups are looked for, and limits and the breakdown of memory are read, every 10 s.
 */
final class CgroupSampler implements Sampler {
    static final int EVERY_SECONDS = 5;
    static final int RARELY_SECONDS = 10;
    static final Probe NOT_MOUNTED = Probe.unavailable(Text.of("no control groups are mounted", "没有挂载控制组"),
        "/proc/self/mountinfo", Text.of("mount -t cgroup2 none /sys/fs/cgroup", "执行 mount -t cgroup2 none /sys/fs/cgroup"));

    private static final int AT_ONCE = 60;
    /** A group has up to 16 files: those of 60 groups are held open. */
    private static final int FILES_HELD_MAX = 1000;

    private final Host host;
    private final Board board;
    private final int groupsMax;
    private final Rarely walkDue = new Rarely(RARELY_SECONDS);
    private final Map<String, SampledGroup> groups = new LinkedHashMap<>();
    private List<SampledGroup> turns = List.of();
    private int nextTurn;
    private CgroupHierarchies hierarchies = new CgroupHierarchies(List.of());
    private Optional<CgroupReader> reader = Optional.empty();
    private boolean cut;

    CgroupSampler(Host host, Board board, int groupsMax) {
        this.host = host;
        this.board = board;
        this.groupsMax = groupsMax;
    }

    @Override
    public String name() {
        return "cgroup";
    }

    @Override
    public Probe probe() {
        if (hierarchies.all().isEmpty()) {
            return NOT_MOUNTED;
        }
        return Probe.available(Text.same(hierarchies.mode().name().toLowerCase(java.util.Locale.ROOT)
            + (cut ? ", first " + groupsMax : "")));
    }

    /** How groups are mounted, as last seen. */
    CgroupHierarchies hierarchies() {
        return hierarchies;
    }

    @Override
    public void sample(Tick tick) {
        if (groupsMax == 0) {
            return;
        }
        if (walkDue.due(tick)) {
            walk();
        }
        if (reader.isPresent()) {
            int count = Math.min(turns.size(), Math.max(AT_ONCE, (turns.size() + EVERY_SECONDS - 1) / EVERY_SECONDS));
            for (int i = 0; i < count; i++) {
                nextTurn = nextTurn >= turns.size() ? 0 : nextTurn;
                turns.get(nextTurn++).sample(reader.get(), tick);
            }
        }
    }

    private void walk() {
        CgroupHierarchies found = detect(host);
        if (!found.equals(hierarchies)) {
            hierarchies = found;
            reader.ifPresent(CgroupReader::close);
            reader = found.all().isEmpty() ? Optional.empty() : Optional.of(new CgroupReader(found, FILES_HELD_MAX));
        }
        cut = false;
        Set<String> present = new LinkedHashSet<>();
        for (Hierarchy hierarchy : walked(found)) {
            CgroupWalk walk = CgroupWalk.of(hierarchy.top(), groupsMax + 1);
            cut |= walk.wasCut();
            for (Cgroup group : walk.groups()) {
                boolean top = group.path().equals(hierarchy.root());
                if (!top && (present.size() < groupsMax || present.contains(group.path()))) {
                    present.add(group.path());
                } else {
                    cut |= !top;
                }
            }
        }
        List<String> gone = new ArrayList<>(groups.keySet());
        gone.removeAll(present);
        for (String path : gone) {
            groups.remove(path).forget();
            reader.ifPresent(r -> r.forget(path));
        }
        for (String path : present) {
            if (!groups.containsKey(path)) {
                groups.put(path, new SampledGroup(path, board));
            }
        }
        turns = List.copyOf(groups.values());
    }

    /** The hierarchies that figures come from, each once. */
    private static Set<Hierarchy> walked(CgroupHierarchies of) {
        Set<Hierarchy> chosen = new LinkedHashSet<>();
        of.unified().ifPresent(chosen::add);
        for (Controller controller : List.of(Controller.CPU, Controller.CPUACCT, Controller.MEMORY, Controller.IO)) {
            of.of(controller).ifPresent(chosen::add);
        }
        return chosen;
    }

    /** The hierarchies of a host, whose root may be a directory of ours. */
    static CgroupHierarchies detect(Host host) {
        List<MountEntry> mounts = new ArrayList<>();
        for (MountEntry mount : MountedFileSystems.all(host)) {
            if (!mount.mountPoint().startsWith("/")) {
                continue;   // not below any root that this process sees
            }
            mounts.add(new MountEntry(mount.id(), mount.parent(), mount.device(), mount.root(),
                SmallFile.path(host, mount.mountPoint()), mount.options(), mount.propagation(), mount.type(), mount.source(),
                mount.superOptions()));
        }
        return CgroupHierarchies.detect(new MountTable(mounts));
    }

    @Override
    public void close() {
        reader.ifPresent(CgroupReader::close);
        reader = Optional.empty();
    }
}
