package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.NativeMemory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A message to the kernel, built front to back: a fixed header of the family, then attributes.
 *
 * <pre>
 * new NetlinkRequest(RTM_GETLINK, NLM_F_DUMP).header(IfinfomsgLayout.SIZE).attribute(IFLA_EXT_MASK, 8)
 * </pre>
 */
public final class NetlinkRequest {
    public static final int NLM_F_REQUEST = 0x1;
    public static final int NLM_F_ACK = 0x4;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;

    /** Requests are small; one that grows beyond this is a mistake. */
    private static final int REQUEST_BYTES_MAX = 16 * 1024;
    private static final int FIRST_BYTES = 128;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length = NlmsghdrLayout.SIZE;

    /**
     * A message with no body yet.
     *
     * @param type what is asked, such as RTM_GETLINK
     * @param flags {@code NLM_F_DUMP} for everything there is, {@code NLM_F_ACK} for an answer in any case;
     *              {@code NLM_F_REQUEST} is always set
     */
    public NetlinkRequest(int type, int flags) {
        SHORT.set(bytes, NlmsghdrLayout.NLMSG_TYPE, (short) type);
        SHORT.set(bytes, NlmsghdrLayout.NLMSG_FLAGS, (short) (flags | NLM_F_REQUEST));
    }

    /** Appends the family's fixed header, all zeros, before any attribute; {@link #setByte} and such fill it. */
    public NetlinkRequest header(int size) {
        reserve(align(size));
        return this;
    }

    /** Sets one byte of the fixed header. */
    public NetlinkRequest setByte(int offset, int value) {
        bytes[bodyOffset(offset, Byte.BYTES)] = (byte) value;
        return this;
    }

    /** Sets four bytes of the fixed header. */
    public NetlinkRequest setInt(int offset, int value) {
        INT.set(bytes, bodyOffset(offset, Integer.BYTES), value);
        return this;
    }

    /** Appends an attribute of four bytes. */
    public NetlinkRequest attribute(int type, int value) {
        int at = attributeOf(type, Integer.BYTES);
        INT.set(bytes, at, value);
        return this;
    }

    /** Appends an attribute of text, with a NUL at its end. */
    public NetlinkRequest attribute(int type, String value) {
        byte[] text = NativeMemory.bytes(value);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Appends an attribute. */
    public NetlinkRequest attribute(int type, byte[] value) {
        int at = attributeOf(type, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /** Appends an attribute that consists of attributes. */
    public NetlinkRequest nested(int type, Consumer<NetlinkRequest> content) {
        int start = length;
        attributeOf(type | Attributes.NLA_F_NESTED, 0);
        content.accept(this);
        SHORT.set(bytes, start + NlattrLayout.NLA_LEN, (short) (length - start));
        return this;
    }

    /** The whole message as it is sent. */
    byte[] encode(int sequence) {
        INT.set(bytes, NlmsghdrLayout.NLMSG_LEN, length);
        INT.set(bytes, NlmsghdrLayout.NLMSG_SEQ, sequence);
        return Arrays.copyOf(bytes, length);
    }

    private int attributeOf(int type, int size) {
        int at = reserve(align(NlattrLayout.SIZE + size));
        SHORT.set(bytes, at + NlattrLayout.NLA_LEN, (short) (NlattrLayout.SIZE + size));
        SHORT.set(bytes, at + NlattrLayout.NLA_TYPE, (short) type);
        return at + NlattrLayout.SIZE;
    }

    private int reserve(int size) {
        if (length + size > REQUEST_BYTES_MAX) {
            throw new IllegalArgumentException("a request of more than " + REQUEST_BYTES_MAX + " bytes");
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
        int at = length;
        length += size;
        return at;
    }

    private int bodyOffset(int offset, int size) {
        int at = NlmsghdrLayout.SIZE + offset;
        if (offset < 0 || at + size > length) {
            throw new IllegalArgumentException("offset " + offset + " is outside the header");
        }
        return at;
    }

    private static int align(int size) {
        return size + Attributes.NLA_ALIGNTO - 1 & -Attributes.NLA_ALIGNTO;
    }
}
