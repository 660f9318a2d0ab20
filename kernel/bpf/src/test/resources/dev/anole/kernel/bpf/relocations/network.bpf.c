// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Bitfields, unions without names, headers.
#include "core.h"

struct in6_addr { union { u8 u6_addr8[16]; u32 u6_addr32[4]; } in6_u; } CORE;
struct sock_common {
    union { u64 skc_addrpair; struct { u32 skc_daddr; u32 skc_rcv_saddr; }; };
    union { u32 skc_portpair; struct { u16 skc_dport; u16 skc_num; }; };
    unsigned short skc_family;
    volatile unsigned char skc_state;
    unsigned char skc_reuse : 4;
    unsigned char skc_reuseport : 1;
    unsigned char skc_ipv6only : 1;
    struct in6_addr skc_v6_daddr;
} CORE;
struct sock { struct sock_common __sk_common; int sk_rcvbuf; u16 sk_type; u16 sk_protocol; u8 sk_kern_sock : 1; } CORE;
struct sock___bits { u32 sk_protocol : 8, sk_type : 16; } CORE;
struct tcp_sock {
    u32 snd_cwnd, srtt_us, rtt_min, total_retrans, snd_nxt, rcv_nxt;
    u8 nonagle : 4, thin_lto : 1, repair : 1, frto : 1;
    u8 is_sack_reneg : 1;
    u64 bytes_acked;
} CORE;
struct net_device { int ifindex; char name[16]; unsigned int mtu; } CORE;
struct sk_buff {
    unsigned int len, data_len;
    u16 mac_len;
    u8 pkt_type : 3;
    u8 ip_summed : 2;
    u8 cloned : 1, nohdr : 1, fclone : 2, peeked : 1;
    u16 protocol, transport_header, network_header;
    unsigned char *head, *data;
    struct net_device *dev;
    union { struct { struct sk_buff *next, *prev; }; };
} CORE;
struct iphdr { u8 ihl : 4, version : 4; u16 tot_len; u8 protocol; } CORE;

u64 out[16];

#define BITS(pointer, field) ({ \
    u64 value_ = 0; \
    probe_read(&value_, byte_size((pointer)->field), (void *) (pointer) + byte_offset((pointer)->field)); \
    value_ <<= left_shift((pointer)->field); \
    is_signed((pointer)->field) ? (u64) ((s64) value_ >> right_shift((pointer)->field)) : value_ >> right_shift((pointer)->field); })

SEC("raw_tp/netif_receive_skb")
int packets(u64 *args)
{
    struct sk_buff *skb = (void *) args[0];
    struct net_device *device = READ(skb->dev);

    out[0] = READ(skb->len) + READ(skb->data_len) + READ(skb->mac_len) + READ(skb->protocol);
    out[1] = READ(device->ifindex) + READ(device->mtu);
    out[2] = BITS(skb, pkt_type);
    out[3] = BITS(skb, ip_summed) + BITS(skb, cloned) + BITS(skb, fclone) + BITS(skb, peeked);
    out[4] = (u64) READ(skb->head) + READ(skb->network_header) + READ(skb->transport_header);
    out[5] = (u64) READ(skb->next) + (u64) READ(skb->prev);
    return probe_read(out + 6, 16, device->name);
}

SEC("raw_tp/inet_sock_set_state")
int sockets(u64 *args)
{
    struct sock *sk = (void *) args[0];
    struct tcp_sock *tcp = (void *) sk;
    struct sock___bits *bits = (void *) sk;

    out[0] = READ(sk->__sk_common.skc_dport) + READ(sk->__sk_common.skc_num) + READ(sk->__sk_common.skc_family);
    out[1] = READ(sk->__sk_common.skc_daddr) + READ(sk->__sk_common.skc_rcv_saddr);
    out[2] = READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[2]) + READ(sk->__sk_common.skc_v6_daddr.in6_u.u6_addr8[5]);
    out[3] = BITS(sk, __sk_common.skc_reuse) + BITS(sk, __sk_common.skc_reuseport) + BITS(sk, __sk_common.skc_ipv6only);
    out[4] = READ(tcp->snd_cwnd) + READ(tcp->srtt_us) + READ(tcp->total_retrans) + READ(tcp->bytes_acked);
    out[5] = BITS(tcp, nonagle) + BITS(tcp, repair) + BITS(tcp, is_sack_reneg);
    if (exists(sk->sk_protocol))
        out[6] = BITS(bits, sk_protocol) + BITS(bits, sk_type);
    out[7] = BITS(sk, sk_kern_sock) + READ(sk->sk_rcvbuf);
    return 0;
}

SEC("raw_tp/kfree_skb")
int headers(u64 *args)
{
    struct iphdr *ip = (void *) args[0];

    return BITS(ip, ihl) + BITS(ip, version) * 16 + READ(ip->tot_len) + READ(ip->protocol);
}
