package dev.anole.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes a run image from the jars that the build gathered, trains its caches, and removes images that no running
 * process uses any more. An image's name is a digest of all that goes into it, the JDK included: sources that
 * compile to the same jars get the image they had.
 */
public final class ImageMaker {

    /** Raised when the layout of an image changes, so that an old one is not taken for a new one. */
    private static final String LAYOUT = "1";
    /** All files of an image bear this time: a cache is checked against its jars' times, and a copy must keep them. */
    static final Instant FILE_TIME = Instant.parse("2026-01-01T00:00:00Z");
    /** Digits of an image's name; 48 bits tell a developer's builds apart. */
    private static final int NAME_DIGITS = 12;

    private final Path home;
    private final Path template;
    private final Patience patience;
    private final Steps steps;

    ImageMaker(Path home, Path template, Patience patience, Steps steps) {
        this.home = home.toAbsolutePath().normalize();
        this.template = template;
        this.patience = patience;
        this.steps = steps;
    }

    /**
     * Makes the image, and prints {@code image NAME} when it is there.
     *
     * @param args the directory that holds {@code jars} and gets {@code image/NAME}; the directory with the script
     *             and the flags
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            Image image = new ImageMaker(Path.of(args[0]), Path.of(args[1]), Patience.from(System.getenv()), new Steps(System.out)).make();
            System.out.println("image " + image.directory().getFileName());
        } catch (IOException e) {
            System.err.println("anole: the run image could not be made: " + (e.getClass() == IOException.class ? e.getMessage() : e));
            System.exit(4);
        }
    }

    /** Makes the image, or finds it made. */
    Image make() throws IOException, InterruptedException {
        List<Path> jars = jarsOfTheBuild();
        String name = name(jars);
        var image = new Image(home.resolve("image").resolve(name));
        if (!image.made()) {
            steps.step("gathering the run image");
            delete(image.directory());
            gather(jars, image);
            new Training(image, Path.of(System.getProperty("java.home")), home.resolve("training.log"), patience, steps).trainAll();
            seal(image);
        }
        new OldImages(home.resolve("image")).removeAllBut(image);
        return image;
    }

    private List<Path> jarsOfTheBuild() throws IOException {
        var jars = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(home.resolve("jars"), "*.jar")) {
            found.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new IOException("no jars in " + home.resolve("jars"));
        }
        jars.sort(Comparator.comparing(jar -> jar.getFileName().toString()));
        return jars;
    }

    private String name(List<Path> jars) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((LAYOUT + '\n' + System.getProperty("java.home") + '\n' + System.getProperty("java.vm.version") + '\n')
                    .getBytes(StandardCharsets.UTF_8));
            var parts = new ArrayList<>(jars);
            parts.addAll(templateFiles());
            for (Path part : parts) {
                digest.update((part.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(part));
            }
            digest.update(repertoire());
            return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }

    private List<Path> templateFiles() throws IOException {
        try (var files = Files.list(template)) {
            return files.sorted().toList();
        }
    }

    private void gather(List<Path> jars, Image image) throws IOException {
        Files.createDirectories(image.lib());
        for (Path jar : jars) {
            Path target = image.lib().resolve(jar.getFileName());
            if (SqliteLibrary.in(jar)) {
                SqliteLibrary.unpack(jar, target, image.lib());
            } else if (OldClasses.in(jar)) {
                OldClasses.rewrite(jar, target);
            } else {
                Files.copy(jar, target);
            }
        }
        writeEntry(image, jars);
        for (Path file : templateFiles()) {
            Files.copy(file, image.directory().resolve(file.getFileName()));
        }
        publish(image);
    }

    /** The jar whose manifest is the class path, so that one short argument names it, in one fixed order. */
    private static void writeEntry(Image image, List<Path> jars) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.CLASS_PATH, String.join(" ", jars.stream().map(jar -> jar.getFileName().toString()).toList()));
        try (OutputStream raw = Files.newOutputStream(image.entry()); var out = new JarOutputStream(raw, manifest)) {
            var entry = new JarEntry(Repertoire.class.getName().replace('.', '/') + ".class");
            entry.setTime(FILE_TIME.toEpochMilli());
            out.putNextEntry(entry);
            out.write(repertoire());
            out.closeEntry();
        }
    }

    private static byte[] repertoire() throws IOException {
        try (var in = Repertoire.class.getResourceAsStream("Repertoire.class")) {
            return in.readAllBytes();
        }
    }

    /** Everyone may read an image: the console that is started from it has another user's rights. */
    private static void publish(Image image) throws IOException {
        try (var files = Files.walk(image.directory())) {
            for (Path file : files.toList()) {
                boolean enter = Files.isDirectory(file) || file.equals(image.run());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(enter ? "rwxr-xr-x" : "rw-r--r--"));
                if (!Files.isDirectory(file)) {
                    Files.setLastModifiedTime(file, FileTime.from(FILE_TIME));
                }
            }
        }
    }

    private static void seal(Image image) throws IOException {
        publish(image);
        Files.writeString(image.madeMark(), System.getProperty("java.vm.version") + "\n");
        Files.setPosixFilePermissions(image.madeMark(), PosixFilePermissions.fromString("rw-r--r--"));
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Tells the launcher what is being done; the launcher shows it on one line. */
    record Steps(PrintStream out) {
        void step(String what) {
            out.println("step " + what);
            out.flush();
        }
    }
}
