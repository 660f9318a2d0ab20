package dev.anole.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens a page in the person's browser, where there is a desktop in front of this very host. */
final class Browser {
    private static final Path XDG_OPEN = Path.of("/usr/bin/xdg-open");

    private Browser() {
    }

    /** Whether a browser that is opened here is in front of the person. */
    static boolean inFront(Map<String, String> environment) {
        boolean desktop = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return desktop && !environment.containsKey("SSH_CONNECTION") && Files.isExecutable(XDG_OPEN);
    }

    static void open(String address) {
        try {
            new ProcessBuilder(List.of(XDG_OPEN.toString(), address)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            // The address has been printed; that is enough.
        }
    }
}
