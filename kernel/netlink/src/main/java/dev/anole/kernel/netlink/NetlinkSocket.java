package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.KernelSocket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

/**
 * Asks the kernel over netlink and hands out what it answers, message by message. One request at a time; not for
 * several threads. An answer that does not come within {@link #PATIENCE} is EAGAIN.
 */
public final class NetlinkSocket implements AutoCloseable {
    static final int SOL_NETLINK = 270;
    static final int NETLINK_EXT_ACK = 11;
    static final int NLMSG_NOOP = 1;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    static final int NLM_F_MULTI = 0x2;
    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLM_F_CAPPED = 0x100;
    static final int NLM_F_ACK_TLVS = 0x200;
    static final int NLMSGERR_ATTR_MSG = 1;

    /** How long the kernel may take for the next piece of an answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The kernel fills at most 32 KiB at once when it lists, {@code netlink_dump()}; single answers are smaller. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    /** What changes while it is being listed is listed again, this often at most. */
    private static final int INTERRUPTIONS_MAX = 5;

    /** Messages of one answer: a socket for each of 16 million, the most that one address pair's ports could give. */
    private static final int MESSAGES_MAX = 1 << 24;

    private final NetlinkProtocol protocol;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(RECEIVE_BYTES, Long.BYTES);
    private final byte[] bytes = new byte[RECEIVE_BYTES];
    private KernelSocket socket;
    private int sequence;

    private NetlinkSocket(NetlinkProtocol protocol) {
        this.protocol = protocol;
        this.socket = connect(protocol);
    }

    /** A socket to the network namespace of the calling thread. */
    public static NetlinkSocket open(NetlinkProtocol protocol) {
        return new NetlinkSocket(protocol);
    }

