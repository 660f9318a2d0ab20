package dev.anole.security.sm;

import dev.anole.operation.Context;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import dev.anole.operation.journal.WholeFile;
import dev.anole.security.shangmi.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Files that an operation makes. Nothing is written over: a key that is gone is gone with all that it opens. */
record NewFile(Context context) {
    private static final int SECRET_MODE = 0600;
    private static final int OPEN_MODE = 0644;

    /** One that only its owner may read. */
    Step secret(Path path, Pem content) {
        return step(path, content.encode().getBytes(StandardCharsets.US_ASCII), SECRET_MODE);
    }

    /** The same with any content. */
    Step secret(Path path, byte[] content) {
        return step(path, content, SECRET_MODE);
    }

    /** One that everybody may read. */
    Step open(Path path, Pem content) {
        return step(path, content.encode().getBytes(StandardCharsets.US_ASCII), OPEN_MODE);
    }

    /** The same with any content. */
    Step open(Path path, byte[] content) {
        return step(path, content, OPEN_MODE);
    }

    private Step step(Path path, byte[] content, int mode) {
        Target.File target;
        try {
            target = new Target.File(path.toString());
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + HostFile.shown(path) + "\" is not a whole path", "“" + HostFile.shown(path) + "”不是完整路径"),
                Text.of("give it from /", "请从 / 开始写"));
        }
        if (!(context.journal().now(target) instanceof TargetState.Absent)) {
            throw new OperationException(OperationException.Kind.CONFLICT,
                Text.of(HostFile.shown(path) + " is there already, and nothing is written over a key", HostFile.shown(path) + " 已存在，不会覆盖"),
                Text.of("choose another name, or move it away", "请换一个名字，或先移走它"));
        }
        return WholeFile.written(path.toString(), content, Optional.of(mode), WholeFile.Owner.UNCHANGED, context.clock());
    }
}
