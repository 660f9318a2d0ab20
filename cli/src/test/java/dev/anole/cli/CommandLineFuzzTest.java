package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is typed is answered with an exit code of the five and, when it is refused, with one line. */
@Timeout(120)
class CommandLineFuzzTest {
    private static final int ROUNDS = 3000;
    /** No word here starts what stays, goes on for ever, or names another data directory. */
    private static final List<String> VOCABULARY = List.of("test", "all", "login", "hostile", "findings", "fail", "crash", "items", "pictures", "bytes",
        "secrets", "change", "disrupt", "absent", "tasks", "list", "show", "stop", "approve", "capabilities", "help", "version", "completion", "bash",
        "fish", "--json", "--debug", "--lang", "en", "zh", "--lang=zh", "--no-color", "--help", "-h", "-V", "--version", "--dry-run", "--yes", "-y", "--apply",
        "--confirm", "--confirm=x", "--max-files", "--max-files=3", "7", "-7", "1e99", "--colour", "red", "--patience", "90s", "--loud", "--no-loud",
        "--tag", "--set", "a=1", "=", "--weight", "NaN", "--user", "--password", "--password-file", "/dev/null", "--password-stdin", "--", "-", "--=", "--x",
        "---", "", " ", "@/etc/hostname", "${HOME}", "%s%n", "\u001b[31m", "\u202e", "龙蜥", "\ud800", "x".repeat(5000), "t-0123456789ab", "{\"a\":1}", "\n", "\0");

    @TempDir
    private Path data;

    @Test
    void nothingThatIsTypedIsAMistakeOfOurs() {
        long seed = Long.getLong("anole.seed", System.nanoTime());
        System.out.println("CommandLineFuzzTest seed " + seed);
        Random random = new Random(seed);
        Set<Integer> codes = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> words = new ArrayList<>();
            if (random.nextInt(3) > 0) {
                words.addAll(random.nextBoolean() ? List.of("test", VOCABULARY.get(1 + random.nextInt(13))) : List.of("tasks", VOCABULARY.get(15 + random.nextInt(4))));
            }
            for (int n = random.nextInt(5); n > 0; n--) {
                words.add(random.nextInt(words.size() + 1), VOCABULARY.get(random.nextInt(VOCABULARY.size())));
            }
            CommandRunner.Result result = new CommandRunner(data).run(words.toArray(String[]::new));
            String about = "seed " + seed + ", round " + round + ": " + words;
            codes.add(result.code());
            assertTrue(result.code() >= 0 && result.code() <= 4, about);
            assertFalse(result.err().contains("mistake in Anole"), () -> about + "\n" + result.err());
            if (result.code() >= 2 && !words.contains("--debug")) {
                assertTrue(result.err().lines().count() == 1, () -> about + "\n" + result.err());
                assertTrue(result.err().strip().chars().noneMatch(c -> c < 0x20), () -> about + "\n" + result.err());
            }
        }
        assertTrue(codes.containsAll(Set.of(0, 2, 3, 4)), "codes seen: " + codes);
    }
}
