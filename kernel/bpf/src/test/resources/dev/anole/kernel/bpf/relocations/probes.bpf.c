// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Programs whose context differs by processor.
#include "core.h"

#if defined(__TARGET_ARCH_arm64)
struct user_pt_regs { u64 regs[31]; u64 sp; u64 pc; } CORE;
struct pt_regs { struct user_pt_regs user_regs; u64 orig_x0; } CORE;
#define FIRST(context) (((struct user_pt_regs *) (context))->regs[0])
#define SECOND(context) (((struct user_pt_regs *) (context))->regs[1])
#define RETURNED(context) (((struct user_pt_regs *) (context))->regs[0])
#else
struct pt_regs { unsigned long di, si, ax, ip, orig_ax; } CORE;
#define FIRST(context) ((context)->di)
#define SECOND(context) ((context)->si)
#define RETURNED(context) ((context)->ax)
#endif

struct filename { const char *name; const char *uptr; } CORE;
struct trace_entry { unsigned short type; int pid; } CORE;
struct trace_event_raw_sched_process_exec { struct trace_entry ent; u32 __data_loc_filename; int pid; } CORE;
struct trace_event_raw_sys_enter { struct trace_entry ent; long id; unsigned long args[6]; } CORE;
struct thread_struct { unsigned long sp; } CORE;
struct task_struct { struct thread_struct thread; } CORE;

u64 out[8];

SEC("kprobe/do_unlinkat")
int entered(struct pt_regs *context)
{
    struct filename *file = (void *) READ(SECOND(context));

    out[0] = FIRST(context);
    out[1] = (u64) READ(file->name) + (u64) READ(file->uptr);
    return 0;
}

SEC("kretprobe/do_unlinkat")
int returned(struct pt_regs *context)
{
    out[2] = RETURNED(context);
    return 0;
}

SEC("tracepoint/sched/sched_process_exec")
int started(struct trace_event_raw_sched_process_exec *event)
{
    out[3] = event->pid + (event->__data_loc_filename & 0xffff);
    return 0;
}

SEC("tracepoint/raw_syscalls/sys_enter")
int called(struct trace_event_raw_sys_enter *event)
{
    out[4] = event->id + event->args[2] + event->args[5];
    return 0;
}

SEC("raw_tp/sched_switch")
int threads(u64 *args)
{
    struct task_struct *task = (void *) args[1];

    out[5] = exists(task->thread.sp) ? READ(task->thread.sp) : 0;
    return 0;
}
