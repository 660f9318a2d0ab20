package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.DirectoryReader;
import dev.anole.kernel.linux.Symlink;
import java.util.ArrayList;
import java.util.List;

/** The names in a directory that is held open. */
final class DirectoryNames {
    /** Names that are read at most: more do not lie where a change looks. */
    static final int NAMES_MAX = 100_000;

    private DirectoryNames() {
    }

    static List<String> of(Directory directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryReader reader = new DirectoryReader(
                Directory.working().openDirectory(directory.procPath() + "/.", Symlink.NO_FOLLOW))) {
            while (names.size() < NAMES_MAX && reader.next()) {
                names.add(reader.name());
            }
        }
        return names;
    }
}
