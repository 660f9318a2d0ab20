package dev.anole.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.operation.Door;
import dev.anole.operation.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void twoSidesOneVersionApartSpeakTheOlder() {
        Wire.Versions two = new Wire.Versions(1, 2);
        Wire.Versions three = new Wire.Versions(2, 3);
        assertEquals(Optional.of(2), two.agree(three));
        assertEquals(Optional.of(2), three.agree(two));
        assertEquals(Optional.of(3), three.agree(three));
    }

    @Test
    void twoSidesFurtherApartAreToldWhichOneToChange() {
        Wire.Versions old = new Wire.Versions(1, 2);
        Wire.Versions fresh = new Wire.Versions(3, 4);
        assertEquals(Optional.empty(), old.agree(fresh));
        assertEquals("the agent speaks version 1 to 2 of its wire and the caller version 3 to 4", old.refusal(fresh).message().en());
        assertEquals("restart the agent with the newer Anole", old.refusal(fresh).remedy().en());
        assertEquals("use the Anole that the agent was started from", fresh.refusal(old).remedy().en());
    }

    @Test
    void thisVersionSpeaksTheOneBefore() {
        assertEquals(Wire.VERSION, Wire.SPOKEN.newest());
        assertEquals(Math.max(1, Wire.VERSION - 1), Wire.SPOKEN.oldest());
    }

    @Test
    void aGreetingMayGainProperties() {
        Wire.Hello hello = Wire.greeting(Shape.of(Wire.Hello.class),
            Frame.message("{\"oldest\":1,\"newest\":9,\"door\":\"cli\",\"fromTheFuture\":{\"x\":[1]}}"));
        assertEquals(new Wire.Hello(1, 9, Door.CLI), hello);
        assertThrows(WireException.class,
            () -> Wire.greeting(Shape.of(Wire.Hello.class), Frame.message("{\"oldest\":3,\"newest\":1,\"door\":\"cli\"}")));
    }

    @Test
    void aCallWithAnUnknownPropertyIsNotGuessedAt() {
        WireException e = assertThrows(WireException.class,
            () -> Call.of(Frame.message("{\"call\":{\"kind\":\"greet\",\"loudly\":true}}")));
        assertTrue(e.getMessage().contains("loudly"), e::getMessage);
    }
}
