package dev.anole.kernel.bpf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Types that were cut down to what some objects need give the same programs as the whole, and are as small as bpftool's. */
class BtfMinimizerPeerTest {
    private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

    @TempDir
    static Path scratch;

    @Test
    void programsFittedToTheRestAreThoseFittedToTheWhole() throws IOException {
        assumeTrue(Files.isReadable(KERNEL), "this kernel shows no types");
        Btf whole = KernelBtf.of(KERNEL);
        List<BpfObject> objects = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path source : Clang.sources()) {
            // Numbers of types are not the same in another file.
            if (!source.getFileName().toString().startsWith("ids")) {
                files.add(Clang.bytecode(source, scratch.resolve(source.getFileName() + ".o"), "-O2", "-mcpu=v2", "-D__TARGET_ARCH_x86"));
                objects.add(BpfObject.read(files.getLast()));
            }
        }
        Btf rest = BtfMinimizer.minimize(whole, objects);
        for (BpfObject object : objects) {
            Map<String, byte[]> expected = object.relocate(whole);
            Map<String, byte[]> found = object.relocate(rest);
            expected.forEach((program, code) -> assertArrayEquals(code, found.get(program), object.subject() + ", " + program));
        }
        Path theirs = scratch.resolve("theirs.btf");
        List<String> command = new ArrayList<>(List.of("bpftool", "gen", "min_core_btf", KERNEL.toString(), theirs.toString()));
        files.forEach(file -> command.add(file.toString()));
        Clang.run(scratch, command);
        System.out.println("minimised types: " + rest.bytes().length + " bytes here, " + Files.size(theirs) + " by bpftool, of "
                + whole.bytes().length);
        assertTrue(rest.bytes().length <= 2 * Files.size(theirs), rest.bytes().length + " bytes, bpftool's has " + Files.size(theirs));
    }
}
