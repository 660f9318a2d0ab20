package dev.anole.operation.journal;

import dev.anole.operation.Change;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files and links written or removed as a whole. */
public final class WholeFile {
    private WholeFile() {
    }

    /**
     * A file's content. Mode, owner, access lists and attributes of a file that is there stay, except capabilities and
     * checksums, which belong to the old content: the kernel removes them at a write as well.
     *
     * @param mode  permission bits; empty: as they are, 0644 for a new file
     * @param owner uid and gid; what is empty stays, and is this process's for a new file
     */
    public static Step written(String path, byte[] content, Optional<Integer> mode, Owner owner, Clock clock) {
        if (content.length > Change.FILE_BYTES_MAX) {
            throw OperationException.usage(
                Text.of("a file written through the journal has at most " + (Change.FILE_BYTES_MAX >> 20) + " MiB, not " + content.length + " bytes",
                    "通过日志写入的文件不超过 " + (Change.FILE_BYTES_MAX >> 20) + " MiB，而不是 " + content.length + " 字节"),
                Text.of("install large files as packages", "大文件请以软件包方式安装"));
        }
        return new Step(new Target.File(path), (now, contents) -> {
            FileAttributes old = attributes(path, now);
            FileAttributes attributes = new FileAttributes(mode.orElse(old.mode()), owner.uid().orElse(old.uid()),
                owner.gid().orElse(old.gid()), mode.map(m -> withMode(old, m)).orElse(old.extended()));
            String sha256 = contents.put(content);
            boolean rewritten = !(now instanceof TargetState.Regular r && r.sha256().equals(sha256));
            return new TargetState.Regular(sha256, content.length, rewritten ? rewritten(attributes) : attributes, now(clock), now(clock));
        });
    }

    /** A symbolic link, replacing what link or file is there. */
    public static Step linked(String path, String pointsTo, Clock clock) {
        return new Step(new Target.File(path), (now, _) -> now instanceof TargetState.Link link && link.pointsTo().equals(pointsTo) ? now
            : new TargetState.Link(pointsTo, FileAttributes.of(0777, uid(), Surveyor.gid()), now(clock)));
    }

    /** Nothing any more. */
    public static Step removed(String path) {
        return new Step(new Target.File(path), (_, _) -> new TargetState.Absent());
    }

    /** A file's content, as {@link #written(String, byte[], Optional, Owner, Clock)}; mode and owner stay. */
    public static Step written(String path, byte[] content, Clock clock) {
        return written(path, content, Optional.empty(), Owner.UNCHANGED, clock);
    }

    /** Whose a file shall be; what is empty stays. */
    public record Owner(Optional<Long> uid, Optional<Long> gid) {
        /** Nobody else's. */
        public static final Owner UNCHANGED = new Owner(Optional.empty(), Optional.empty());
    }

    /** What a file that is to be written has beside its content. */
    static FileAttributes attributes(String path, TargetState now) {
        return switch (now) {
            case TargetState.Regular regular -> regular.attributes();
            case TargetState.Absent _ -> FileAttributes.of(0644, uid(), Surveyor.gid());
            case TargetState.Link link -> throw Refusal.conflict(
                Text.of(Refusal.printable(path) + " is a symbolic link to " + Refusal.printable(link.pointsTo()),
                    Refusal.printable(path) + " 是指向 " + Refusal.printable(link.pointsTo()) + " 的符号链接"),
                Text.of("name the file that it leads to", "请指定它所指向的文件"));
            case TargetState.Folder _, TargetState.Other _ -> throw Refusal.conflict(
                Text.of(Refusal.printable(path) + " is " + Difference.said(now).en(), Refusal.printable(path) + " 是" + Difference.said(now).zh()),
                Text.of("name a regular file of at most " + (Change.FILE_BYTES_MAX >> 20) + " MiB",
                    "请指定不超过 " + (Change.FILE_BYTES_MAX >> 20) + " MiB 的普通文件"));
            case TargetState.Attributes _, TargetState.Values _, TargetState.Running _ -> throw new IllegalStateException("no file: " + now);
        };
    }

    /** What the kernel leaves of attributes when the content changes ({@code security_inode_killpriv}). */
    static FileAttributes rewritten(FileAttributes attributes) {
        Map<String, String> extended = new TreeMap<>(attributes.extended());
        extended.remove("security.capability");
        extended.remove("security.ima");
        extended.remove("security.evm");
        return new FileAttributes(attributes.mode(), attributes.uid(), attributes.gid(), extended);
    }

    /** Extended attributes as chmod(2) leaves them. */
    static Map<String, String> withMode(FileAttributes old, int mode) {
        Map<String, String> extended = new TreeMap<>(old.extended());
        extended.computeIfPresent(PosixAcl.ACCESS, (_, acl) -> java.util.Base64.getEncoder()
            .encodeToString(PosixAcl.withMode(java.util.Base64.getDecoder().decode(acl), mode)));
        return extended;
    }

    static Instant now(Clock clock) {
        return clock.instant();
    }

    static long uid() {
        return dev.anole.kernel.linux.Directory.working().status("/proc/self", dev.anole.kernel.linux.Symlink.FOLLOW).uid();
    }
}
