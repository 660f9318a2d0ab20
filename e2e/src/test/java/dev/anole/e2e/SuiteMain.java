package dev.anole.e2e;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the test classes in some directories, in a JVM that no build started: one of another architecture under
 * emulation. Prints a line a test: {@code passed}, {@code failed} or {@code skipped}, its name, and why or how long.
 */
public final class SuiteMain {

    /** What computes in Java alone, at length, and what counts on the best compiler: another architecture adds nothing to them. */
    private static final String[] SAME_EVERYWHERE = {".*FuzzTest", ".*CostKernelTest"};

    private SuiteMain() {}

    /** Runs what lies in the directories {@code args}; the exit code is 1 if a test failed. */
    public static void main(String[] args) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Arrays.stream(args).map(Path::of).collect(Collectors.toSet())))
                .filters(ClassNameFilter.includeClassNamePatterns(".*Test"), ClassNameFilter.excludeClassNamePatterns(SAME_EVERYWHERE), TagFilter.excludeTags("slow"))
                .build();
        var teller = new Teller();
        LauncherFactory.create().execute(request, teller);
        System.exit(teller.failed ? 1 : 0);
    }

    private static final class Teller implements TestExecutionListener {
        private boolean failed;
        private long started;

        @Override
        public void executionStarted(TestIdentifier test) {
            started = System.nanoTime();
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            tell("skipped", test, reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String why = result.getThrowable().map(SuiteMain::reason).orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    if (test.isTest()) {
                        tell("passed", test, (System.nanoTime() - started) / 1_000_000 + " ms");
                    }
                }
                case ABORTED -> tell("skipped", test, why);
                case FAILED -> {
                    failed = true;
                    tell("failed", test, why);
                }
            }
        }
    }

    private static String reason(Throwable thrown) {
        String at = Arrays.stream(thrown.getStackTrace()).filter(frame -> frame.getClassName().startsWith("dev.anole"))
                .findFirst().map(frame -> " at " + frame).orElse("");
        return thrown.toString().replaceAll("\\s+", " ") + at;
    }

    private static void tell(String outcome, TestIdentifier test, String why) {
        String owner = test.getParentId().map(id -> id.replaceAll(".*class:([^]]*).*", "$1")).orElse("");
        System.out.println(outcome + " " + owner + "." + test.getDisplayName().replaceAll("\\s+", " ") + (why.isEmpty() ? "" : ": " + why));
        System.out.flush();
    }
}
