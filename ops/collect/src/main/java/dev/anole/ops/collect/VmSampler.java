package dev.anole.ops.collect;

import dev.anole.kernel.linux.AuxiliaryVector;
import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the memory management does, {@code /proc/vmstat}: names and meanings in include/linux/vm_event_item.h. */
final class VmSampler extends KeyedSampler {
    private static final String SOURCE = "/proc/vmstat";
    private static final int KILOBYTE = 1024;
    private static final long PAGE = AuxiliaryVector.current().pageBytes();

    private static final List<Line> LINES = List.of(
        Line.of("pgpgin ", Metric.rate("vm.in.bytes", Unit.BYTES_PER_SECOND, 1, SOURCE,
            "read from block devices", "从块设备读入"), KILOBYTE),
        Line.of("pgpgout ", Metric.rate("vm.out.bytes", Unit.BYTES_PER_SECOND, 1, SOURCE,
            "written to block devices", "写出到块设备"), KILOBYTE),
        rate("pswpin ", "vm.swap.in", "pages read from swap", "从交换区读入的页"),
        rate("pswpout ", "vm.swap.out", "pages written to swap", "写出到交换区的页"),
        rate("pgfault ", "vm.faults", "page faults", "缺页"),
        rate("pgmajfault ", "vm.faults.major", "page faults that waited for a disk", "需要读盘的缺页"),
        rate("pgfree ", "vm.freed", "pages freed", "释放的页"),
        rate("pgactivate ", "vm.activated", "pages made active", "转为活跃的页"),
        rate("pgdeactivate ", "vm.deactivated", "pages made inactive", "转为不活跃的页"),
        rate("pgscan_kswapd ", "vm.scanned.kswapd", "pages looked at by kswapd for reclaim", "kswapd 扫描的页"),
        rate("pgscan_direct ", "vm.scanned.direct", "pages looked at by tasks that had to reclaim themselves", "任务直接回收时扫描的页"),
        rate("pgsteal_kswapd ", "vm.reclaimed.kswapd", "pages reclaimed by kswapd", "kswapd 回收的页"),
        rate("pgsteal_direct ", "vm.reclaimed.direct", "pages reclaimed by tasks themselves", "任务直接回收的页"),
        rate("slabs_scanned ", "vm.scanned.slab", "kernel objects looked at for reclaim", "扫描的 slab 对象"),
        rate("workingset_refault_anon ", "vm.refaults.anon", "anonymous pages read back soon after they were dropped", "换出后很快又读回的匿名页"),
        rate("workingset_refault_file ", "vm.refaults.file", "file pages read back soon after they were dropped", "丢弃后很快又读回的文件页"),
        rate("workingset_activate_anon ", "vm.refaults.active.anon", "of those, anonymous pages of the working set", "其中属于工作集的匿名页"),
        rate("workingset_activate_file ", "vm.refaults.active.file", "of those, file pages of the working set", "其中属于工作集的文件页"),
        rate("nr_dirtied ", "vm.dirtied", "pages made dirty", "变脏的页"),
        rate("nr_written ", "vm.written", "pages written back", "写回的页"),
        rate("nr_vmscan_write ", "vm.written.by.reclaim", "pages written by reclaim", "回收时写出的页"),
        Line.of("nr_dirty_threshold ", Metric.level("vm.dirty.limit", Unit.BYTES, SOURCE,
            "dirty memory at which writers are throttled", "触发写限流的脏页上限"), PAGE),
        Line.of("nr_dirty_background_threshold ", Metric.level("vm.dirty.background", Unit.BYTES, SOURCE,
            "dirty memory at which writing back begins", "开始后台写回的脏页门限"), PAGE),
        rate("oom_kill ", "vm.oom.kills", "processes killed because memory ran out", "因内存耗尽被杀的进程"),
        rate("drop_pagecache ", "vm.drops.cache", "times somebody dropped the page cache", "有人清空页缓存的次数"),
        rate("drop_slab ", "vm.drops.slab", "times somebody dropped kernel caches", "有人清空 slab 缓存的次数"),
        rate("compact_stall ", "vm.compact.stalls", "tasks that had to compact memory themselves", "任务被迫自行规整内存"),
        rate("compact_fail ", "vm.compact.fails", "compactions that made no huge page", "失败的内存规整"),
        rate("compact_success ", "vm.compact.successes", "compactions that made a huge page", "成功的内存规整"),
        rate("thp_fault_alloc ", "vm.huge.faults", "faults served with a huge page", "以大页满足的缺页"),
        rate("thp_fault_fallback ", "vm.huge.fallbacks", "faults that found no huge page", "未得到大页的缺页"),
        rate("thp_collapse_alloc ", "vm.huge.collapses", "small pages made into a huge one", "合并为大页"),
        rate("thp_split_page ", "vm.huge.splits", "huge pages split", "拆分的大页"),
        rate("thp_swpout ", "vm.huge.swap.out", "huge pages written to swap whole", "整体换出的大页"),
        rate("numa_hit ", "vm.numa.hits", "pages from the wanted node", "在期望节点分配的页"),
        rate("numa_miss ", "vm.numa.misses", "pages from another node than wanted", "在其他节点分配的页"),
        rate("numa_foreign ", "vm.numa.foreign", "pages wanted here and taken elsewhere", "期望本节点却在别处分配的页"),
        rate("numa_hint_faults ", "vm.numa.hint.faults", "faults of NUMA balancing", "NUMA 均衡缺页"),
        rate("numa_pages_migrated ", "vm.numa.migrated", "pages moved by NUMA balancing", "NUMA 均衡迁移的页"),
        rate("pgmigrate_success ", "vm.migrated", "pages moved", "迁移的页"),
        rate("pgmigrate_fail ", "vm.migrate.fails", "pages that could not be moved", "迁移失败的页"),
        rate("balloon_inflate ", "vm.balloon.inflated", "pages given to the hypervisor", "交给虚拟机监控器的页"),
        rate("balloon_deflate ", "vm.balloon.deflated", "pages got back from the hypervisor", "从虚拟机监控器收回的页"),
        rate("zswpin ", "vm.zswap.in", "pages read from zswap", "从 zswap 读入的页"),
        rate("zswpout ", "vm.zswap.out", "pages put into zswap", "放入 zswap 的页"),
        rate("zswpwb ", "vm.zswap.written", "pages that zswap wrote to swap", "zswap 写入交换区的页"),
        hidden("allocstall_dma "), hidden("allocstall_dma32 "), hidden("allocstall_normal "), hidden("allocstall_movable "),
        hidden("allocstall_device "), hidden("allocstall "));

