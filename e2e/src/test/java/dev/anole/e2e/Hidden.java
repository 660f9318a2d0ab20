package dev.anole.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A view of this host in which some directories are empty, for one command: a mount namespace of its own with an empty
 * tmpfs over each. Nothing outside changes.
 *
 * @param directories what is hidden
 */
record Hidden(List<Path> directories) {

    private static final String SCRIPT = "while [ \"$1\" != -- ]; do mount -t tmpfs none \"$1\" || exit 99; shift; done; shift; exec \"$@\"";

    /** Runs {@code command} in that view; the test is skipped where namespaces are not allowed. */
    Ran run(Path directory, Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        boolean allowed = Ran.in(Path.of("/"), Map.of(), List.of("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")).code() == 0;
        assumeTrue(allowed, "mount namespaces are not allowed here (not root)");
        var words = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", SCRIPT, "sh"));
        directories.stream().filter(Files::isDirectory).forEach(hidden -> words.add(hidden.toString()));
        words.add("--");
        words.addAll(command);
        return Ran.in(directory, environment, words);
    }
}
