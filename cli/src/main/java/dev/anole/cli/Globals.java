package dev.anole.cli;

import dev.anole.operation.Language;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options that every command has.
 *
 * @param json     the output as JSON
 * @param debug    the stack of an error, and the task's log
 * @param language the person's
 * @param data     another data directory
 * @param colours  false: none, whatever the terminal can do
 * @param dryRun   shows what would change, and changes nothing
 * @param yes      makes a change without asking
 * @param confirm  the host's name, for what cannot be undone
 */
record Globals(boolean json, boolean debug, Language language, Optional<Path> data, boolean colours, boolean dryRun,
               boolean yes, Optional<String> confirm) {
    Globals {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(confirm, "confirm");
    }

    /** The language that the environment asks for, in the order of locale(7); first what the launcher kept of it. */
    static Language languageOf(Map<String, String> environment) {
        for (String variable : List.of("ANOLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return Language.of(value);
            }
        }
        return Language.ENGLISH;
    }
}