    private static final Metric STALLS = Metric.rate("vm.stalls", Unit.PER_SECOND, 1, SOURCE,
        "times a task had to reclaim memory itself before it got some", "任务必须自行回收才能分配内存的次数");
    private static final int FIRST_STALL = LINES.size() - 6;

    private final int stalls;

    VmSampler(Host host, Board board, ReadBuffer buffer) {
        super("vm", SOURCE, LINES, host, board, buffer);
        stalls = board.claim(STALLS);
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>(List.of(STALLS));
        LINES.forEach(l -> l.metric().ifPresent(list::add));
        return list;
    }

    /** The kernel counts stalls by zone (one counter before Linux 4.8); which zone it was helps nobody here. */
    @Override
    void derive(KeyedLines lines, Board board) {
        long sum = 0;
        boolean any = false;
        for (int i = FIRST_STALL; i < LINES.size(); i++) {
            if (lines.has(i)) {
                sum += lines.value(i);
                any = true;
            }
        }
        if (any) {
            board.count(stalls, sum);
        }
    }

    private static Line rate(String key, String id, String en, String zh) {
        return Line.of(key, Metric.rate(id, Unit.PER_SECOND, 1, SOURCE, en, zh), 1);
    }

    private static Line hidden(String key) {
        return new Line(key, Optional.empty(), 1);
    }
}
