package dev.anole.kernel.netlink;

import dev.anole.kernel.linux.FormatException;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PayloadTest {
    private static Payload of(byte[] bytes) {
        return new Payload("test", bytes, 0, bytes.length);
    }

    @Test
    void noReadGoesBeyondTheEnd() {
        byte[] bytes = new byte[12];
        Payload payload = new Payload("test", bytes, 2, 9);
        assertEquals(7, payload.size());
        assertEquals(0, payload.signedInt(3));
        assertThrows(FormatException.class, () -> payload.signedInt(4));
        assertThrows(FormatException.class, () -> payload.longValue(0));
        assertThrows(FormatException.class, () -> payload.unsignedByte(7));
        assertThrows(FormatException.class, () -> payload.unsignedByte(-1));
        assertThrows(FormatException.class, () -> payload.from(8));
        assertThrows(FormatException.class, () -> payload.copy(1, 7));
        assertThrows(FormatException.class, () -> payload.copy(0, Integer.MAX_VALUE));
        assertThrows(FormatException.class, payload::address);
        assertFalse(payload.has(Integer.MAX_VALUE, 1));
    }

    @Test
    void whatIsBuiltReadsBack() {
        byte[] message = new NetlinkRequest(26, NetlinkRequest.NLM_F_DUMP).header(5).setByte(4, 200).setInt(0, -2)
                .attribute(7, "name")
                .nested(8, inner -> inner.attribute(1, 99).attribute(2, new byte[] {1, 2, 3}))
                .attribute(9, 0x01020304)
                .encode(77);
        ByteBuffer header = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        assertEquals(message.length, header.getInt(0));
        assertEquals(0, message.length % 4);
        assertEquals(26, header.getShort(4));
        assertEquals(0x301, header.getShort(6));
        assertEquals(77, header.getInt(8));
        Payload body = of(message).from(NlmsghdrLayout.SIZE);
        assertEquals(-2, body.signedInt(0));
        assertEquals(4294967294L, body.unsignedInt(0));
        assertEquals(200, body.unsignedByte(4));
        List<String> seen = new ArrayList<>();
        Attributes attributes = body.attributes(8);
        while (attributes.next()) {
            switch (attributes.type()) {
                case 7 -> seen.add(attributes.value().text());
                case 8 -> {
                    Attributes inner = attributes.nested();
                    while (inner.next()) {
                        seen.add(inner.type() + ":" + inner.value().size());
                    }
                }
                default -> seen.add(Integer.toHexString(attributes.value().signedInt(0)));
            }
        }
        assertEquals(List.of("name", "1:4", "2:3", "1020304"), seen);
    }

    @Test
    void anAttributeLongerThanItsPlaceIsRefused() {
        for (int length : new int[] {0, 3, 9, 65535}) {
            byte[] bytes = new byte[8];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort((short) length);
            assertThrows(FormatException.class, () -> of(bytes).attributes(0).next(), length + " bytes");
        }
        assertFalse(of(new byte[3]).attributes(0).next());
        byte[] unpadded = {5, 0, 1, 0, 42};
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            Attributes last = of(unpadded).attributes(0);
            assertTrue(last.next());
            assertEquals(42, last.value().unsignedByte(0));
            assertFalse(last.next());
        }
    }

    @Test
    void aRequestKeepsToItsBound() {
        NetlinkRequest request = new NetlinkRequest(1, 0);
        assertThrows(IllegalArgumentException.class, () -> request.attribute(1, new byte[20_000]));
        assertThrows(IllegalArgumentException.class, () -> request.setInt(0, 1));
    }
}
