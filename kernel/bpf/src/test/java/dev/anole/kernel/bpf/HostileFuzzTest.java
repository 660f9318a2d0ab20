package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.LinuxException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Objects and types that somebody has broken are refused with a structured exception, in bounded time and memory. The seed
 * is printed; {@code -Danole.seed=N} repeats a run.
 */
class HostileFuzzTest {
    private static final long SEED = Long.getLong("anole.seed", 20_261_120L);
    private static final int ROUNDS = Integer.getInteger("anole.rounds", 6_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int INTERESTING = 12;

    private static byte[] object() throws IOException {
        try (InputStream in = BpfObject.class.getResourceAsStream("switches.bpf.o")) {
            return in.readAllBytes();
        }
    }

    @Test
    void brokenObjectsAreRefusedInBounds() throws IOException {
        byte[] whole = object();
        Btf kernel = smallKernel();
        run("objects", whole, bytes -> {
            BpfObject object = BpfObject.of(bytes, "fuzzed");
            object.programs();
            if (object.btf().isPresent()) {
                ObjectBtf.forKernel(object, object.btf().get(), Map.of());
                object.relocate(kernel);
            }
        });
    }

    @Test
    void brokenTypesAreRefusedInBounds() throws IOException {
        byte[] types = ElfFile.of(object(), "switches").content(".BTF").orElseThrow();
        run("types", types, bytes -> {
            Btf btf = Btf.of(bytes, "fuzzed");
            BtfPrinter printer = new BtfPrinter(btf);
            for (int type = 1; type < btf.typeCount(); type++) {
                try {
                    btf.describe(type);
                    btf.resolve(type);
                    if (btf.size(type) < 4096) {
                        printer.json(type, new byte[btf.size(type)]);
                    }
                } catch (FormatException e) {
                    // This type is broken, the next may not be.
                }
            }
            btf.find("task_struct", BtfKind.STRUCT);
        });
    }

    @Test
    void brokenTargetsAreRefusedInBounds() throws IOException {
        BpfObject object = BpfObject.of(object(), "switches");
        run("targets", smallKernel().bytes(), bytes -> object.relocate(Btf.of(bytes, "fuzzed")));
    }

    /** A kernel with the members that the object asks for. */
    private static Btf smallKernel() {
        BtfBuilder builder = new BtfBuilder();
        int number = builder.integer("int", 4, true);
        int unsigned = builder.integer("unsigned int", 4, false);
        int character = builder.integer("char", 1, true);
        int name = builder.array(character, number, 16);
        builder.composite(BtfKind.STRUCT, "task_struct", 64, List.of(BtfBuilder.Part.member("pid", number, 8),
                BtfBuilder.Part.member("tgid", number, 12), BtfBuilder.Part.member("prio", number, 20),
                BtfBuilder.Part.member("__state", unsigned, 24), BtfBuilder.Part.member("comm", name, 32)));
        return Btf.of(builder.toBytes(), "small kernel");
    }

    @FunctionalInterface
    private interface Attempt {
        void on(byte[] bytes);
    }

    private static void run(String what, byte[] whole, Attempt attempt) {
        System.out.println("fuzzing " + what + " with seed " + SEED + ", " + ROUNDS + " rounds");
        attempt.on(whole.clone());
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] broken = broken(whole, new Random(SEED + round));
                try {
                    attempt.on(broken);
                } catch (LinuxException | BpfException refused) {
                    if (refused.getMessage().contains("\n")) {
                        fail("round " + round + " said more than one line: " + refused.getMessage());
                    }
                } catch (RuntimeException | Error e) {
                    fail("round " + round + " of seed " + SEED + ": " + e, e);
                }
            }
        });
    }

    private static byte[] broken(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(INTERESTING)) {
                case 0, 1, 2 -> bytes[at] = (byte) random.nextInt();
                case 3, 4 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
                case 6 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0);
                case 7 -> System.arraycopy(bytes, random.nextInt(Math.max(1, bytes.length - 32)), bytes,
                        random.nextInt(Math.max(1, bytes.length - 32)), Math.min(32, bytes.length));
                case 8 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 9 -> bytes[Math.min(bytes.length - 1, random.nextInt(64))] = (byte) random.nextInt();
                default -> {
                    int word = at & ~3;
                    int value = random.nextInt(bytes.length * 2);
                    for (int i = 0; i < 4 && word + i < bytes.length; i++) {
                        bytes[word + i] = (byte) (value >>> 8 * i);
                    }
                }
            }
        }
        return bytes;
    }
}
