package dev.anole.ops.collect;

import dev.anole.kernel.linux.ReadBuffer;
import dev.anole.operation.Host;
import java.util.ArrayList;
import java.util.List;

/** What memory holds: all of {@code /proc/meminfo} but the address space of vmalloc, proc_meminfo(5). */
final class MemorySampler extends KeyedSampler {
    private static final String SOURCE = "/proc/meminfo";
    private static final int KILOBYTE = 1024;

    private static final List<Line> LINES = List.of(
        line("MemTotal:", "memory.total", "memory that the kernel manages", "内核管理的内存"),
        line("MemAvailable:", "memory.available", "what programs could get without swapping", "不换出即可供程序使用的内存"),
        line("MemFree:", "memory.free", "memory that holds nothing", "空闲内存"),
        line("Buffers:", "memory.buffers", "page cache of block devices", "块设备的页缓存"),
        line("Cached:", "memory.cached", "page cache of files, shared memory included", "文件页缓存（含共享内存）"),
        line("SwapCached:", "memory.swap.cached", "in memory and unchanged in swap", "既在内存又在交换区的页"),
        line("Active:", "memory.active", "used lately", "近期使用过的页"),
        line("Inactive:", "memory.inactive", "not used lately", "近期未使用的页"),
        line("Active(anon):", "memory.active.anon", "anonymous, used lately", "近期使用过的匿名页"),
        line("Inactive(anon):", "memory.inactive.anon", "anonymous, not used lately", "近期未使用的匿名页"),
        line("Active(file):", "memory.active.file", "of files, used lately", "近期使用过的文件页"),
        line("Inactive(file):", "memory.inactive.file", "of files, not used lately", "近期未使用的文件页"),
        line("Unevictable:", "memory.unevictable", "that cannot be reclaimed", "不可回收的页"),
        line("Mlocked:", "memory.locked", "locked by mlock(2)", "被 mlock 锁定的页"),
        line("SwapTotal:", "memory.swap.total", "swap space", "交换空间"),
        line("SwapFree:", "memory.swap.free", "swap space that is free", "空闲交换空间"),
        line("Zswap:", "memory.zswap", "compressed pool of zswap", "zswap 压缩池"),
        line("Zswapped:", "memory.zswapped", "what zswap's pool holds, uncompressed", "zswap 中数据的原始大小"),
        line("Dirty:", "memory.dirty", "waiting to be written to a disk", "等待写盘的脏页"),
        line("Writeback:", "memory.writeback", "being written to a disk", "正在写盘的页"),
        line("AnonPages:", "memory.anon", "anonymous memory of programs", "程序的匿名内存"),
        line("Mapped:", "memory.mapped", "files mapped by programs", "被程序映射的文件页"),
        line("Shmem:", "memory.shared", "shared memory and tmpfs", "共享内存与 tmpfs"),
        line("KReclaimable:", "memory.kernel.reclaimable", "of the kernel, given back on demand", "内核可回收内存"),
        line("Slab:", "memory.slab", "kernel objects", "内核对象（slab）"),
        line("SReclaimable:", "memory.slab.reclaimable", "kernel objects that can be given back", "可回收的 slab"),
        line("SUnreclaim:", "memory.slab.unreclaimable", "kernel objects that cannot be given back", "不可回收的 slab"),
        line("KernelStack:", "memory.kernel.stacks", "stacks of tasks in the kernel", "内核栈"),
        line("PageTables:", "memory.page.tables", "page tables", "页表"),
        line("SecPageTables:", "memory.page.tables.secondary", "page tables of virtual machines and devices", "虚拟机与设备的页表"),
        line("Bounce:", "memory.bounce", "bounce buffers", "弹跳缓冲区"),
        line("WritebackTmp:", "memory.writeback.fuse", "being written by FUSE", "FUSE 正在写回的页"),
        line("CommitLimit:", "memory.commit.limit", "what may be promised under strict overcommit", "严格过量提交下的上限"),
        line("Committed_AS:", "memory.committed", "promised to programs", "已承诺给程序的内存"),
        line("VmallocUsed:", "memory.vmalloc", "mapped by vmalloc", "vmalloc 已用"),
        line("Percpu:", "memory.percpu", "variables a CPU", "每 CPU 变量"),
        line("HardwareCorrupted:", "memory.corrupted", "taken out of use as faulty", "因硬件故障停用的内存"),
        line("AnonHugePages:", "memory.huge.anon", "anonymous, in transparent huge pages", "匿名透明大页"),
        line("ShmemHugePages:", "memory.huge.shared", "shared, in transparent huge pages", "共享透明大页"),
        line("FileHugePages:", "memory.huge.file", "of files, in transparent huge pages", "文件透明大页"),
        line("CmaTotal:", "memory.cma.total", "set aside for contiguous allocation", "连续内存预留区"),
        line("CmaFree:", "memory.cma.free", "of that, free", "连续内存预留区空闲"),
        line("Hugetlb:", "memory.hugetlb", "set aside as huge pages of all sizes", "各种大小的预留大页"),
        count("HugePages_Total:", "memory.hugetlb.pages", "huge pages of the default size", "默认大小的大页数"),
        count("HugePages_Free:", "memory.hugetlb.pages.free", "of those, free", "空闲大页数"),
        count("HugePages_Rsvd:", "memory.hugetlb.pages.reserved", "of those, promised", "已承诺的大页数"),
        count("HugePages_Surp:", "memory.hugetlb.pages.surplus", "of those, above the pool's size", "超出池大小的大页数"),
        line("DirectMap4k:", "memory.direct.map.4k", "mapped by the kernel in pages of 4 KiB", "内核以 4 KiB 页映射"),
        line("DirectMap2M:", "memory.direct.map.2m", "mapped by the kernel in pages of 2 MiB", "内核以 2 MiB 页映射"),
        line("DirectMap1G:", "memory.direct.map.1g", "mapped by the kernel in pages of 1 GiB", "内核以 1 GiB 页映射"));

