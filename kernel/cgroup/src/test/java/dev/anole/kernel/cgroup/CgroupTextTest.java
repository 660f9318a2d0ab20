package dev.anole.kernel.cgroup;

import dev.anole.kernel.linux.ByteCursor;
import dev.anole.kernel.linux.DeviceNumber;
import dev.anole.kernel.linux.FormatException;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CgroupTextTest {
    private static ByteCursor over(String text) {
        return new ByteCursor("text", text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void pressureIsReadToTheHundredth() {
        PressureReading.Pressure pressure = PressureText.parse(over("""
                some avg10=12.22 avg60=8.10 avg300=100.00 total=133591652
                full avg10=0.00 avg60=0.01 avg300=0.00 total=7
                """));
        assertEquals(Optional.of(new PressureReading.Share(12.22, 8.1, 100, 133591652)), pressure.some());
        assertEquals(Optional.of(new PressureReading.Share(0, 0.01, 0, 7)), pressure.full());
    }

    @Test
    void aMissingLineIsMissingAndNotZero() {
        assertEquals(Optional.empty(),
                PressureText.parse(over("some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")).full());
        assertEquals(Optional.empty(),
                PressureText.parse(over("full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")).some());
        for (String broken : List.of("", "some avg10=0.00\n", "nothing\n", "some avg10= avg60=1 avg300=1 total=1\n")) {
            assertThrows(FormatException.class, () -> PressureText.parse(over(broken)), broken);
        }
    }

    @Test
    void keysAreTakenWholeAndForgottenBetweenFiles() {
        KeyedValues values = new KeyedValues("file", "file_mapped", "sock");
        values.read(over("file_mapped 3\nfile 7\nfiles 9\n"));
        assertEquals(7, values.orZero(0));
        assertEquals(3, values.orZero(1));
        assertEquals(OptionalLong.empty(), values.get(2));
        values.read(over("sock 1\n"));
        assertFalse(values.has(0));
        assertEquals(OptionalLong.of(1), values.get(2));
    }

    @Test
    void devicesOfBothVersionsReadAlike() {
        List<DeviceIo> expected = List.of(new DeviceIo(new DeviceNumber(254, 0), 1, 2, 3, 4));
        DeviceIoText v2 = new DeviceIoText();
        v2.addVersion2(over("254:0 rbytes=1 wbytes=2 dbytes=9 rios=3 wios=4 cost.usage=5\n"));
        assertEquals(expected, v2.devices());
        DeviceIoText v1 = new DeviceIoText();
        v1.addVersion1Bytes(over("254:0 Read 1\n254:0 Write 2\n254:0 Sync 0\n254:0 Total 3\nTotal 3\n"));
        v1.addVersion1Operations(over("254:0 Read 3\n254:0 Write 4\nTotal 7\n"));
        assertEquals(expected, v1.devices());
        DeviceIoText none = new DeviceIoText();
        none.addVersion1Bytes(over("Total 0\n"));
        none.addVersion2(over("8:0 \n"));
        assertEquals(List.of(new DeviceIo(new DeviceNumber(8, 0), 0, 0, 0, 0)), none.devices());
    }
}
