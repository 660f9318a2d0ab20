package dev.anole.console.page;

import java.util.Objects;

/**
 * How full a file system is.
 *
 * @param mount     where it is mounted
 * @param percent   of its bytes, or of its inodes where those are fewer
 * @param freeBytes what an ordinary user can still write
 */
public record Fill(String mount, double percent, double freeBytes) {
    public Fill {
        Objects.requireNonNull(mount, "mount");
    }
}
