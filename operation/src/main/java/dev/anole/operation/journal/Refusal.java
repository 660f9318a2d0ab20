package dev.anole.operation.journal;

import dev.anole.kernel.linux.ErrnoException;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;

/** What the kernel refused, as a sentence with a remedy. */
final class Refusal {
    private Refusal() {
    }

    /** The sentence for a target that could not be read or changed. */
    static OperationException of(String subject, ErrnoException e) {
        String where = printable(subject);
        String why = e.call() + ": " + e.errno().text() + " (" + e.errno() + ")";
        return switch (e.errno()) {
            case ENOSPC, EDQUOT -> failed(Text.of("no space is left for " + where, where + " 所在的磁盘已满"),
                Text.of("make room on its file system (df " + where + "), then run it again",
                    "请在其文件系统上腾出空间（df " + where + "），然后重新运行"), e);
            case EROFS -> failed(Text.of(where + " is on a file system that is mounted read-only", where + " 位于只读挂载的文件系统上"),
                Text.of("remount it for writing, or choose another path", "请以可写方式重新挂载，或换一个路径"), e);
            case EACCES, EPERM -> failed(Text.of(where + " may not be changed or read by this user: " + why, "当前用户无权读写 " + where + "：" + why),
                Text.of("run Anole as root; if it is root, see lsattr and the security module's log",
                    "请以 root 运行 Anole；如果已是 root，请检查 lsattr 和安全模块的日志"), e);
            case ENOENT, ENOTDIR -> new OperationException(OperationException.Kind.NOT_FOUND,
                Text.of(where + " is not there: " + why, where + " 不存在：" + why),
                Text.of("check the path", "请检查路径"), e);
            case EBUSY -> failed(Text.of(where + " is in use as a mount point", where + " 正被用作挂载点"),
                Text.of("change the file that is mounted there", "请修改挂载在那里的文件"), e);
            case EIO -> failed(Text.of("the disk under " + where + " reports an error: " + why, where + " 所在的磁盘报告错误：" + why),
                Text.of("look at the kernel log (anole host log) before anything else", "请先查看内核日志（anole host log）"), e);
            case EOPNOTSUPP -> failed(Text.of("the file system of " + where + " cannot hold its attributes: " + why,
                    where + " 所在的文件系统不支持其属性：" + why),
                Text.of("choose a path on another file system", "请换到另一个文件系统上的路径"), e);
            default -> failed(Text.of(where + ": " + why, where + "：" + why), Text.same(""), e);
        };
    }

    static OperationException failed(Text problem, Text remedy) {
        return new OperationException(OperationException.Kind.FAILED, problem, remedy);
    }

    static OperationException failed(Text problem, Text remedy, Throwable cause) {
        return OperationException.failed(problem, remedy, cause);
    }

    static OperationException conflict(Text problem, Text remedy) {
        return new OperationException(OperationException.Kind.CONFLICT, problem, remedy);
    }

    /** A name from the host in a sentence: without control characters. */
    static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}
