package dev.anole.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldClassesTest {

    @TempDir
    Path directory;

    /** {@code static int larger(int a, int b)}, with a branch, as a compiler of Java 5 wrote it: no stack map. */
    private static byte[] larger(int version) {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(ClassDesc.of("old.Larger"), type -> type
                .withVersion(version, 0).withFlags(AccessFlag.PUBLIC, AccessFlag.SUPER)
                .withMethodBody("larger", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> code.iload(0).iload(1).ifThenElse(java.lang.classfile.Opcode.IF_ICMPGT,
                                then -> then.iload(0).ireturn(), other -> other.iload(1).ireturn())));
    }

    private Path jar(byte[] type) throws IOException {
        Path jar = directory.resolve("old.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("old/notes.txt"));
            out.write("kept".getBytes());
            out.putNextEntry(new JarEntry("old/Larger.class"));
            out.write(type);
        }
        return jar;
    }

    @Test
    void aClassOfJavaFiveIsFound() throws IOException {
        assertTrue(OldClasses.in(jar(larger(ClassFile.JAVA_5_VERSION))));
        assertFalse(OldClasses.in(jar(larger(ClassFile.JAVA_6_VERSION))));
    }

    @Test
    void aRewrittenClassHasAStackMapAndComputesWhatItDid() throws Exception {
        Path copy = directory.resolve("new.jar");
        OldClasses.rewrite(jar(larger(ClassFile.JAVA_5_VERSION)), copy);
        assertFalse(OldClasses.in(copy));
        try (var file = new JarFile(copy.toFile())) {
            var model = ClassFile.of().parse(file.getInputStream(file.getEntry("old/Larger.class")).readAllBytes());
            assertEquals(ClassFile.JAVA_8_VERSION, model.majorVersion());
            assertTrue(model.methods().getFirst().code().orElseThrow().findAttribute(Attributes.stackMapTable()).isPresent());
            assertEquals("kept", new String(file.getInputStream(file.getEntry("old/notes.txt")).readAllBytes()));
        }
        try (var loader = new URLClassLoader(new URL[] {copy.toUri().toURL()}, null)) {
            var larger = loader.loadClass("old.Larger").getMethod("larger", int.class, int.class);
            assertEquals(7, larger.invoke(null, 7, 3));
            assertEquals(9, larger.invoke(null, 2, 9));
        }
    }

    @Test
    void theSameJarIsRewrittenToTheSameBytes() throws IOException {
        Path jar = jar(larger(ClassFile.JAVA_5_VERSION));
        Path one = directory.resolve("one.jar");
        Path two = directory.resolve("two.jar");
        OldClasses.rewrite(jar, one);
        OldClasses.rewrite(jar, two);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }
}
