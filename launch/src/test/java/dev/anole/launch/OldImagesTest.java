package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldImagesTest {

    @TempDir
    Path directory;

    private Image image(String name) throws Exception {
        var image = new Image(directory.toRealPath().resolve(name));
        Files.createDirectories(image.lib());
        Files.writeString(image.entry(), "");
        return image;
    }

    @Test
    void anImageGoesWhenNoProcessNamesIt() throws Exception {
        Image current = image("current");
        Image old = image("old");
        new OldImages(directory.toRealPath()).removeAllBut(current);
        assertTrue(Files.exists(current.entry()));
        assertFalse(Files.exists(old.directory()));
    }

    @Test
    void anImageStaysWhileAProcessWasStartedFromIt() throws Exception {
        Image current = image("current");
        Image used = image("used");
        // `tail` waits with the jar's path in its command line, as a JVM would.
        Process user = new ProcessBuilder("tail", "-f", used.entry().toString()).start();
        try {
            new OldImages(directory.toRealPath()).removeAllBut(current);
            assertTrue(Files.exists(used.entry()));
        } finally {
            user.destroyForcibly().waitFor();
        }
        new OldImages(directory.toRealPath()).removeAllBut(current);
        assertFalse(Files.exists(used.directory()));
    }
}
