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
 */
public final class CHeaders {
    private static final int COMPILER_SECONDS_MAX = 60;

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
            Files.writeString(source, program());
            Path binary = directory.resolve("print");
            List<String> command = new ArrayList<>(List.of("gcc", "-w", "-o", binary.toString()));
            command.addAll(compilerArguments);
            command.add(source.toString());
            String complaint = run(command);
            assertEquals("", complaint, "the C program does not compile");
            compare(run(List.of(binary.toString())), unknownMax);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(directory);
        }
    }

    private void compare(String output, int unknownMax) {
        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> lines = output.lines().toList();
        assertEquals(expected.size(), lines.size(), "lines printed");
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
        StringBuilder text = new StringBuilder(prologue).append("#include <stdio.h>\nint main(void) {\n");
        for (String expression : expected.keySet()) {
            boolean macro = expression.matches("[A-Z][A-Za-z0-9_]*|__NR\\w+");
            if (macro) {
                text.append("#ifdef ").append(expression).append('\n');
            }
            text.append("printf(\"%lld\\n\", (long long)(").append(expression).append("));\n");
            if (macro) {
                text.append("#else\nputs(\"unknown\");\n#endif\n");
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

    private static String run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command.getFirst() + " cannot be run: " + e.getMessage());
            throw e;
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
