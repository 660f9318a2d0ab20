package dev.anole.security.shangmi.sm2;

import dev.anole.kernel.machine.ExecutablePages;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** The functions of {@link PointCode}, sealed: constants for the JIT. The pages live as long as the process. */
final class PointFunctions {
    private static final PointCode CODE = new PointCode();
    private static final ExecutablePages PAGES = ExecutablePages.seal(CODE.emit());
    static final MethodHandle TWICE = PAGES.function(CODE.twice(), FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    static final MethodHandle SUM =
            PAGES.function(CODE.sum(), FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    static final MethodHandle SUM_AFFINE =
            PAGES.function(CODE.sumAffine(), FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    static final MethodHandle POWERS = PAGES.function(CODE.powers(), FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));

    private PointFunctions() { }

    /** Seals the pages, as any use does: here a refusal can be told from other errors. */
    static void seal() {
    }
}
