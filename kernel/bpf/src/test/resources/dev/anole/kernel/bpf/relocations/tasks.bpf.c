// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Members near and far, behind pointers, in nested and anonymous parts; guarded ones that only some kernels have.
#include "core.h"

struct sched_entity { u64 vruntime; u64 sum_exec_runtime; u64 exec_start; } CORE;
struct kernfs_node { const char *name; u64 id; struct kernfs_node *parent; } CORE;
struct cgroup { int level; struct kernfs_node *kn; } CORE;
struct css_set { struct cgroup *dfl_cgrp; } CORE;
struct upid { int nr; } CORE;
struct pid { unsigned int level; struct upid numbers[1]; } CORE;
struct nsproxy { void *pid_ns_for_children; } CORE;
struct signal_struct { struct pid *pids[4]; u64 start_time; int oom_score_adj; } CORE;
struct mm_struct { unsigned long start_code; unsigned long arg_start; u64 total_vm; int map_count; } CORE;
struct task_struct {
    int pid, tgid, prio, static_prio;
    unsigned int flags;
    unsigned int cpu;
    unsigned int __state;
    int exit_code;
    u64 start_time, utime, stime;
    char comm[16];
    struct task_struct *real_parent, *group_leader;
    struct mm_struct *mm;
    struct nsproxy *nsproxy;
    struct signal_struct *signal;
    struct css_set *cgroups;
    struct sched_entity se;
    void *stack;
} CORE;
struct task_struct___old { volatile long state; } CORE;
struct thread_info { unsigned int cpu; } CORE;
struct task_struct___info { struct thread_info thread_info; } CORE;
struct task_struct___none { int never_there; } CORE;

u64 out[16];

SEC("raw_tp/sched_switch")
int near(u64 *args)
{
    struct task_struct *task = (void *) args[1];

    out[0] = READ(task->pid);
    out[1] = READ(task->tgid);
    out[2] = READ(task->prio) + READ(task->static_prio);
    out[3] = READ(task->flags);
    out[4] = READ(task->exit_code);
    out[5] = READ(task->utime) + READ(task->stime);
    out[6] = READ(task->start_time);
    out[7] = READ(task->se.vruntime);
    out[8] = READ(task->se.sum_exec_runtime) - READ(task->se.exec_start);
    return probe_read(out, 16, task->comm);
}

SEC("tp_btf/sched_switch")
int direct(u64 *args)
{
    struct task_struct *task = (void *) args[1];

    return task->pid + task->prio + task->se.vruntime + task->group_leader->tgid + (task->comm[3] == 'x');
}

SEC("raw_tp/sched_wakeup")
int far(u64 *args)
{
    struct task_struct *task = (void *) args[0];
    struct task_struct *parent = READ(task->real_parent);
    struct css_set *set = READ(task->cgroups);
    struct cgroup *group = READ(set->dfl_cgrp);
    struct kernfs_node *node = READ(group->kn);
    struct signal_struct *signal = READ(task->signal);
    struct pid *pid = READ(signal->pids[2]);
    struct mm_struct *mm = READ(task->mm);

    out[0] = READ(parent->tgid);
    out[1] = READ(group->level);
    out[2] = READ(node->id);
    out[3] = READ(pid->numbers[0].nr) + READ(pid->level);
    out[4] = READ(mm->total_vm) + READ(mm->arg_start) + READ(mm->map_count);
    out[5] = READ(signal->oom_score_adj);
    return 0;
}

SEC("raw_tp/sched_process_exit")
int guarded(u64 *args)
{
    struct task_struct *task = (void *) args[0];
    struct task_struct___old *old = (void *) task;
    struct task_struct___info *info = (void *) task;
    struct task_struct___none *none = (void *) task;
    struct kernfs_node *node = (void *) args[1];

    out[0] = exists(task->__state) ? READ(task->__state) : READ(old->state);
    out[1] = exists(task->cpu) ? READ(task->cpu) : READ(info->thread_info.cpu);
    if (exists(none->never_there))
        out[2] = READ(none->never_there);
    if (exists(node->parent))
        out[3] = (u64) READ(node->parent);
    out[4] = byte_offset(task->se.vruntime) + byte_size(task->comm) + byte_size(task->se);
    out[5] = is_signed(task->pid) + is_signed(task->flags) * 2 + exists(task->nsproxy) * 4;
    return 0;
}
