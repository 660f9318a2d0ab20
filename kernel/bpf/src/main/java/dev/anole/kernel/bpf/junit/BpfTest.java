package dev.anole.kernel.bpf.junit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests of BPF programs: the object is loaded anew before each test and gone after it, and where the kernel or this process
 * cannot load it the test is skipped with the reason. Test methods take a {@link dev.anole.kernel.bpf.LoadedObject}, or a
 * {@link dev.anole.kernel.bpf.BpfProgram} whose parameter has the program's name (compile with {@code -parameters}).
 *
 * <pre>
 * &#64;BpfTest("firewall.bpf.o")
 * class FirewallTest {
 *     &#64;Test
 *     void pingsPass(BpfProgram filter) {
 *         assertEquals(2, filter.testRun(TestRun.ofPacket(PING)).returned());
 *     }
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BpfExtension.class)
public @interface BpfTest {
    /** The object's file: a resource beside the test class, or a path. */
    String value();

    /** Only these programs; all that load by default when there is none. */
    String[] programs() default {};
}
