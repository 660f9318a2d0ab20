// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Programs that the verifier refuses, each for another reason.
#include "../relocations/core.h"

struct task_struct { int pid; } CORE;
struct task_struct___none { int never_there; } CORE;

struct { __uint(type, 1); __uint(max_entries, 8); __type(key, u32); __type(value, u64); } hash SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } ring SEC(".maps");

static void *(*const reserve)(void *ring, u64 size, u64 flags) = (void *) 131;

SEC("?raw_tp/sched_switch")
int unchecked(u64 *args)
{
    u32 key = 1;
    u64 *value = lookup(&hash, &key);

    return *value;
}

SEC("?raw_tp/sched_switch")
int leaking(u64 *args)
{
    u64 *record = reserve(&ring, 8, 0);

    if (record)
        *record = 1;
    return 0;
}

SEC("?tp_btf/sched_switch")
int missing(u64 *args)
{
    struct task_struct___none *task = (void *) args[1];

    return task->never_there;
}

SEC("?raw_tp/sched_switch")
int wild(u64 *args)
{
    return *(u64 *) args[1];
}

SEC("?raw_tp/sched_switch")
int unbounded(u64 *args)
{
    u64 numbers[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    return *(volatile u64 *) &numbers[args[1]];
}
