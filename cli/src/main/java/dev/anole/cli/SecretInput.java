package dev.anole.cli;

import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Component;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gets secrets from a file, standard input or a prompt: never from the arguments, which every process can read. */
final class SecretInput {
    /** Longest secret that is read, in bytes. */
    static final int BYTES_MAX = 64 << 10;

    private final Terminal terminal;
    private final Language language;

    SecretInput(Terminal terminal, Language language) {
        this.terminal = terminal;
        this.language = language;
    }

    /** Adds to the values of a command the secrets that it has. */
    void addTo(Map<String, List<String>> values, Shape<?> shape, CommandForm.Typed typed) {
        for (Component c : shape.components()) {
            if (!c.secret()) {
                continue;
            }
            Optional<String> value;
            if (typed.files().containsKey(c.name())) {
                value = Optional.of(fromFile(c, typed.files().get(c.name())));
            } else if (typed.stdin().filter(c.name()::equals).isPresent()) {
                value = Optional.of(fromStdin(c));
            } else {
                value = c.required() ? Optional.of(fromPerson(c)) : Optional.empty();
            }
            value.ifPresent(v -> values.put(c.name(), List.of(v)));
        }
    }

    private String fromFile(Component c, Path file) {
        try (InputStream from = Files.newInputStream(file)) {
            return text(c, from);
        } catch (IOException e) {
            throw OperationException.usage(
                Text.of("--" + c.option() + "-file: " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "--" + c.option() + "-file：无法读取 " + file + "（" + e.getClass().getSimpleName() + "）"),
                Text.of("see that it exists and that you may read it", "请检查它是否存在且可读"));
        }
    }

    private String fromStdin(Component c) {
        try {
            return text(c, terminal.in());
        } catch (IOException e) {
            throw OperationException.usage(Text.of("standard input cannot be read: " + e.getMessage(), "无法读取标准输入：" + e.getMessage()), Text.same(""));
        }
    }

    /** A line's end belongs to the file, not to the secret. */
    private static String text(Component c, InputStream from) throws IOException {
        byte[] bytes = from.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw OperationException.usage(Text.of("--" + c.option() + ": more than " + BYTES_MAX + " bytes", "--" + c.option() + "：超过 " + BYTES_MAX + " 字节"), Text.same(""));
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private String fromPerson(Component c) {
        Optional<String> typed = terminal.somebodyThere() ? terminal.askHidden(c.label().in(language) + ": ") : Optional.empty();
        return typed.orElseThrow(() -> OperationException.usage(
            Text.of(c.label().en() + ": it is needed, and there is nobody to ask", c.label().zh() + "：需要它，而这里无人可问"),
            Text.of("give --" + c.option() + "-file FILE or --" + c.option() + "-stdin", "请使用 --" + c.option() + "-file FILE 或 --" + c.option() + "-stdin")));
    }
}