    private static final Metric USED = Metric.derived("memory.used", Unit.BYTES, SOURCE,
        "total less available", "总量减去可用量");
    private static final Metric SWAP_USED = Metric.derived("memory.swap.used", Unit.BYTES, SOURCE,
        "swap space that is taken", "已用交换空间");
    private static final int TOTAL_LINE = indexOf("MemTotal:");
    private static final int AVAILABLE_LINE = indexOf("MemAvailable:");
    private static final int SWAP_TOTAL_LINE = indexOf("SwapTotal:");
    private static final int SWAP_FREE_LINE = indexOf("SwapFree:");

    private final int used;
    private final int swapUsed;

    MemorySampler(Host host, Board board, ReadBuffer buffer) {
        super("memory", SOURCE, LINES, host, board, buffer);
        used = board.claim(USED);
        swapUsed = board.claim(SWAP_USED);
    }

    static List<Metric> metrics() {
        List<Metric> list = new ArrayList<>(List.of(USED, SWAP_USED));
        LINES.forEach(l -> l.metric().ifPresent(list::add));
        return list;
    }

    @Override
    void derive(KeyedLines lines, Board board) {
        if (lines.has(TOTAL_LINE) && lines.has(AVAILABLE_LINE)) {
            board.level(used, (double) (lines.value(TOTAL_LINE) - lines.value(AVAILABLE_LINE)) * KILOBYTE);
        }
        if (lines.has(SWAP_TOTAL_LINE) && lines.has(SWAP_FREE_LINE)) {
            board.level(swapUsed, (double) (lines.value(SWAP_TOTAL_LINE) - lines.value(SWAP_FREE_LINE)) * KILOBYTE);
        }
    }

    private static Line line(String key, String id, String en, String zh) {
        return Line.of(key, Metric.level(id, Unit.BYTES, SOURCE, en, zh), KILOBYTE);
    }

    private static Line count(String key, String id, String en, String zh) {
        return Line.of(key, Metric.level(id, Unit.COUNT, SOURCE, en, zh), 1);
    }

    private static int indexOf(String key) {
        return LINES.stream().map(Line::key).toList().indexOf(key);
    }
}
