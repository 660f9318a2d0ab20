package dev.anole.kernel.bpf;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.UnavailableException;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The types of the running kernel and of its modules, as it shows them in {@code /sys/kernel/btf}. */
public final class KernelBtf {
    static final Path DIRECTORY = Path.of("/sys/kernel/btf");
    static final String VMLINUX = "vmlinux";

    /** They never change, and are large: kept while there is memory. */
    private static SoftReference<Btf> running = new SoftReference<>(null);

    private KernelBtf() {
    }

    /**
     * The running kernel's.
     *
     * @throws UnavailableException when it has none
     */
    public static synchronized Btf running() {
        Btf known = running.get();
        if (known == null) {
            known = read(DIRECTORY.resolve(VMLINUX));
            running = new SoftReference<>(known);
        }
        return known;
    }

    private static Btf read(Path path) {
        try (OpenFile file = OpenFile.open(path.toString(), Access.O_RDONLY)) {
            // The files of sysfs say how long they are, so nothing grows while reading.
            byte[] bytes = new byte[(int) Math.min(file.status().size(), Btf.BYTES_MAX)];
            return Btf.of(KernelBtf.fill(file, bytes), path.toString());
        } catch (ErrnoException e) {
            throw new UnavailableException("the kernel's types (BTF)", path + " cannot be read: " + e.getMessage(),
                    "use a kernel with CONFIG_DEBUG_INFO_BTF, or give types from its package: anole bpf btf extract");
        }
    }

    private static byte[] fill(OpenFile file, byte[] bytes) {
        byte[] read = file.readAll(Math.max(bytes.length, 1));
        return read.length == bytes.length ? read : java.util.Arrays.copyOf(read, read.length);
    }

    /** The types of a file: raw BTF, or an ELF file (a kernel, an object) that holds them. */
    public static Btf of(Path file) throws IOException {
        if (Files.size(file) > ELF_BYTES_MAX) {
            throw new ObjectException(file.toString(), "the file", "is larger than " + ELF_BYTES_MAX + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        boolean elf = bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E';
        String subject = file.getFileName().toString();
        if (!elf) {
            return Btf.of(bytes, subject);
        }
        return Btf.of(ElfFile.of(bytes, subject).content(".BTF").orElseThrow(() ->
                new ObjectException(subject, ".BTF", "this file holds no BTF")), subject);
    }

    /** A kernel with all its debug information has several hundred megabytes; without, some fifty. */
    private static final long ELF_BYTES_MAX = 1L << 30;

    /** The modules' that are loaded now; each goes on from the kernel's. */
    public static List<Btf> modules() {
        Btf kernel = running();
        List<Btf> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().equals(VMLINUX)) {
                    found.add(Btf.split(Files.readAllBytes(file), file.getFileName().toString(), kernel));
                }
            }
        } catch (IOException none) {
            // A kernel without that directory has no modules' types either.
            return List.of();
        }
        return found;
    }
}
