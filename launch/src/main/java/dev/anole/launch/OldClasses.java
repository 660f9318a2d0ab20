package dev.anole.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites class files that are too old for a start-up cache. HotSpot leaves out classes older than Java 6 ("Old
 * class has been linked"), which have no stack maps and need the old verifier; a library built for Java 5 is then
 * loaded and verified at each start. A class that is computed its stack maps and given a later version is cached
 * like any other. Code and attributes stay as they are.
 */
final class OldClasses {

    /** The first class-file version that a start-up cache takes (Java 6). */
    private static final int CACHEABLE = ClassFile.JAVA_6_VERSION;
    /** What a rewritten class becomes: a version without subroutines and with stack maps. */
    private static final int REWRITTEN = ClassFile.JAVA_8_VERSION;
    /** Every entry gets this time, so that the same input gives the same bytes (2026-01-01, local to the zip format). */
    private static final long ENTRY_TIME = 1_767_225_600_000L;

    private OldClasses() {}

    /** True if {@code jar} holds classes that a start-up cache would leave out, judged by its first class. */
    static boolean in(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var first = file.stream().filter(OldClasses::isClass).findFirst();
            if (first.isEmpty()) {
                return false;
            }
            try (var bytes = file.getInputStream(first.get())) {
                byte[] head = bytes.readNBytes(8);
                return head.length == 8 && majorVersion(head) < CACHEABLE;
            }
        }
    }

    /** Writes {@code jar} to {@code copy} with its old classes rewritten, entries in order of their names. */
    static void rewrite(Path jar, Path copy) throws IOException {
        try (var file = new JarFile(jar.toFile());
             var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
             OutputStream raw = Files.newOutputStream(copy);
             var out = new JarOutputStream(raw)) {
            var classFile = ClassFile.of(
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)),
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
            List<JarEntry> entries = file.stream().sorted(Comparator.comparing(JarEntry::getName)).toList();
            for (JarEntry entry : entries) {
                byte[] bytes;
                try (var in = file.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                var written = new JarEntry(entry.getName());
                written.setTime(ENTRY_TIME);
                out.putNextEntry(written);
                out.write(isClass(entry) && majorVersion(bytes) < CACHEABLE ? rewritten(classFile, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] rewritten(ClassFile classFile, byte[] old) {
        ClassModel model = classFile.parse(old);
        return classFile.transformClass(model, (builder, element) -> {
            switch (element) {
                case ClassFileVersion _ -> builder.withVersion(REWRITTEN, 0);
                // A method must pass through the builder once more to be given its stack map.
                case MethodModel method -> builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                default -> builder.with(element);
            }
        });
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")
                && !entry.getName().equals("module-info.class");
    }

    /** The major version of a class file (JVMS 4.1: u4 magic, u2 minor, u2 major). */
    private static int majorVersion(byte[] classFile) {
        return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
    }
}
