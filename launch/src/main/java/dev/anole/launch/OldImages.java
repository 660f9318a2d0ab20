package dev.anole.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The images of former builds. One is kept as long as a process was started from it, because a JVM opens its jars
 * when it needs them; a process names its image in its command line.
 *
 * @param directory where images lie, each in a directory of its own
 */
record OldImages(Path directory) {

    /** Removes each image that no process uses, except {@code current}. */
    void removeAllBut(Image current) throws IOException {
        Set<String> used = new HashSet<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                used.add(commandLine(process));
            }
        }
        try (var images = Files.newDirectoryStream(directory)) {
            for (Path image : images) {
                if (!image.equals(current.directory()) && used.stream().noneMatch(line -> line.contains(image + "/"))) {
                    ImageMaker.delete(image);
                }
            }
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return ""; // It ended, or it is another user's under hidepid: then it is not ours either.
        }
    }
}
