// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Questions about types and enumerations themselves.
#include "core.h"

struct task_struct { int pid; } CORE;
struct never_there { int x; } CORE;
struct bpf_ringbuf { u64 mask; } CORE;
struct list_head { struct list_head *next, *prev; } CORE;
union bpf_attr { u32 map_type; } CORE;
typedef struct { int counter; } atomic_t;
typedef struct { s64 counter; } atomic64_t;
typedef unsigned long sector_t;
typedef int (*cmp_func_t)(const void *a, const void *b);
typedef void (*swap_func_t)(void *a, void *b, int size);
typedef u64 no_such_typedef;
typedef struct task_struct *task_pointer;
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
enum bpf_map_type { BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_RINGBUF = 27, BPF_MAP_TYPE_NONE = 999 };
enum zone_stat_item { NR_FREE_PAGES, NR_VM_ZONE_STAT_ITEMS };
enum node_stat_item { NR_LRU_BASE, NR_SLAB_RECLAIMABLE_B };
enum vm_event_item___flavoured { PGPGIN___mine, OOM_KILL };
enum no_such_enum { NOTHING };
enum kill_result { UNSEEN = -1 };

u64 out[40];

SEC("raw_tp/sys_enter")
int types(void *args)
{
    int i = 0;

    out[i++] = type_exists(struct task_struct);
    out[i++] = type_exists(struct never_there);
    out[i++] = type_exists(struct bpf_ringbuf);
    out[i++] = type_size(struct task_struct);
    out[i++] = type_size(struct list_head);
    out[i++] = type_size(struct never_there);
    out[i++] = type_size(union bpf_attr);
    out[i++] = type_size(atomic_t) + type_size(atomic64_t) + type_size(sector_t);
    out[i++] = type_exists(cmp_func_t);
    out[i++] = type_exists(swap_func_t);
    out[i++] = type_exists(no_such_typedef);
    out[i++] = type_exists(enum pid_type) + type_exists(enum no_such_enum);
    out[i++] = local_id(struct list_head);
    out[i++] = local_id(atomic_t);
    return 0;
}

SEC("raw_tp/sys_exit")
int enumerators(void *args)
{
    int i = 0;

    out[i++] = enum_value(enum pid_type, PIDTYPE_SID);
    out[i++] = enum_value(enum pid_type, PIDTYPE_MAX);
    out[i++] = enum_exists(enum bpf_map_type, BPF_MAP_TYPE_RINGBUF);
    out[i++] = enum_exists(enum bpf_map_type, BPF_MAP_TYPE_NONE);
    out[i++] = enum_value(enum bpf_map_type, BPF_MAP_TYPE_HASH);
    out[i++] = enum_value(enum zone_stat_item, NR_VM_ZONE_STAT_ITEMS);
    out[i++] = enum_exists(enum node_stat_item, NR_SLAB_RECLAIMABLE_B);
    if (enum_exists(enum node_stat_item, NR_SLAB_RECLAIMABLE_B))
        out[i++] = enum_value(enum node_stat_item, NR_SLAB_RECLAIMABLE_B);
    out[i++] = enum_value(enum vm_event_item___flavoured, PGPGIN___mine);
    out[i++] = enum_exists(enum vm_event_item___flavoured, OOM_KILL);
    out[i++] = enum_exists(enum no_such_enum, NOTHING);
    return 0;
}

#if __clang_major__ >= 15
#define type_matches(type) __builtin_preserve_type_info(*(type *) 0, 2)
struct list_head___wrong { int next; struct list_head *prev; };
struct hlist_node { struct hlist_node *next, **pprev; } CORE;
struct qstr { const unsigned char *name; } CORE;

SEC("raw_tp/sched_switch")
int matches(void *args)
{
    int i = 0;

    out[i++] = type_matches(struct list_head);
    out[i++] = type_matches(struct list_head___wrong);
    out[i++] = type_matches(struct hlist_node);
    out[i++] = type_matches(struct task_struct);
    out[i++] = type_matches(struct qstr);
    out[i++] = type_matches(enum pid_type);
    out[i++] = type_matches(enum bpf_map_type);
    out[i++] = type_matches(cmp_func_t);
    out[i++] = type_matches(swap_func_t);
    out[i++] = type_matches(atomic_t);
    out[i++] = type_matches(atomic64_t);
    out[i++] = type_matches(struct never_there);
    return 0;
}
#endif
