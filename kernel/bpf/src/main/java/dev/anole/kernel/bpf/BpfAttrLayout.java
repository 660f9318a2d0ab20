package dev.anole.kernel.bpf;

/**
 * {@code union bpf_attr} of {@code include/uapi/linux/bpf.h}: offsets in bytes of the members that are used here. Names
 * are those of the header; a member of a named part has the part's name and two underscores before its own. A kernel
 * takes a longer union than it knows as long as the rest is zero.
 */
final class BpfAttrLayout {
    /** As long as the longest part used here, {@code BPF_PROG_LOAD}'s of Linux 6.18. */
    static final int BYTES = 152;

    static final int MAP_TYPE = 0;
    static final int KEY_SIZE = 4;
    static final int VALUE_SIZE = 8;
    static final int MAX_ENTRIES = 12;
    static final int MAP_FLAGS = 16;
    static final int INNER_MAP_FD = 20;
    static final int NUMA_NODE = 24;
    static final int MAP_NAME = 28;
    static final int BTF_FD = 48;
    static final int BTF_KEY_TYPE_ID = 52;
    static final int BTF_VALUE_TYPE_ID = 56;
    static final int BTF_VMLINUX_VALUE_TYPE_ID = 60;
    static final int MAP_EXTRA = 64;

    static final int MAP_FD = 0;
    static final int KEY = 8;
    static final int VALUE = 16;
    static final int NEXT_KEY = 16;
    static final int FLAGS = 24;

    static final int BATCH__IN_BATCH = 0;
    static final int BATCH__OUT_BATCH = 8;
    static final int BATCH__KEYS = 16;
    static final int BATCH__VALUES = 24;
    static final int BATCH__COUNT = 32;
    static final int BATCH__MAP_FD = 36;

    static final int PROG_TYPE = 0;
    static final int INSN_CNT = 4;
    static final int INSNS = 8;
    static final int LICENSE = 16;
    static final int LOG_LEVEL = 24;
    static final int LOG_SIZE = 28;
    static final int LOG_BUF = 32;
    static final int KERN_VERSION = 40;
    static final int PROG_FLAGS = 44;
    static final int PROG_NAME = 48;
    static final int EXPECTED_ATTACH_TYPE = 68;
    static final int PROG_BTF_FD = 72;
    static final int FUNC_INFO_REC_SIZE = 76;
    static final int FUNC_INFO = 80;
    static final int FUNC_INFO_CNT = 88;
    static final int LINE_INFO_REC_SIZE = 92;
    static final int LINE_INFO = 96;
    static final int LINE_INFO_CNT = 104;
    static final int ATTACH_BTF_ID = 108;
    static final int ATTACH_BTF_OBJ_FD = 112;
    static final int FD_ARRAY = 120;

    static final int PATHNAME = 0;
    static final int BPF_FD = 8;

    static final int TARGET_FD = 0;
    static final int ATTACH_BPF_FD = 4;
    static final int ATTACH_TYPE = 8;
    static final int ATTACH_FLAGS = 12;

    static final int TEST__PROG_FD = 0;
    static final int TEST__RETVAL = 4;
    static final int TEST__DATA_SIZE_IN = 8;
    static final int TEST__DATA_SIZE_OUT = 12;
    static final int TEST__DATA_IN = 16;
    static final int TEST__DATA_OUT = 24;
    static final int TEST__REPEAT = 32;
    static final int TEST__DURATION = 36;
    static final int TEST__CTX_SIZE_IN = 40;
    static final int TEST__CTX_SIZE_OUT = 44;
    static final int TEST__CTX_IN = 48;
    static final int TEST__CTX_OUT = 56;

    static final int START_ID = 0;
    static final int NEXT_ID = 4;

    static final int INFO__BPF_FD = 0;
    static final int INFO__INFO_LEN = 4;
    static final int INFO__INFO = 8;

    static final int RAW_TRACEPOINT__NAME = 0;
    static final int RAW_TRACEPOINT__PROG_FD = 8;

    static final int BTF = 0;
    static final int BTF_LOG_BUF = 8;
    static final int BTF_SIZE = 16;
    static final int BTF_LOG_SIZE = 20;
    static final int BTF_LOG_LEVEL = 24;

    static final int LINK_CREATE__PROG_FD = 0;
    static final int LINK_CREATE__TARGET_FD = 4;
    static final int LINK_CREATE__ATTACH_TYPE = 8;
    static final int LINK_CREATE__FLAGS = 12;
    static final int LINK_CREATE__ITER_INFO = 16;
    static final int LINK_CREATE__ITER_INFO_LEN = 24;
    static final int LINK_CREATE__KPROBE_MULTI__FLAGS = 16;
    static final int LINK_CREATE__KPROBE_MULTI__CNT = 20;
    static final int LINK_CREATE__KPROBE_MULTI__SYMS = 24;
    static final int LINK_CREATE__UPROBE_MULTI__PATH = 16;
    static final int LINK_CREATE__UPROBE_MULTI__OFFSETS = 24;
    static final int LINK_CREATE__UPROBE_MULTI__CNT = 48;
    static final int LINK_CREATE__UPROBE_MULTI__FLAGS = 52;
    static final int LINK_CREATE__UPROBE_MULTI__PID = 56;

    static final int LINK_UPDATE__LINK_FD = 0;
    static final int LINK_UPDATE__NEW_PROG_FD = 4;
    static final int LINK_DETACH__LINK_FD = 0;
    static final int ITER_CREATE__LINK_FD = 0;
    static final int PROG_BIND_MAP__PROG_FD = 0;
    static final int PROG_BIND_MAP__MAP_FD = 4;

    private BpfAttrLayout() {
    }
}
