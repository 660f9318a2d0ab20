/**
 * Netlink: questions to the kernel about links, sockets and tasks, answered in binary.
 *
 * <h2>The map</h2>
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>links, addresses, routes</td><td>{@link dev.anole.kernel.netlink.RouteSocket}</td></tr>
 * <tr><td>TCP sockets</td><td>{@link dev.anole.kernel.netlink.SocketDiagnosis}: all of them counted by state, or listed
 *     up to a bound, with queues and {@link dev.anole.kernel.netlink.TcpInfo}</td></tr>
 * <tr><td>tasks</td><td>{@link dev.anole.kernel.netlink.TaskAccounting}: what a task waited for</td></tr>
 * <tr><td>the protocol itself</td><td>{@link dev.anole.kernel.netlink.NetlinkSocket},
 *     {@link dev.anole.kernel.netlink.NetlinkRequest}, {@link dev.anole.kernel.netlink.Payload},
 *     {@link dev.anole.kernel.netlink.Attributes}, {@link dev.anole.kernel.netlink.GenericNetlink}</td></tr>
 * </table>
 *
 * <p>Every number is read inside the bounds of its message; a message that lies about its lengths is a
 * {@link dev.anole.kernel.linux.FormatException}. A socket belongs to the network namespace of the thread that opened
 * it.
 */
package dev.anole.kernel.netlink;
