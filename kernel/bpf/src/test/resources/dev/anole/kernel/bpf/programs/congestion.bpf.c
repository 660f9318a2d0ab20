// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// The smallest congestion control of TCP.
#include "../relocations/core.h"

struct sock;
struct tcp_congestion_ops {
    u32 (*ssthresh)(struct sock *sk);
    void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
    u32 (*undo_cwnd)(struct sock *sk);
    char name[16];
};

SEC("struct_ops/threshold")
u32 threshold(u64 *args)
{
    return 2;
}

SEC("struct_ops/avoid")
void avoid(u64 *args)
{
}

SEC("struct_ops/undo")
u32 undo(u64 *args)
{
    return 10;
}

SEC(".struct_ops.link")
struct tcp_congestion_ops anole_test = {
    .ssthresh = (void *) threshold,
    .cong_avoid = (void *) avoid,
    .undo_cwnd = (void *) undo,
    .name = "anole_test",
};
