// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Every change of the running task on every CPU, as records of a ring buffer. The kernel's types are declared here as far
// as they are read; their offsets are the running kernel's (compile once, run everywhere).

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int (*name)[value]
#define BPF_MAP_TYPE_RINGBUF 27

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct task_struct {
    int pid;
    int tgid;
    int prio;
    unsigned int __state;
    char comm[16];
};

// Before Linux 5.14 the member had another name and size.
struct task_struct___before_5_14 {
    long state;
};

#pragma clang attribute pop

struct event {
    u64 time_ns;
    u32 cpu;
    u32 previous_pid;
    u32 previous_tgid;
    u32 previous_state;
    u32 next_pid;
    u32 next_prio;
    char previous_comm[16];
    char next_comm[16];
};

static u64 (*const bpf_ktime_get_ns)(void) = (void *) 5;
static u32 (*const bpf_get_smp_processor_id)(void) = (void *) 8;
static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *) 113;
static void *(*const bpf_ringbuf_reserve)(void *ring, u64 size, u64 flags) = (void *) 131;
static void (*const bpf_ringbuf_submit)(void *data, u64 flags) = (void *) 132;

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 20);
} events SEC(".maps");

// What did not fit into the ring.
u64 events_lost;
// Compilers describe only types that something global has.
const struct event *event_type;
// Only this process, 0 for all.
const volatile u32 only_tgid;

static __attribute__((noinline)) u32 state_of(struct task_struct *task)
{
    struct task_struct___before_5_14 *old = (void *) task;

    if (__builtin_preserve_field_info(old->state, 2 /* BPF_FIELD_EXISTS */))
        return (u32) old->state;
    return task->__state;
}

SEC("tp_btf/sched_switch")
int on_switch(u64 *args)
{
    struct task_struct *previous = (void *) args[1];
    struct task_struct *next = (void *) args[2];
    struct event *event;

    if (only_tgid && previous->tgid != only_tgid && next->tgid != only_tgid)
        return 0;
    event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event) {
        __sync_fetch_and_add(&events_lost, 1);
        return 0;
    }
    event->time_ns = bpf_ktime_get_ns();
    event->cpu = bpf_get_smp_processor_id();
    event->previous_pid = previous->pid;
    event->previous_tgid = previous->tgid;
    event->previous_state = state_of(previous);
    event->next_pid = next->pid;
    event->next_prio = next->prio;
    bpf_probe_read_kernel(event->previous_comm, sizeof(event->previous_comm), &previous->comm);
    bpf_probe_read_kernel(event->next_comm, sizeof(event->next_comm), &next->comm);
    bpf_ringbuf_submit(event, 0);
    return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
