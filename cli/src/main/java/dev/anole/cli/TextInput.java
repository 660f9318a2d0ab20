package dev.anole.cli;

import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Component;
import dev.anole.operation.OperationException;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gets texts of many lines from where they are: {@code @FILE} is a file's content, {@code @-} what comes on standard input,
 * byte for byte as UTF-8; {@code @@} begins a text that begins with an at sign itself. Other values keep theirs.
 */
final class TextInput {
    /** Longest text that is read, in bytes: as much as the API takes. */
    static final int BYTES_MAX = 1 << 20;
    private static final String STDIN = "@-";

    private final Terminal terminal;
    private Optional<String> stdinTaken;

    /** @param stdinTaken the option that standard input holds the value of already */
    TextInput(Terminal terminal, Optional<String> stdinTaken) {
        this.terminal = terminal;
        this.stdinTaken = stdinTaken;
    }

    /** Puts contents in place of what stands for them. */
    void fillIn(Map<String, List<String>> values, Shape<?> shape) {
        for (Component c : shape.components()) {
            if (c.lines() && values.containsKey(c.name())) {
                String name = CommandForm.typedName(shape, c.name());
                values.put(c.name(), values.get(c.name()).stream().map(v -> content(name, v)).toList());
            }
        }
    }

    private String content(String name, String value) {
        if (value.startsWith("@@")) {
            return value.substring(1);
        }
        if (!value.startsWith("@")) {
            return value;
        }
        if (value.equals(STDIN)) {
            stdinTaken.ifPresent(other -> {
                throw OperationException.usage(Text.of(name + ": standard input is that of " + other + " already", name + "：标准输入已用于 " + other),
                    Text.of("give one of them as a file", "请改用文件提供其中之一"));
            });
            stdinTaken = Optional.of(name);
            try {
                return text(name, value, terminal.in());
            } catch (IOException e) {
                throw unreadable(name, "standard input", "标准输入", e);
            }
        }
        String file = value.substring(1);
        try (InputStream from = Files.newInputStream(Path.of(file))) {
            return text(name, value, from);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, file, file, e);
        }
    }

    private static OperationException unreadable(String name, String en, String zh, Exception e) {
        String why = e.getClass().getSimpleName();
        return OperationException.usage(Text.of(name + ": " + en + " cannot be read (" + why + ")", name + "：无法读取 " + zh + "（" + why + "）"),
            Text.of("@FILE stands for a file's content; a text that begins with @ is written @@…", "@FILE 表示文件内容；以 @ 开头的文本请写作 @@…"));
    }

    private static String text(String name, String value, InputStream from) throws IOException {
        byte[] bytes = from.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw OperationException.usage(Text.of(name + ": " + value + " is more than " + BYTES_MAX + " bytes", name + "：" + value + " 超过 " + BYTES_MAX + " 字节"),
                Text.of("an operation takes no longer text", "操作不接受更长的文本"));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw OperationException.usage(Text.of(name + ": " + value + " is not UTF-8", name + "：" + value + " 不是 UTF-8"),
                Text.of("what is not text is given in Base64, where the command takes that", "非文本内容请以 Base64 提供（若命令支持）"));
        }
    }
}
