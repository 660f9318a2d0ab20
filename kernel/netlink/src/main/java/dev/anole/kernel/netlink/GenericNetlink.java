package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FormatException;

import java.util.OptionalInt;

/**
 * Families that the kernel numbers at run time and that are found by name,
 * {@code Documentation/userspace-api/netlink/genetlink-legacy.rst}. Not for several threads.
 */
public final class GenericNetlink implements AutoCloseable {
    static final int GENL_ID_CTRL = 16;
    static final int CTRL_CMD_GETFAMILY = 3;
    static final int CTRL_ATTR_FAMILY_ID = 1;
    static final int CTRL_ATTR_FAMILY_NAME = 2;

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETLINK_GENERIC);

    private GenericNetlink() {
    }

    public static GenericNetlink open() {
        return new GenericNetlink();
    }

    /** The number of a family; empty when this kernel has none of that name. */
    public OptionalInt family(String name) {
        int[] id = new int[1];
        try {
            socket.ask(request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 2, 0).attribute(CTRL_ATTR_FAMILY_NAME, name),
                    "family " + name, (type, body) -> {
                        Attributes attributes = body.attributes(GenlmsghdrLayout.SIZE);
                        while (attributes.next()) {
                            if (attributes.type() == CTRL_ATTR_FAMILY_ID) {
                                id[0] = attributes.value().unsignedShort(0);
                            }
                        }
                        return true;
                    });
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return OptionalInt.empty();
            }
            throw e;
        }
        if (id[0] == 0) {
            throw new FormatException("genetlink family " + name, 0, "an answer without a number");
        }
        return OptionalInt.of(id[0]);
    }

    /**
     * A request to a family: its header is set, attributes follow.
     *
     * @param flags as {@link NetlinkRequest#NetlinkRequest} takes them
     */
    public static NetlinkRequest request(int family, int command, int version, int flags) {
        return new NetlinkRequest(family, flags).header(GenlmsghdrLayout.SIZE)
                .setByte(GenlmsghdrLayout.CMD, command).setByte(GenlmsghdrLayout.VERSION, version);
    }

    /** The socket, for the family's own requests. */
    public NetlinkSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }
}
