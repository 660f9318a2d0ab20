package dev.anole.kernel.linux;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;

class MountTableFuzzTest {
    private static final int ROUNDS = 20_000;

    @Test
    void brokenTablesAreReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("MountTableFuzzTest -Danole.seed=" + seed);
        Random random = new Random(seed);
        byte[] good = """
                22 27 0:21 / /proc rw,relatime - proc proc rw
                36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 propagate_from:3 - ext3 /dev/root rw,errors=continue
                28 27 0:25 / /x ro - tmpfs  ro,size=4k
                """.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] text = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int change = random.nextInt(4); change > 0; change--) {
                byte[] likely = {' ', '\n', '\\', ':', '-', ',', '9', 0, (byte) 0xff};
                text[random.nextInt(text.length)] = likely[random.nextInt(likely.length)];
            }
            try {
                MountTable table = MountTable.parse(text);
                table.containing("/mnt 2/x");
            } catch (FormatException expected) {
                refused++;
            }
        }
        assertTrue(refused > 0 && refused < ROUNDS);
    }
}
