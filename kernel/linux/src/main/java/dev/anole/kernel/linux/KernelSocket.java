package dev.anole.kernel.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * A socket of a kind that the JDK has not: netlink, Unix datagrams, descriptors on their way to another process.
 * Addresses are {@code struct sockaddr} in off-heap memory. TCP and UDP belong to {@code java.nio.channels}.
 */
public final class KernelSocket extends Descriptor {
    public static final int AF_UNIX = 1;
    public static final int AF_NETLINK = 16;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOL_SOCKET = 1;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int MSG_PEEK = 0x2;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;

    static final int SOCK_CLOEXEC = 0x80000;
    static final int SO_RCVTIMEO = 20;
    static final int SCM_RIGHTS = 1;
    static final int MSG_CTRUNC = 0x8;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    /** {@code SCM_MAX_FD} of {@code include/net/scm.h}: descriptors in one message. */
    public static final int SCM_MAX_FD = 253;

    /** Bytes that may go along with descriptors. */
    private static final int COMPANION_BYTES_MAX = 4096;

    private KernelSocket(int number, String subject) {
        super(number, subject);
    }

    /** A socket, socket(2). */
    public static KernelSocket open(int domain, int type, int protocol, String subject) {
        return new KernelSocket((int) ErrnoException.check(
                SystemCall.SOCKET.call(domain, type | SOCK_CLOEXEC, protocol), "socket", subject), subject);
    }

