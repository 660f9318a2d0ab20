package dev.anole.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How this very program can be started again as another process, with the flags of its role: from the run image that
 * the launcher names in {@code anole.image}, or, without a launcher (a test, a debugger), from this JVM's class path.
 *
 * @param javaHome the Java run time that runs this process, and will run the next
 * @param image    the run image; empty without a launcher
 */
record Program(Path javaHome, Optional<Path> image) {

    /** Set by the launcher: the run image's absolute directory. */
    static final String IMAGE_PROPERTY = "anole.image";
    /** What a JVM that stays may use when there is no file of flags to ask. */
    private static final List<String> BARE_FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m");

    /** The program as it was started. */
    static Program current() {
        return new Program(Path.of(System.getProperty("java.home")), Optional.ofNullable(System.getProperty(IMAGE_PROPERTY)).map(Path::of));
    }

    /**
     * A process to be started with {@code words} as the command's words.
     *
     * @param before a command that takes another as its last arguments, such as {@code setpriv}; empty for none
     */
    ProcessBuilder process(List<String> before, List<String> words) {
        var command = new ArrayList<>(before);
        if (image.isPresent()) {
            command.add(image.get().resolve("run").toString());
        } else {
            command.add(javaHome.resolve("bin/java").toString());
            command.addAll(BARE_FLAGS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.anole.cli.Main"));
        }
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().put("ANOLE_JAVA", javaHome.resolve("bin/java").toString());
        return builder;
    }

    /**
     * This program at a place that every user of the host can read. A tree cloned below {@code /root} is closed to
     * the console's user; then the image is copied, once, keeping the files' times that its start-up caches were
     * made for.
     *
     * @param images a directory that others may enter, for the copy
     * @throws IOException if the copy fails, or if the Java run time itself is closed to others
     */
    Program openToOthers(Path images) throws IOException {
        Optional<Path> closed = closedAt(javaHome.resolve("bin/java"));
        if (closed.isPresent()) {
            throw new IOException("the console runs as an unprivileged user, who cannot enter " + closed.get()
                    + ", where the Java run time " + javaHome + " lies: move the JDK, for example to /opt or /usr/lib/jvm, and set JAVA_HOME to it");
        }
        if (image.isEmpty() || closedAt(image.get().resolve("run")).isEmpty()) {
            return this;
        }
        return new Program(javaHome, Optional.of(copied(image.get(), images)));
    }

    /** The first directory on the way to {@code file} that others may not enter, or the file if they may not read it. */
    static Optional<Path> closedAt(Path file) throws IOException {
        Path real = file.toRealPath();
        Path way = real.getRoot();
        for (Path name : real) {
            way = way.resolve(name);
            boolean last = way.equals(real);
            var permissions = Files.getPosixFilePermissions(way);
            if (!permissions.contains(last ? PosixFilePermission.OTHERS_READ : PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    /** Copies {@code image} below {@code images} under its own name, which stands for its content. */
    private static Path copied(Path image, Path images) throws IOException {
        Path copy = images.resolve(image.getFileName());
        if (Files.exists(copy)) {
            return copy;
        }
        Files.createDirectories(images, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(images, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path unfinished = Files.createTempDirectory(images, "unfinished-");
        copyTree(image, unfinished);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException another) {
            deleteTree(unfinished); // Another process copied the same image meanwhile.
        }
        removeAllBut(copy, images);
        return copy;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Former copies: nobody else uses this data directory, so no process runs from them. */
    private static void removeAllBut(Path kept, Path images) throws IOException {
        try (var copies = Files.newDirectoryStream(images)) {
            for (Path copy : copies) {
                if (!copy.equals(kept)) {
                    deleteTree(copy);
                }
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
