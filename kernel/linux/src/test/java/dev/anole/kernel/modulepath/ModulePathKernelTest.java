package dev.anole.kernel.modulepath;

import dev.anole.kernel.linux.SystemCall;
import org.junit.jupiter.api.Test;

import java.net.URISyntaxException;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The other tests run on the class path; here the room is the module that it will be in the finished program. */
class ModulePathKernelTest {
    @Test
    void theRoomCallsTheKernelAsAModuleToo() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny", "--enable-native-access=dev.anole.kernel.linux",
                "--module-path", place(SystemCall.class), "--add-modules", "dev.anole.kernel.linux",
                "-cp", place(Caller.class), Caller.class.getName()).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes()).strip();
        assertEquals("dev.anole.kernel.linux " + child.pid(), output);
        assertEquals(0, child.waitFor());
    }

    private static String place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
