package dev.anole.kernel.cgroup;

/** What a control group measures and limits. */
public enum Controller {
    /** Processor time: limits, weights and throttling. */
    CPU("cpu", "cpu"),
    /** Processor time used; version 2 tells it for every group, with or without the cpu controller. */
    CPUACCT("cpuacct", "cpu"),
    CPUSET("cpuset", "cpuset"),
    MEMORY("memory", "memory"),
    /** Block devices. */
    IO("blkio", "io"),
    /** How many processes there may be. */
    PIDS("pids", "pids"),
    /** Standing still; version 2 does it for every group without a controller. */
    FREEZER("freezer", ""),
    DEVICES("devices", ""),
    HUGETLB("hugetlb", "hugetlb"),
    PERF_EVENT("perf_event", "perf_event"),
    NET_CLS("net_cls", ""),
    NET_PRIO("net_prio", ""),
    RDMA("rdma", "rdma"),
    MISC("misc", "misc");

    private final String v1Name;
    private final String v2Name;

    Controller(String v1Name, String v2Name) {
        this.v1Name = v1Name;
        this.v2Name = v2Name;
    }

    /** The name in a version's files; empty where that version has no such controller. */
    public String nameIn(CgroupVersion version) {
        return switch (version) {
            case V1 -> v1Name;
            case V2 -> v2Name;
        };
    }
}
