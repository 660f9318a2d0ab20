package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.CHeaders;
import org.junit.jupiter.api.Test;

/** Numbers and layouts against the C headers of this machine. */
class NetlinkLayoutPeerTest {
    @Test
    void theProtocolIsThatOfTheHeaders() {
        CHeaders.of("linux/netlink.h", "linux/genetlink.h", "sys/socket.h")
                .constants(NetlinkProtocol.values())
                .constants(NetlinkSocket.class, "NETLINK_", "NLM_F_", "NLMSG_")
                .enumerators(NetlinkSocket.class, "NLMSGERR_ATTR")
                .constants(NetlinkSocket.class, "SOL_")
                .constants(NetlinkRequest.class, "NLM_F_")
                .constants(Attributes.class, "NLA_A", "NLA_F")
                .constant("(NLA_TYPE_MASK & 0xffff)", Attributes.NLA_TYPE_MASK)
                .enumerators(GenericNetlink.class, "CTRL_")
                .constants(GenericNetlink.class, "GENL_")
                .layout("struct nlmsghdr", NlmsghdrLayout.class)
                .layout("struct nlattr", NlattrLayout.class)
                .layout("struct sockaddr_nl", SockaddrNlLayout.class)
                .layout("struct nlmsgerr", NlmsgerrLayout.class)
                .layout("struct genlmsghdr", GenlmsghdrLayout.class)
                .compare(0);
    }

    @Test
    void linksAddressesAndRoutesAreThoseOfTheHeaders() {
        CHeaders.of("sys/socket.h", "linux/rtnetlink.h", "linux/if_link.h", "linux/if_addr.h", "linux/if.h")
                .enumerators(LinkFlag.values())
                .enumerators(Link.class, "IFLA_")
                .enumerators(InterfaceAddress.class, "IFA_")
                .enumerators(Route.class, "RTA_")
                .enumerators(RouteSocket.class, "RTM_", "IFLA_", "RTEXT_", "AF_")
                .constant("(IF_OPER_UP)", LinkState.UP.ordinal())
                .constant("(IF_OPER_LOWERLAYERDOWN)", LinkState.LOWER_LAYER_DOWN.ordinal())
                .constant("__builtin_offsetof(struct rtnexthop, rtnh_ifindex)", 4)
                .constant("sizeof(struct rtnexthop)", 8)
                .constant("__builtin_offsetof(struct rtvia, rtvia_addr)", 2)
                .layout("struct ifinfomsg", IfinfomsgLayout.class)
                .layout("struct ifaddrmsg", IfaddrmsgLayout.class)
                .layout("struct rtmsg", RtmsgLayout.class)
                .layout("struct rtnl_link_stats64", LinkStats64Layout.class)
                .compare(0);
    }

    @Test
    void socketsAndTasksAreThoseOfTheHeaders() {
        CHeaders.of("netinet/in.h", "linux/sock_diag.h", "linux/inet_diag.h", "linux/tcp.h", "linux/taskstats.h")
                .enumerators(SocketDiagnosis.class, "IPPROTO_")
                .constants(SocketDiagnosis.class, "SOCK_DIAG")
                .enumerators(TcpSocket.class, "INET_DIAG_")
                .layout("struct inet_diag_req_v2", InetDiagReqV2Layout.class)
                .layout("struct inet_diag_msg", InetDiagMsgLayout.class)
                .layout("struct inet_diag_sockid", InetDiagSockidLayout.class)
                .layout("struct tcp_info", TcpInfoLayout.class)
                .constants(TaskAccounting.class, "TASKSTATS_GENL_VERSION", "TS_COMM_LEN")
                .enumerators(TaskAccounting.class, "TASKSTATS_CMD", "TASKSTATS_TYPE")
                .layout("struct taskstats", TaskstatsLayout.class)
                .compare(0);
        CHeaders.of("netinet/tcp.h").enumerators(TcpState.values()).compare(0);
    }
}
