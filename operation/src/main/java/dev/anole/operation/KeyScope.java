package dev.anole.operation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The keys of a configuration file that a change is about.
 *
 * @param format  how the file is written
 * @param section the section that they stand in; empty for the part before the first, or a file without sections
 * @param keys    their names
 */
public record KeyScope(KeyFormat format, Optional<String> section, List<String> keys) {
    public KeyScope {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(section, "section");
        keys = List.copyOf(keys);
    }
}
