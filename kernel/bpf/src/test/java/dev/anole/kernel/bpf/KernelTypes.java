package dev.anole.kernel.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The types of several kernels for tests: the host's, those of the shared test data, and those in a directory that is named. */
final class KernelTypes {
    private static final Path HOST = Path.of("/sys/kernel/btf/vmlinux");

    private KernelTypes() {
    }

    /** Raw BTF files by kernel; unpacked into a directory where they must be. */
    static Map<String, Path> all(Path scratch) throws IOException {
        Map<String, Path> found = new LinkedHashMap<>();
        if (Files.isReadable(HOST)) {
            found.put("host", HOST);
        }
        for (Path directory : directories()) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (var files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    unpack(file, scratch, found);
                }
            }
        }
        return found;
    }

    private static List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (Path at = Path.of(System.getProperty("anole.root", ".")).toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            directories.add(at.resolve("shared/data/btf"));
        }
        String named = System.getProperty("anole.btf", System.getenv().getOrDefault("ANOLE_BTF", ""));
        if (!named.isEmpty()) {
            directories.add(Path.of(named));
        }
        return directories;
    }

    private static void unpack(Path file, Path scratch, Map<String, Path> found) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".btf")) {
            found.put(name.substring(0, name.length() - 4), file);
        } else if (name.endsWith(".btf.gz")) {
            Path raw = scratch.resolve(name.substring(0, name.length() - 3));
            try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
                Files.copy(packed, raw);
            }
            found.put(name, raw);
        } else if (name.endsWith(".deb")) {
            Path raw = scratch.resolve(name + ".btf");
            Files.write(raw, KernelPackage.btf(file).bytes());
            found.put(name, raw);
        } else if (name.endsWith(".btf.tar.xz")) {
            Clang.run(scratch, List.of("tar", "-xJf", file.toString()));
            found.put(name, scratch.resolve(name.substring(0, name.length() - 7)));
        }
    }
}
