package dev.anole.ops.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Metric BYTES = Metric.rate("disk.read.bytes", Unit.BYTES_PER_SECOND, 512, "test", "read", "读").per("device");
    private static final Metric LOAD = Metric.level("load.1", Unit.COUNT, "test", "load", "负载");
    private static final Metric SLOW = Metric.level("fs.used", Unit.PERCENT, "test", "used", "已用").every(5);

    private final Board board = new Board();

    private static Tick at(double seconds) {
        return new Tick(Instant.EPOCH.plusNanos((long) (seconds * 1e9)), (long) (seconds * 1e9) + 77);
    }

    @Test
    void aCounterBecomesARateFromItsSecondReadingOn() {
        int slot = board.claim(BYTES, "vda");
        board.begin(at(1));
        board.count(slot, 1000);
        assertNull(board.snapshot().get("disk.read.bytes{vda}"));
        board.begin(at(3));
        board.count(slot, 1010);
        assertEquals(10 * 512 / 2.0, board.snapshot().get("disk.read.bytes{vda}"));
    }

    @Test
    void aCounterThatGoesBackwardsLeavesAGapAndNoSpike() {
        int slot = board.claim(BYTES, "vda");
        long[] readings = {4_294_967_290L, 4_294_967_295L, 3, 13};
        Double[] expected = {null, 5.0 * 512, null, 10.0 * 512};
        for (int i = 0; i < readings.length; i++) {
            board.begin(at(i + 1));
            board.count(slot, readings[i]);
            assertEquals(expected[i], board.snapshot().get("disk.read.bytes{vda}"), "reading " + i);
        }
    }

    @Test
    void aValueThatNobodyRenewsIsGoneInTheNextSample() {
        int slot = board.claim(LOAD);
        board.begin(at(1));
        board.level(slot, 0.5);
        assertEquals(0.5, board.snapshot().get("load.1"));
        board.begin(at(2));
        assertFalse(board.snapshot().containsKey("load.1"));
        assertEquals(0, board.snapshot().size());
    }

    @Test
    void aValueReadEveryFiveSecondsStaysUntilItIsOverdue() {
        int slot = board.claim(SLOW);
        board.begin(at(1));
        board.level(slot, 40);
        board.begin(at(6.1));
        assertEquals(40, board.snapshot().get("fs.used"));
        board.begin(at(9));
        assertNull(board.snapshot().get("fs.used"));
    }

    @Test
    void aReleasedSlotStartsAfreshForItsNextSeries() {
        int slot = board.claim(BYTES, "sda");
        board.begin(at(1));
        board.count(slot, 5_000_000);
        board.release(slot);
        int again = board.claim(BYTES, "sdb");
        assertEquals(slot, again);
        board.begin(at(2));
        board.count(again, 6_000_000);
        assertTrue(board.snapshot().isEmpty());
    }

    @Test
    void aSampleStaysAsItWasWhenDevicesComeAndGo() {
        int slot = board.claim(BYTES, "sda");
        int load = board.claim(LOAD);
        board.begin(at(1));
        board.level(slot, 1);
        board.level(load, 2);
        SeriesValues before = board.snapshot();
        board.release(slot);
        board.claim(BYTES, "nvme0n1");
        board.begin(at(2));
        board.level(load, 3);
        assertEquals(Map.of("disk.read.bytes{sda}", 1.0, "load.1", 2.0), new HashMap<>(before));
        assertEquals(Map.of("load.1", 3.0), new HashMap<>(board.snapshot()));
        assertThrows(UnsupportedOperationException.class, () -> before.put("x", 1.0));
    }

    @Test
    void theBoardRefusesWhatIsTooMuchAndCountsIt() {
        for (int i = 0; i < Board.SERIES_MAX; i++) {
            assertTrue(board.claim(BYTES, "d" + i) >= 0);
        }
        int refused = board.claim(BYTES, "one too many");
        assertEquals(Board.NONE, refused);
        assertEquals(1, board.refused());
        board.begin(at(1));
        board.level(refused, 1);
        board.count(refused, 1);
        assertEquals(0, board.snapshot().size());
        assertEquals(Board.SERIES_MAX, board.taken());
    }

    @Test
    void slotsAreUsedAgainForEverWhenDevicesChurn() {
        for (int i = 0; i < 100_000; i++) {
            int slot = board.claim(BYTES, "veth" + i);
            assertTrue(slot >= 0 && slot < 4, "slot " + slot);
            board.release(slot);
        }
        assertEquals(0, board.taken());
    }
}
