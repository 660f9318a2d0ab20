package dev.anole.kernel.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Asks the C compiler what the installed headers say, and compares. A name that the headers do not know (they may be
 * older than the running kernel) is counted, not compared; the count has a bound, so that a misspelt name is found.
 *
 * <p>Nothing that is compiled is run: values are read from the assembly, as the kernel's own build does for its
 * {@code asm-offsets.h}. So a JVM of another architecture that runs here under emulation is compared with the headers of
 * its own architecture, by a cross compiler.
 */
public final class CHeaders {
    private static final int COMPILER_SECONDS_MAX = 120;
    /** Before each value in the assembly. */
    private static final String MARK = "->anole ";
    /** What a compiler for another processor prints. */
    private static final String FOREIGN = "compiles for another processor";

    private final String prologue;
    private final List<String> compilerArguments = new ArrayList<>();
    private final Map<String, Long> expected = new LinkedHashMap<>();

    private CHeaders(String prologue) {
        this.prologue = prologue;
    }

    /** Headers as they are written between the angle brackets. */
    public static CHeaders of(String... headers) {
        StringBuilder text = new StringBuilder("#define _GNU_SOURCE\n");
        for (String header : headers) {
            text.append("#include <").append(header).append(">\n");
        }
        return new CHeaders(text.toString());
    }

    /** Headers with something before them. */
    public static CHeaders ofSource(String source) {
        return new CHeaders(source);
    }

    /** Arguments for the compiler, such as another place for headers. */
    public CHeaders compiledWith(String... arguments) {
        compilerArguments.addAll(List.of(arguments));
        return this;
    }

    /** A macro, enumerator or constant expression, and what Java thinks it is. */
    public CHeaders constant(String expression, long value) {
        expected.put(expression, value);
        return this;
    }

    /** All constants of an enum. */
    public CHeaders constants(KernelConstant... constants) {
        for (KernelConstant constant : constants) {
            constant(constant.name(), constant.value());
        }
        return this;
    }

    /** All static final numbers of a class whose names begin with one of these prefixes. */
    public CHeaders constants(Class<?> holder, String... prefixes) {
        int before = expected.size();
        for (Field field : holder.getDeclaredFields()) {
            for (String prefix : prefixes) {
                if (field.getName().startsWith(prefix) && isNumber(field)) {
                    constant(field.getName(), value(field));
                }
            }
        }
        assertFalse(before == expected.size(), "no constants in " + holder);
        return this;
    }

    /** A layout class: each constant is the offset of the member with its lower-case name, SIZE is the size. */
    public CHeaders layout(String type, Class<?> layout) {
        return layout(type, layout, Map.of());
    }

    /** A layout class some of whose members have other names in C. */
    public CHeaders layout(String type, Class<?> layout, Map<String, String> members) {
        for (Field field : layout.getDeclaredFields()) {
            if (!isNumber(field)) {
                continue;
            }
            String name = field.getName();
            if (name.equals("SIZE")) {
                constant("sizeof(" + type + ")", value(field));
            } else {
                String member = members.getOrDefault(name, name.toLowerCase(Locale.ROOT));
                constant("__builtin_offsetof(" + type + ", " + member + ")", value(field));
            }
        }
        return this;
    }

    /**
     * Compares everything.
     *
     * @param unknownMax how many names these headers may not know
     */
    public void compare(int unknownMax) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("anole-headers");
            Path source = directory.resolve("print.c");
            Path assembly = directory.resolve("print.s");
            Files.writeString(source, program());
            String machine = Architecture.current().machine();
            List<String> command = new ArrayList<>(List.of("-w", "-O2", "-S", "-o", assembly.toString()));
            command.addAll(compilerArguments);
            command.add(source.toString());
            // Debian's name comes first: under emulation a plain gcc is the host's.
            String complaint = run(List.of(machine + "-linux-gnu-gcc", "gcc"), command);
            assumeTrue(!complaint.contains(FOREIGN), "no C compiler for " + machine + ": apt install gcc-"
                    + machine.replace('_', '-') + "-linux-gnu");
            assertEquals("", complaint, "the C program does not compile");
            // Before a number assemblers want a sign of their own, $ or #.
            compare(Files.readAllLines(assembly).stream().filter(line -> line.contains(MARK))
                    .map(line -> line.substring(line.indexOf(MARK) + MARK.length(), line.lastIndexOf('"'))
                            .replaceFirst("^[$#]", "")).toList(), unknownMax);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(directory);
        }
    }

    private void compare(List<String> lines, int unknownMax) {
        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        assertEquals(expected.size(), lines.size(), "values in the assembly");
        int i = 0;
        for (var entry : expected.entrySet()) {
            String value = lines.get(i++);
            if (value.equals("unknown")) {
                unknown.add(entry.getKey());
            } else if (Long.parseLong(value) != entry.getValue()) {
                wrong.add(entry.getKey() + " is " + value + " in C, " + entry.getValue() + " here");
            }
        }
        assertEquals(List.of(), wrong);
        if (unknown.size() > unknownMax) {
            throw new AssertionError("unknown to the installed headers: " + unknown);
        }
    }

    private String program() {
        StringBuilder text = new StringBuilder("#if !defined(__").append(Architecture.current().machine())
                .append("__)\n#error ").append(FOREIGN).append("\n#endif\n").append(prologue)
                .append("int main(void) {\n");
        for (String expression : expected.keySet()) {
            boolean macro = expression.matches("[A-Z][A-Za-z0-9_]*|__NR\\w+");
            if (macro) {
                text.append("#ifdef ").append(expression).append('\n');
            }
            text.append("asm volatile(\"\\n.ascii \\\"").append(MARK).append("%0\\\"\" : : \"i\" ((long long) (")
                    .append(expression).append(")));\n");
            if (macro) {
                text.append("#else\nasm volatile(\"\\n.ascii \\\"").append(MARK).append("unknown\\\"\");\n#endif\n");
            }
        }
        return text.append("return 0; }\n").toString();
    }

    /** Says that these names are enumerators, which the preprocessor cannot see. */
    public CHeaders enumerators(KernelConstant... constants) {
        for (KernelConstant constant : constants) {
            constant("(" + constant.name() + ")", constant.value());
        }
        return this;
    }

    /** As {@link #constants(Class, String...)}, for enumerators. */
    public CHeaders enumerators(Class<?> holder, String... prefixes) {
        for (Field field : holder.getDeclaredFields()) {
            for (String prefix : prefixes) {
                if (field.getName().startsWith(prefix) && isNumber(field)) {
                    constant("(" + field.getName() + ")", value(field));
                }
            }
        }
        return this;
    }

    private static boolean isNumber(Field field) {
        return Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers())
                && (field.getType() == int.class || field.getType() == long.class);
    }

    private static long value(Field field) {
        try {
            field.setAccessible(true);
            return field.getType() == int.class ? field.getInt(null) : field.getLong(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs the first of these programs that there is. */
    private static String run(List<String> programs, List<String> arguments) throws IOException {
        for (String program : programs) {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(arguments);
            Process process;
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException absent) {
                continue;
            }
            String output = new String(process.getInputStream().readAllBytes());
            try {
                if (!process.waitFor(COMPILER_SECONDS_MAX, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            return output;
        }
        assumeTrue(false, "no C compiler here: " + String.join(" or ", programs));
        throw new IOException("unreachable");
    }

    private static void remove(Path directory) {
        if (directory == null) {
            return;
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
