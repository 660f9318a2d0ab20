package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionTest {
    @TempDir
    private Path data;

    @Test
    void theProgramSaysTheVersionThatIsBuilt() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("anole.root"), "pom.xml"));
        Matcher version = Pattern.compile("<artifactId>anole</artifactId>\\s*<version>([^<]+)</version>").matcher(pom);
        assertEquals(true, version.find());
        assertEquals(version.group(1).replace("-SNAPSHOT", ""), Version.TEXT);
    }

    @Test
    void theVersionIsJsonWhereAskedFor() {
        assertEquals("{\"version\":\"" + Version.TEXT + "\"}\n", new CommandRunner(data).run("version", "--json").out());
        assertEquals("anole " + Version.TEXT + "\n", new CommandRunner(data).run("--version").out());
    }
}