    /** Two sockets that talk to each other, socketpair(2). */
    public static List<KernelSocket> openPair(int type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            ErrnoException.check(SystemCall.SOCKETPAIR.call(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.address()),
                    "socketpair", "");
            return List.of(new KernelSocket(ends.getAtIndex(JAVA_INT, 0), "socket pair"),
                    new KernelSocket(ends.getAtIndex(JAVA_INT, 1), "socket pair"));
        }
    }

    /** Gives it an address, bind(2). */
    public void bind(MemorySegment address) {
        check(SystemCall.BIND.call(number(), NativeMemory.address(address), address.byteSize()), "bind");
        Reference.reachabilityFence(address);
    }

    /** Fixes whom it talks to, connect(2). */
    public void connect(MemorySegment address) {
        check(SystemCall.CONNECT.call(number(), NativeMemory.address(address), address.byteSize()), "connect");
        Reference.reachabilityFence(address);
    }

    /** Its own address, getsockname(2), into memory that is large enough. */
    public void name(MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            check(SystemCall.GETSOCKNAME.call(number(), NativeMemory.address(address), length.address()),
                    "getsockname");
        }
    }

    /** Sends to whom it is connected to. Returns how many bytes were taken. */
    public long send(MemorySegment message) {
        return sendTo(message, MemorySegment.NULL);
    }

    /** Sends to an address; {@link MemorySegment#NULL} for whom it is connected to. */
    public long sendTo(MemorySegment message, MemorySegment address) {
        long result;
        do {
            result = SystemCall.SENDTO.call(number(), NativeMemory.address(message), message.byteSize(), MSG_NOSIGNAL,
                    address.address(), address.byteSize());
        } while (Errno.EINTR.is(result));
        Reference.reachabilityFence(message);
        Reference.reachabilityFence(address);
        return check(result, "sendto");
    }

    /**
     * Receives one message, waiting for it unless a flag or a timeout says otherwise.
     *
     * @param flags {@code MSG_PEEK}, {@code MSG_TRUNC} (answers the whole length of a longer message) and
     *              {@code MSG_DONTWAIT}
     * @return how many bytes, or a negated errno: EAGAIN when there is nothing, ENOBUFS when messages were lost
     */
    public long tryReceive(MemorySegment into, int flags) {
        long result;
        do {
            result = SystemCall.RECVFROM.call(number(), NativeMemory.address(into), into.byteSize(), flags, 0, 0);
        } while (Errno.EINTR.is(result));
        Reference.reachabilityFence(into);
        return result;
    }

    /** Sets an option whose value is an int, setsockopt(2). */
    public void setOption(int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
            check(SystemCall.SETSOCKOPT.call(number(), level, option, memory.address(), Integer.BYTES),
                    "setsockopt " + option);
        }
    }

    /** Reads an option whose value is an int, getsockopt(2). */
    public int option(int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            check(SystemCall.GETSOCKOPT.call(number(), level, option, memory.address(), length.address()),
                    "getsockopt " + option);
            return memory.get(JAVA_INT, 0);
        }
    }

    /** Waits at most this long for a message; then EAGAIN. Zero waits for ever. */
    public void setReceiveTimeout(Duration patience) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeval = arena.allocateFrom(JAVA_LONG, patience.getSeconds(), patience.toNanosPart() / 1000);
            check(SystemCall.SETSOCKOPT.call(number(), SOL_SOCKET, SO_RCVTIMEO, timeval.address(), timeval.byteSize()),
                    "setsockopt SO_RCVTIMEO");
        }
    }

    /**
     * Gives copies of descriptors to the process at the other end, unix(7). They stay open here.
     *
     * @param message at least one byte, which travels with them
     */
    public void sendDescriptors(byte[] message, List<? extends Descriptor> descriptors) {
        if (message.length == 0 || message.length > COMPANION_BYTES_MAX || descriptors.size() > SCM_MAX_FD) {
            throw new IllegalArgumentException("one to " + COMPANION_BYTES_MAX + " bytes and at most " + SCM_MAX_FD
                    + " descriptors fit into a message, not " + message.length + " and " + descriptors.size());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(message.length);
            MemorySegment.copy(message, 0, data, JAVA_BYTE, 0, message.length);
            MemorySegment header = header(arena, data, descriptors.size());
            if (descriptors.isEmpty()) {
                header.set(JAVA_LONG, MsghdrLayout.MSG_CONTROLLEN, 0);
            } else {
                MemorySegment control = control(header);
                control.set(JAVA_LONG, CmsghdrLayout.CMSG_LEN, CmsghdrLayout.SIZE + 4L * descriptors.size());
                control.set(JAVA_INT, CmsghdrLayout.CMSG_LEVEL, SOL_SOCKET);
                control.set(JAVA_INT, CmsghdrLayout.CMSG_TYPE, SCM_RIGHTS);
                for (int i = 0; i < descriptors.size(); i++) {
                    control.set(JAVA_INT, CmsghdrLayout.SIZE + 4L * i, descriptors.get(i).number());
                }
            }
            check(SystemCall.SENDMSG.call(number(), header.address(), MSG_NOSIGNAL), "sendmsg");
            Reference.reachabilityFence(descriptors);
        }
    }

    /** What {@link #receiveDescriptors} brought; the descriptors belong to the receiver. */
    public record Parcel(byte[] message, List<Descriptor> descriptors) {
        public Parcel {
            descriptors = List.copyOf(descriptors);
        }
    }

    /**
     * Waits for a message of {@link #sendDescriptors}. An empty message means that the other end has closed.
     *
     * @throws ErrnoException EMSGSIZE when more descriptors came than could be taken; those taken are closed
     */
    public Parcel receiveDescriptors() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(COMPANION_BYTES_MAX);
            MemorySegment header = header(arena, data, SCM_MAX_FD);
            long length;
            do {
                length = SystemCall.RECVMSG.call(number(), header.address(), MSG_CMSG_CLOEXEC);
            } while (Errno.EINTR.is(length));
            check(length, "recvmsg");
            List<Descriptor> received = received(header);
            if ((header.get(JAVA_INT, MsghdrLayout.MSG_FLAGS) & (MSG_CTRUNC | MSG_TRUNC)) != 0) {
                received.forEach(Descriptor::close);
                throw new ErrnoException("recvmsg", Errno.EMSGSIZE, subject());
            }
            return new Parcel(data.asSlice(0, length).toArray(JAVA_BYTE), received);
        }
    }

    private static List<Descriptor> received(MemorySegment header) {
        List<Descriptor> descriptors = new ArrayList<>();
        if (header.get(JAVA_LONG, MsghdrLayout.MSG_CONTROLLEN) < CmsghdrLayout.SIZE) {
            return descriptors;
        }
        MemorySegment control = control(header);
        boolean rights = control.get(JAVA_INT, CmsghdrLayout.CMSG_LEVEL) == SOL_SOCKET
                && control.get(JAVA_INT, CmsghdrLayout.CMSG_TYPE) == SCM_RIGHTS;
        long end = Math.min(control.get(JAVA_LONG, CmsghdrLayout.CMSG_LEN), control.byteSize());
        for (long at = CmsghdrLayout.SIZE; rights && at + Integer.BYTES <= end; at += Integer.BYTES) {
            descriptors.add(new Descriptor(control.get(JAVA_INT, at), "received descriptor"));
        }
        return descriptors;
    }

    /** A message of one piece with room for descriptors behind it. */
    private static MemorySegment header(Arena arena, MemorySegment data, int descriptors) {
        MemorySegment iovec = arena.allocateFrom(JAVA_LONG, data.address(), data.byteSize());
        MemorySegment control = arena.allocate(CmsghdrLayout.SIZE + (Integer.BYTES * descriptors + 7L & ~7L), 8);
        MemorySegment header = arena.allocate(MsghdrLayout.SIZE, Long.BYTES);
        header.set(JAVA_LONG, MsghdrLayout.MSG_IOV, iovec.address());
        header.set(JAVA_LONG, MsghdrLayout.MSG_IOVLEN, 1);
        header.set(JAVA_LONG, MsghdrLayout.MSG_CONTROL, control.address());
        header.set(JAVA_LONG, MsghdrLayout.MSG_CONTROLLEN, control.byteSize());
        return header;
    }

    private static MemorySegment control(MemorySegment header) {
        return MemorySegment.ofAddress(header.get(JAVA_LONG, MsghdrLayout.MSG_CONTROL))
                .reinterpret(header.get(JAVA_LONG, MsghdrLayout.MSG_CONTROLLEN));
    }
}
