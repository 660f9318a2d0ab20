package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Secret;
import dev.anole.operation.Shape;
import dev.anole.operation.Target;
import dev.anole.operation.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes a file whole. */
public final class FileWrite implements Journaled<FileWrite.Input> {
    private static final int SECRET_MODE = 0600;

    /** What is written. */
    public record Input(
            @Described(en = "File to write", zh = "要写入的文件", positional = true) Path path,
            @Described(en = "Content, as text", zh = "文本内容", lines = true) Optional<String> content,
            @Described(en = "Content in Base64, for what is not text", zh = "Base64 编码的内容，用于非文本", lines = true) Optional<String> base64,
            @Described(en = "Content that no log may show; a new file then gets mode 0600", zh = "不得出现在日志中的内容；新文件权限为 0600") Optional<Secret> secret,
            @Described(en = "Mode in octal; where it is left out the old one stays, and a new file gets 0644", zh = "八进制权限；省略时保持不变，新文件为 0644") Optional<String> mode,
            @Described(en = "Owner as user, user:group or :group", zh = "属主，写作 用户、用户:组 或 :组") Optional<String> owner) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("file write");
    }

    @Override
    public Text summary() {
        return Text.of("Writes a file whole; mode, owner and attributes stay unless they are given", "整体写入文件；未指定的权限、属主和属性保持不变");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        Target.File target = Paths.file(input.path());
        Optional<Integer> mode = input.mode().map(FileMode::parse);
        if (mode.isEmpty() && input.secret().isPresent() && context.journal().now(target) instanceof dev.anole.operation.TargetState.Absent) {
            mode = Optional.of(SECRET_MODE);
        }
        WholeFile.Owner owner = input.owner().map(o -> Accounts.parse(context.host(), o)).orElse(WholeFile.Owner.UNCHANGED);
        return new Change(Text.of("Write " + Titles.cut(target.path()), "写入 " + Titles.cut(target.path())),
            List.of(WholeFile.written(target.path(), bytes(input), mode, owner, context.clock())));
    }

    private static byte[] bytes(Input input) {
        long given = java.util.stream.Stream.of(input.content(), input.base64(), input.secret()).filter(Optional::isPresent).count();
        if (given != 1) {
            throw OperationException.usage(Text.of("give the content as exactly one of content, base64 and secret", "请用 content、base64、secret 之一给出内容"), Text.same(""));
        }
        try {
            return input.base64().map(text -> Base64.getMimeDecoder().decode(text))
                .orElseGet(() -> input.content().or(() -> input.secret().map(Secret::reveal)).orElseThrow().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("this is not Base64: " + e.getMessage(), "这不是 Base64：" + e.getMessage()), Text.same(""));
        }
    }
}
