package dev.anole.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/** Links the smallest Java run time that a set of jars needs, with the tools of the JDK that runs this. */
final class JavaRuntime {

    /**
     * What jars ask for and never use here: ANTLR's tree inspector draws windows (java.desktop); tomlj brings ANTLR,
     * and only its parser runs.
     */
    private static final Set<String> WAIVED = Set.of("java.desktop");

    private JavaRuntime() {}

    /** Names of the JDK's modules that {@code jars} refer to, in order. */
    static Set<String> modules(List<Path> jars) throws IOException {
        var arguments = new ArrayList<String>(List.of("--multi-release", "base", "--ignore-missing-deps", "--print-module-deps",
                "--module-path", jars.getFirst().getParent().toString()));
        jars.forEach(jar -> arguments.add(jar.toString()));
        String printed = tool("jdeps", arguments);
        // The answer is the last line; warnings come before it.
        String answer = printed.strip().lines().toList().getLast();
        var modules = new TreeSet<>(List.of(answer.split(",")));
        modules.removeAll(WAIVED);
        return modules;
    }

    /** Links {@code modules} into the new directory {@code target}. */
    static void link(Set<String> modules, Path target) throws IOException {
        // Uncompressed: archives are compressed as a whole, and a start that finds no cache loads faster.
        tool("jlink", List.of("--add-modules", String.join(",", modules), "--output", target.toString(),
                "--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-0"));
        if (!Files.isExecutable(target.resolve("bin/java"))) {
            throw new IOException("jlink left no java in " + target);
        }
    }

    private static String tool(String name, List<String> arguments) throws IOException {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IOException("this JDK (" + System.getProperty("java.home") + ") has no " + name + ": install a full JDK, not a run time"));
        var printed = new StringWriter();
        var writer = new PrintWriter(printed);
        if (tool.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
            throw new IOException(name + " failed: " + printed.toString().strip());
        }
        return printed.toString();
    }
}
