package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.OperationException;
import dev.anole.operation.OperationName;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Changes mode and owner of a file or directory. */
public final class FileModeSet implements Journaled<FileModeSet.Input> {
    /** What is changed. */
    public record Input(
            @Described(en = "File or directory", zh = "文件或目录", positional = true) Path path,
            @Described(en = "Mode in octal, such as 0640", zh = "八进制权限，例如 0640") Optional<String> mode,
            @Described(en = "Owner as user, user:group or :group", zh = "属主，写作 用户、用户:组 或 :组") Optional<String> owner) {
    }

    @Override
    public OperationName name() {
        return OperationName.of("file mode");
    }

    @Override
    public Text summary() {
        return Text.of("Changes mode and owner of a file or directory", "修改文件或目录的权限和属主");
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Change change(Input input, Context context) {
        String path = Paths.file(input.path()).path();
        if (input.mode().isEmpty() && input.owner().isEmpty()) {
            throw OperationException.usage(Text.of("give a mode or an owner", "请给出权限或属主"), Text.same(""));
        }
        Optional<Integer> mode = input.mode().map(FileMode::parse);
        WholeFile.Owner owner = input.owner().map(o -> Accounts.parse(context.host(), o)).orElse(WholeFile.Owner.UNCHANGED);
        String what = String.join(", ", java.util.stream.Stream.concat(mode.map(m -> String.format("%04o", m)).stream(), input.owner().stream()).toList());
        return new Change(Text.of("Set " + Titles.cut(what) + " on " + Titles.cut(path), "将 " + Titles.cut(path) + " 设为 " + Titles.cut(what)),
            List.of(ModeAndOwner.step(path, mode, owner)));
    }
}
