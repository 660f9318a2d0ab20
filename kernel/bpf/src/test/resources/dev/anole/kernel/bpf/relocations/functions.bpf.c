// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Functions that call each other, static and global, in several programs; callbacks; maps of many kinds; global variables.
#include "core.h"

struct task_struct { int pid, tgid; struct task_struct *real_parent; unsigned int __state; } CORE;
struct task_struct___old { long state; } CORE;

struct key { u32 pid; u32 kind; };
struct value { u64 count; u64 time; };

struct { __uint(type, 1); __uint(max_entries, 1024); __type(key, struct key); __type(value, struct value); } hash SEC(".maps");
struct { __uint(type, 6); __uint(max_entries, 4); __type(key, u32); __type(value, u64); } per_cpu SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } ring SEC(".maps");
struct inner { __uint(type, 2); __uint(max_entries, 1); __type(key, u32); __type(value, u32); } inner_map SEC(".maps");
struct { __uint(type, 12); __uint(max_entries, 2); __type(key, u32); __type(value, u32);
         __attribute__((__may_alias__)) struct inner *values[]; } outer SEC(".maps") = { .values = { [1] = (void *) &inner_map } };

const volatile u64 least = 10;
const volatile char name[16] = "anole";
u64 total;
u64 totals[4];
int initial = 42;
static volatile u64 hidden_total;

static long (*const for_each)(void *map, void *callback, void *context, u64 flags) = (void *) 164;

static __attribute__((noinline)) u64 state(struct task_struct *task)
{
    struct task_struct___old *old = (void *) task;

    return exists(task->__state) ? READ(task->__state) : READ(old->state);
}

__attribute__((noinline)) int weigh(u64 pid)
{
    struct key key = { .pid = pid };
    struct value *value = lookup(&hash, &key);

    if (!value)
        return -1;
    value->count++;
    value->time = ktime();
    return value->count > least;
}

static __attribute__((noinline)) int both(struct task_struct *task)
{
    hidden_total++;
    return state(task) + weigh(READ(task->pid));
}

static long each(void *map, struct key *key, struct value *value, u64 *sum)
{
    *sum += value->count;
    return 0;
}

static __attribute__((noinline)) long sum_all(u64 *sum)
{
    return for_each(&hash, each, sum, 0);
}

SEC("raw_tp/sched_switch")
int first(u64 *args)
{
    u32 zero = 0;
    u64 *counter = lookup(&per_cpu, &zero);

    if (counter)
        *counter += both((void *) args[1]);
    total += name[0] + initial;
    return 0;
}

SEC("raw_tp/sched_wakeup")
int second(u64 *args)
{
    u64 sum = 0;
    u32 one = 1;
    void *map = lookup(&outer, &one);

    sum_all(&sum);
    totals[1] += sum + weigh(args[0]);
    return map != 0;
}

SEC("raw_tp/sched_process_exit")
int third(u64 *args)
{
    struct task_struct *task = (void *) args[0];

    totals[3] = state(READ(task->real_parent));
    return both(task);
}
