// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Numbers of types in the kernel. Where a kernel has two of the same name, nobody can say which is meant, and the object is
// refused.
#include "core.h"

struct task_struct { int pid; } CORE;
struct never_there { int x; } CORE;
struct sk_buff { int len; } CORE;

u64 out[4];

SEC("raw_tp/sys_enter")
int ids(void *args)
{
    out[0] = target_id(struct task_struct);
    out[1] = target_id(struct never_there);
    out[2] = target_id(struct sk_buff);
    return 0;
}
