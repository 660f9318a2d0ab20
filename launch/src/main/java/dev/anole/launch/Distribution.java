package dev.anole.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes what people install: the run image with a Java run time of its own, its caches trained with that run time, as
 * a tar.gz and as a package for Debian. The host that installs it needs no JDK, no Maven and no compiler.
 */
public final class Distribution {

    private static final String PROGRAM_JAR = "cli-";

    private final Path root;
    private final Image image;
    private final Path target;
    private final Patience patience;
    private final ImageMaker.Steps steps;

    private Distribution(Path root, Image image, Path target, Patience patience, ImageMaker.Steps steps) {
        this.root = root;
        this.image = image;
        this.target = target;
        this.patience = patience;
        this.steps = steps;
    }

    /**
     * Makes both archives and prints {@code made PATH} for each.
     *
     * @param args the source tree's root, the run image, and optionally the directory for the archives
     *             (default: {@code dist} below the root)
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            Path root = Path.of(args[0]);
            Path target = args.length > 2 ? Path.of(args[2]) : root.resolve("dist");
            for (Path made : new Distribution(root, new Image(Path.of(args[1])), target, Patience.from(System.getenv()), new ImageMaker.Steps(System.out)).make()) {
                System.out.println("made " + made);
            }
        } catch (IOException e) {
            System.err.println("anole: the distribution could not be made: " + e.getMessage());
            System.exit(4);
        }
    }

    private List<Path> make() throws IOException, InterruptedException {
        Files.createDirectories(target);
        List<Path> jars = jars();
        String version = version(jars);
        Architecture architecture = Architecture.here();
        // A fixed place, so that two runs over the same sources give the same start-up caches' paths.
        Path work = root.resolve("target/anole/dist");
        ImageMaker.delete(work);
        var packed = new Image(work.toAbsolutePath().normalize().resolve("anole-" + version));
        steps.step("copying the run image");
        copyImage(packed);
        steps.step("linking a Java run time");
        Set<String> modules = JavaRuntime.modules(jars);
        JavaRuntime.link(modules, packed.directory().resolve("runtime"));
        stamp(packed);
        new Training(packed, packed.directory().resolve("runtime"), work.resolve("training.log"), patience, steps).trainAll();
        for (Role role : Role.values()) {
            if (!Files.exists(packed.cache(role))) {
                throw new IOException("no start-up cache for the " + role.word() + " could be trained; why: " + work.resolve("training.log"));
            }
        }
        stamp(packed);
        steps.step("packing");
        Path archive = target.resolve("anole-" + version + "-linux-" + architecture.linuxName() + ".tar.gz");
        String debianVersion = version.replace('-', '~');
        Path deb = target.resolve("anole_" + debianVersion + "_" + architecture.debianName() + ".deb");
        // Compressing is most of it, and keeps one core busy for each archive.
        try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> packing = aside.submit(() -> {
                DebianPackage.write(control(debianVersion, architecture, needed(packed)), installed(packed), ImageMaker.FILE_TIME.getEpochSecond(), deb);
                return null;
            });
            writeArchive(packed, archive);
            packing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
        ImageMaker.delete(packed.directory());
        return List.of(archive, deb);
    }

    private static void writeArchive(Image packed, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive)) {
            var entries = new ArrayList<>(Packed.tree(packed.directory(), packed.directory().getFileName() + "/"));
            entries.add(new Packed(packed.directory().getFileName() + "/anole", 0777, ImageMaker.FILE_TIME.getEpochSecond(), new Packed.Content.Link("run")));
            TarArchive.writeCompressed(entries, out);
        }
    }

    private List<Path> jars() throws IOException {
        try (var files = Files.list(image.lib())) {
            return files.filter(file -> file.toString().endsWith(".jar") && !file.equals(image.entry())).sorted().toList();
        }
    }

    /** The version is the program jar's, as Maven named it. */
    private static String version(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (name.startsWith(PROGRAM_JAR)) {
                return name.substring(PROGRAM_JAR.length(), name.length() - ".jar".length());
            }
        }
        throw new IOException("no " + PROGRAM_JAR + "*.jar in the run image");
    }

    private void copyImage(Image packed) throws IOException {
        try (var files = Files.walk(image.directory())) {
            for (Path file : files.toList()) {
                Path copy = packed.directory().resolve(image.directory().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.toString().endsWith(".aot")) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.copy(root.resolve("LICENSE"), packed.directory().resolve("LICENSE"));
    }

    /** Gives every file one time: caches are checked against the times of jars and modules, and archives hold whole seconds. */
    private static void stamp(Image packed) throws IOException {
        try (var files = Files.walk(packed.directory())) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(ImageMaker.FILE_TIME));
            }
        }
    }

    private static List<Packed> installed(Image packed) throws IOException {
        long time = ImageMaker.FILE_TIME.getEpochSecond();
        var entries = new ArrayList<Packed>();
        for (String directory : List.of("./", "./usr/", "./usr/bin/", "./usr/lib/", "./usr/share/", "./usr/share/doc/", "./usr/share/doc/anole/")) {
            entries.add(new Packed(directory, 0755, time, new Packed.Content.Directory()));
        }
        entries.add(new Packed("./usr/bin/anole", 0777, time, new Packed.Content.Link("../lib/anole/run")));
        entries.add(new Packed("./usr/share/doc/anole/copyright", 0644, time,
                new Packed.Content.Bytes(Files.readAllBytes(packed.directory().resolve("LICENSE")))));
        entries.addAll(Packed.tree(packed.directory(), "./usr/lib/anole/"));
        return entries;
    }

    private static Map<String, String> control(String version, Architecture architecture, String needed) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Package", "anole");
        fields.put("Version", version);
        fields.put("Architecture", architecture.debianName());
        fields.put("Maintainer", "Anole <anole@localhost.invalid>");
        fields.put("Section", "admin");
        fields.put("Priority", "optional");
        fields.put("Depends", needed);
        fields.put("Description", "Linux servers, run from Java\n"
                + " One program that shows a server alive in a browser and on the command line, and makes changes to it\n"
                + " that can be taken back exactly. Brings its own Java run time.");
        return fields;
    }

    /**
     * The packages that hold the libraries the run time is linked with: some builds of Java carry zlib and the C++
     * library inside, Debian's do not. util-linux has setpriv, with which the console gives up its rights.
     */
    private static String needed(Image packed) throws IOException {
        var packages = new ArrayList<>(List.of("libc6", "util-linux"));
        Map<String, String> libraries = Map.of("libstdc++.so.6", "libstdc++6", "libz.so.1", "zlib1g", "libgcc_s.so.1", "libgcc-s1");
        var found = new java.util.TreeSet<String>();
        try (var files = Files.walk(packed.directory().resolve("runtime/lib"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".so")).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                libraries.forEach((library, name) -> {
                    if (bytes.contains("\0" + library + "\0")) {
                        found.add(name);
                    }
                });
            }
        }
        packages.addAll(found);
        return String.join(", ", packages);
    }
}
