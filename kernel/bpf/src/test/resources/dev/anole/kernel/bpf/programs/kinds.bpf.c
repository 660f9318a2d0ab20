// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// One small program of each kind, each of which counts in a variable of its own.
#include "../relocations/core.h"

struct task_struct { int pid; int tgid; } CORE;
struct seq_file { u64 count; } CORE;
struct bpf_iter_meta { struct seq_file *seq; } CORE;
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; } CORE;
struct xdp_md { u32 data, data_end; };
struct __sk_buff { u32 len; };
struct sock;

static u64 (*const pid_tgid)(void) = (void *) 14;
static long (*const tail_call)(void *context, void *map, u32 index) = (void *) 12;
static long (*const perf_output)(void *context, void *map, u64 flags, void *data, u64 size) = (void *) 25;
static long (*const seq_write)(struct seq_file *seq, const void *data, u32 size) = (void *) 127;
static long (*const push)(void *map, const void *value, u64 flags) = (void *) 87;

struct { __uint(type, 3); __uint(max_entries, 2); __uint(key_size, 4); __uint(value_size, 4);
         void *values[]; } jumps SEC(".maps");
struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); } output SEC(".maps");
struct { __uint(type, 22); __uint(max_entries, 8); __type(value, u64); } queue SEC(".maps");

const volatile u32 only;
u64 raw_count, tracepoint_count, sampled, entered, many, packets, egress, group_packets, hz, tailed, has_bpf;

extern unsigned int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
extern int CONFIG_HZ __attribute__((section(".kconfig"), weak));

static int ours(void)
{
    return (u32) (pid_tgid() >> 32) == only;
}

SEC("raw_tp/sys_enter")
int on_raw(void *context)
{
    if (ours())
        __sync_fetch_and_add(&raw_count, 1);
    return 0;
}

SEC("?tracepoint/sched/sched_switch")
int on_tracepoint(void *context)
{
    if (ours())
        __sync_fetch_and_add(&tracepoint_count, 1);
    return 0;
}

SEC("?perf_event")
int on_sample(void *context)
{
    u64 now = ktime();

    __sync_fetch_and_add(&sampled, 1);
    perf_output(context, &output, 0xffffffffULL, &now, sizeof(now));
    return 0;
}

SEC("?uprobe")
int on_entry(void *context)
{
    if (ours())
        __sync_fetch_and_add(&entered, 1);
    return 0;
}

SEC("?uprobe.multi")
int on_entries(void *context)
{
    if (ours())
        __sync_fetch_and_add(&many, 1);
    return 0;
}

SEC("?iter/task")
int each_task(struct bpf_iter__task *context)
{
    struct task_struct *task = context->task;

    if (task) {
        u32 pair[2] = { task->pid, task->tgid };

        seq_write(context->meta->seq, pair, sizeof(pair));
    }
    return 0;
}

SEC("?xdp")
int on_packet(struct xdp_md *context)
{
    u8 *data = (void *) (u64) context->data;
    u64 length = context->data_end - context->data;

    if ((u8 *) (u64) context->data_end < data + 14)
        return 1;
    __sync_fetch_and_add(&packets, 1);
    push(&queue, &length, 0);
    data[0] = 0xaa;
    return 2;
}

SEC("?tcx/egress")
int on_egress(struct __sk_buff *context)
{
    __sync_fetch_and_add(&egress, 1);
    return 0;
}

SEC("?cgroup_skb/egress")
int on_group_packet(struct __sk_buff *context)
{
    __sync_fetch_and_add(&group_packets, 1);
    return 1;
}

SEC("?raw_tp/sys_exit")
int configured(void *context)
{
    hz = CONFIG_HZ;
    has_bpf = LINUX_KERNEL_VERSION;
    return 0;
}

SEC("?xdp")
int jump(struct xdp_md *context)
{
    tail_call(context, &jumps, 1);
    return 0;
}

SEC("?xdp")
int landed(struct xdp_md *context)
{
    __sync_fetch_and_add(&tailed, 1);
    return 3;
}

SEC("?kprobe/do_unlinkat")
int on_kprobe(void *context)
{
    return 0;
}

SEC("?fentry/do_unlinkat")
int on_fentry(void *context)
{
    return 0;
}

SEC("?raw_tp/no_such_tracepoint")
int nowhere(void *context)
{
    return 0;
}

extern void bpf_rcu_read_lock(void) __attribute__((section(".ksyms"), weak));
extern void bpf_rcu_read_unlock(void) __attribute__((section(".ksyms"), weak));
extern int no_such_function(void) __attribute__((section(".ksyms"), weak));
extern const void init_task __attribute__((section(".ksyms"), weak));

u64 locked, task_address;

SEC("?tp_btf/sys_enter")
int kernel_functions(void *context)
{
    bpf_rcu_read_lock();
    locked++;
    bpf_rcu_read_unlock();
    task_address = (u64) &init_task;
    return 0;
}

SEC("?tp_btf/sys_enter")
int missing_function(void *context)
{
    return no_such_function();
}

SEC("?uprobe//proc/self/exe:no_such_function_anywhere")
int no_symbol(void *context)
{
    return 0;
}