    /** Takes the messages of an answer. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * A message; its payload is good until this returns.
         *
         * @param type as the family numbers its messages
         * @param body without the netlink header
         * @return whether more are wanted
         */
        boolean receive(int type, Payload body);
    }

    /** Begins a list anew: what changes while the kernel lists it makes the list inconsistent. */
    @FunctionalInterface
    public interface Restart {
        /** Everything received so far is void. */
        void forget();
    }

    /**
     * Asks for a list.
     *
     * @param request with {@code NLM_F_DUMP}
     * @param subject what is asked for, in a few words
     * @param restart called when the list changed on the way and is begun again
     * @throws ErrnoException with the kernel's own explanation where it gives one; EINTR when the list kept changing
     */
    public void dump(NetlinkRequest request, String subject, Restart restart, Receiver receiver) {
        for (int attempt = 0; attempt <= INTERRUPTIONS_MAX; attempt++) {
            if (attempt > 0) {
                restart.forget();
            }
            if (exchange(request, subject, receiver)) {
                return;
            }
        }
        throw new ErrnoException("netlink dump", Errno.EINTR, subject);
    }

    /**
     * Asks for one thing, or to do one thing.
     *
     * @param request with {@code NLM_F_ACK} if nothing but success is to be answered
     */
    public void ask(NetlinkRequest request, String subject, Receiver receiver) {
        exchange(request, subject, receiver);
    }

    private boolean exchange(NetlinkRequest request, String subject, Receiver receiver) {
        try {
            send(request);
            return receive(subject, receiver);
        } catch (RuntimeException e) {
            // What is left of the answer must not meet the next request: the kernel refuses it (EBUSY) until then.
            forgetTheRest();
            throw e;
        }
    }

    private void send(NetlinkRequest request) {
        byte[] message = request.encode(++sequence);
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment copy = confined.allocate(message.length, Long.BYTES);
            MemorySegment.copy(message, 0, copy, JAVA_BYTE, 0, message.length);
            socket.send(copy);
        }
    }

    /** Reads until the answer is over; false when it was a list that changed meanwhile. */
    private boolean receive(String subject, Receiver receiver) {
        boolean consistent = true;
        int messages = 0;
        while (messages < MESSAGES_MAX) {
            int length = datagram(subject);
            int next;
            for (int at = 0; length - at >= NlmsghdrLayout.SIZE; at = next) {
                Payload header = new Payload("nlmsghdr", bytes, at, length);
                long size = header.unsignedInt(NlmsghdrLayout.NLMSG_LEN);
                if (size < NlmsghdrLayout.SIZE || size > length - at) {
                    throw new FormatException("nlmsghdr", at, "a message of " + size + " bytes where "
                            + (length - at) + " are left");
                }
                next = at + ((int) size + 3 & -4);
                if (header.signedInt(NlmsghdrLayout.NLMSG_SEQ) != sequence) {
                    continue;
                }
                messages++;
                int flags = header.unsignedShort(NlmsghdrLayout.NLMSG_FLAGS);
                int type = header.unsignedShort(NlmsghdrLayout.NLMSG_TYPE);
                consistent &= (flags & NLM_F_DUMP_INTR) == 0;
                Payload body = new Payload(subject, bytes, at + NlmsghdrLayout.SIZE, at + (int) size);
                if (type == NLMSG_NOOP) {
                    continue;
                }
                if (type == NLMSG_DONE) {
                    if (body.has(0, Integer.BYTES)) {
                        boolean explained = (flags & NLM_F_ACK_TLVS) != 0;
                        fail(body.signedInt(0), explained ? message(body.attributes(Integer.BYTES)) : "", subject);
                    }
                    return consistent;
                }
                if (type == NLMSG_ERROR) {
                    fail(body.signedInt(NlmsgerrLayout.ERROR), explanation(body, flags), subject);
                    return true;
                }
                if (!receiver.receive(type, body)) {
                    forgetTheRest();
                    return true;
                }
                if ((flags & NLM_F_MULTI) == 0) {
                    return true;
                }
            }
        }
        throw new FormatException(subject, 0, "more than " + MESSAGES_MAX + " messages");
    }

    private int datagram(String subject) {
        long length = socket.tryReceive(memory, KernelSocket.MSG_TRUNC);
        ErrnoException.check(length, "netlink", subject);
        if (length > RECEIVE_BYTES) {
            throw new FormatException(subject, RECEIVE_BYTES, "a datagram of " + length + " bytes");
        }
        MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, (int) length);
        return (int) length;
    }

    private static void fail(int error, String explanation, String subject) {
        if (error < 0) {
            String reason = explanation.isEmpty() ? "" : " (" + explanation + ")";
            ErrnoException.check(error, "netlink", subject + reason);
        }
    }

    /** The sentence that the kernel adds to an error: behind the request that it repeats, unless that is left out. */
    private static String explanation(Payload body, int flags) {
        if ((flags & NLM_F_ACK_TLVS) == 0 || !body.has(NlmsgerrLayout.MSG, NlmsghdrLayout.SIZE)) {
            return "";
        }
        long repeated = (flags & NLM_F_CAPPED) != 0 ? NlmsghdrLayout.SIZE
                : body.unsignedInt(NlmsgerrLayout.MSG + NlmsghdrLayout.NLMSG_LEN) + 3 & -4;
        if (repeated > body.size() - NlmsgerrLayout.MSG) {
            return "";
        }
        return message(body.attributes(NlmsgerrLayout.MSG + (int) repeated));
    }

    private static String message(Attributes attributes) {
        while (attributes.next()) {
            if (attributes.type() == NLMSGERR_ATTR_MSG) {
                return attributes.value().text();
            }
        }
        return "";
    }

    /** A new socket is the only way to be rid of an answer that nobody wants to the end. */
    private void forgetTheRest() {
        socket.close();
        socket = connect(protocol);
    }

    private static KernelSocket connect(NetlinkProtocol protocol) {
        KernelSocket socket = KernelSocket.open(KernelSocket.AF_NETLINK, KernelSocket.SOCK_RAW,
                (int) protocol.value(), protocol.name());
        try (Arena confined = Arena.ofConfined()) {
            socket.setReceiveTimeout(PATIENCE);
            socket.setOption(SOL_NETLINK, NETLINK_EXT_ACK, 1);
            // To port 0, the kernel; connected, the socket hears from nobody else.
            MemorySegment kernel = confined.allocate(SockaddrNlLayout.SIZE, Integer.BYTES);
            kernel.set(JAVA_SHORT, SockaddrNlLayout.NL_FAMILY, (short) KernelSocket.AF_NETLINK);
            socket.connect(kernel);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            socket.close();
            arena.close();
        }
    }
}
