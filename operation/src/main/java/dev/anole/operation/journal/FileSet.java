package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Shape;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets and removes single keys of a configuration file. */
public final class FileSet implements Journaled<FileSet.Input> {
    /** What is edited. */
    public record Input(
            @Described(en = "File to edit", zh = "要编辑的文件", positional = true) Path path,
            @Described(en = "Key and the value it gets, may be given several times", zh = "键和值，可多次给出") Map<String, String> set,
            @Described(en = "Key to remove, may be given several times", zh = "要移除的键，可多次给出") List<String> remove,
            @Described(en = "Section in which the keys stand", zh = "键所在的节") Optional<String> section,
            @Described(en = "How the file is written; found out from its name and content where it is left out",
                zh = "文件格式；省略时按文件名和内容判断") Optional<KeyFormat> format) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("file set");
    }

    @Override
    public Text summary() {
        return Text.of("Edits a configuration file key by key, and leaves the rest of it byte for byte", "按键编辑配置文件，其余内容逐字节保持不变");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        Target.File target = Paths.file(input.path());
        if (input.set().keySet().stream().anyMatch(input.remove()::contains)) {
            throw OperationException.usage(Text.of("a key is either set or removed", "同一个键不能既设置又移除"), Text.same(""));
        }
        KeyFormat format = input.format().orElseGet(() -> guess(target, context));
        List<String> parts = new ArrayList<>();
        input.set().forEach((key, value) -> parts.add(key + "=" + value));
        input.remove().forEach(key -> parts.add("-" + key));
        String what = Titles.cut(String.join(", ", parts));
        List<Text> notes = input.format().isPresent() ? List.of() : List.of(Text.of("Read in the format " + format.name().toLowerCase(java.util.Locale.ROOT) + ".",
            "按 " + format.name().toLowerCase(java.util.Locale.ROOT) + " 格式读取。"));
        return new Change(Text.of("Set " + what + " in " + target.path(), "在 " + target.path() + " 中设置 " + what),
            List.of(KeyEdits.step(target.path(), format, input.section(), input.set(), input.remove(), "", context.clock())), notes);
    }

    /** By the file's name, then by its content. */
    private static KeyFormat guess(Target.File target, Context context) {
        String path = target.path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals("sysctl.conf") || path.contains("/sysctl.d/")) {
            return KeyFormat.SYSCTL;
        }
        if (name.equals("sshd_config") || name.equals("ssh_config") || path.contains("/sshd_config.d/") || path.contains("/ssh_config.d/")) {
            return KeyFormat.SPACE;
        }
        if (path.contains("/systemd/")) {
            return KeyFormat.INI;
        }
        return KeyFile.guess(content(target, context));
    }

    private static byte[] content(Target.File target, Context context) {
        Scratch contents = new Scratch(Digest.ONLY);
        return new Surveyor(context.host()).look(target, contents).state() instanceof TargetState.Regular file
            ? contents.get(file.sha256()) : new byte[0];
    }
}
