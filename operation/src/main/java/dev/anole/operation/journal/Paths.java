package dev.anole.operation.journal;

import dev.anole.operation.OperationException;
import dev.anole.operation.Target;
import dev.anole.operation.Text;
import java.nio.file.Path;

/** Paths as they are typed. */
final class Paths {
    private Paths() {
    }

    static Target.File file(Path typed) {
        String path = typed.toString();
        try {
            return new Target.File(path.strip());
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + Refusal.printable(path) + "\" is not a path that can be changed", "“" + Refusal.printable(path) + "”不是可以改动的路径"),
                Text.of("give it whole, from /, without \".\", \"..\" and a slash at the end", "请给出从 / 开始的完整路径，不含“.”、“..”和结尾的斜杠"));
        }
    }
}
