package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpCacheTest {

    @TempDir
    Path directory;

    @Test
    void aMappedCacheIsNotComplainedAbout() {
        Path cache = directory.resolve("cli.aot");
        String maps = "7f0000000000-7f0000001000 r--p 00000000 fe:00 42   " + cache + "\n";
        assertEquals(Optional.empty(), StartUpCache.complaint(cache, maps));
    }

    @Test
    void aCacheThatLiesThereUnmappedWasRefused() throws Exception {
        Path cache = Files.writeString(directory.resolve("cli.aot"), "x");
        assertTrue(StartUpCache.complaint(cache, "").orElseThrow().contains("refused the start-up cache " + cache));
    }

    @Test
    void aMissingCacheIsNamed() {
        assertTrue(StartUpCache.complaint(directory.resolve("cli.aot"), "").orElseThrow().startsWith("there is no start-up cache"));
    }
}
