package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.kernel.linux.RenameFlag;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Contents;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.Optional;

/**
 * Files, links and directories, replaced as a whole. What is new is written beside its target under a temporary name and
 * synced; then one renameat2(2) exchanges the two names. What was there is looked at under the temporary name before it is
 * let go: is it not what was expected, the names are exchanged back. So nobody ever sees half a file, a foreign change is
 * never lost, and taking back needs no room on the disk.
 */
final class FileActuator extends Actuator {
    private static final String PREFIX = ".anole-";
    private static final String UNFINISHED = ".new";
    private static final int MODE_UNFINISHED = 0600;
    private static final int MODE_UNFINISHED_FOLDER = 0700;

    private final Contents contents;
    private final String path;
    private final String prefix;
    private final String temporary;
    private final String unfinished;
    private Optional<Place> place = Optional.empty();

    FileActuator(Host host, Contents contents, String stamp, int index, Move move, Target.File target) {
        super(host, move);
        this.contents = contents;
        this.path = target.path();
        this.prefix = PREFIX + stamp + "-";
        this.temporary = prefix + index;
        this.unfinished = temporary + UNFINISHED;
    }

    private Place place() {
        if (place.isEmpty() || place.get().parent().isEmpty()) {
            place = Optional.of(Place.of(host(), path));
        }
        return place.get();
    }

    private Directory directory() {
        return place().directory();
    }

    private String name() {
        return place().name();
    }

    private TargetState found(String entry) {
        return place().parent().map(d -> FileSurvey.find(d, entry, Digest.ONLY).state()).orElse(new TargetState.Absent());
    }

    /** Whether a directory is to appear; those are made before files are staged in them. */
    boolean makesFolder() {
        return move().to() instanceof TargetState.Folder;
    }

    @Override
    void stage() {
        stage(move().to());
    }

    /** Makes a state under the temporary name, which appears when all of it is there and on disk. */
    private void stage(TargetState wanted) {
        switch (wanted) {
            case TargetState.Regular regular -> stageFile(regular);
            case TargetState.Link link -> stageLink(link);
            case TargetState.Folder folder -> stageFolder(folder);
            case TargetState.Absent _ -> {
                return;
            }
            case TargetState.Attributes _, TargetState.Values _, TargetState.Running _, TargetState.Other _ ->
                throw new IllegalStateException("no file can be made " + wanted);
        }
        TargetState made = found(unfinished);
        if (!States.exact(wanted, made)) {
            Text missing = Difference.between(wanted, made);
            throw Refusal.failed(
                Text.of("the file system of " + Refusal.printable(path) + " cannot hold all that belongs to it: " + missing.en(),
                    Refusal.printable(path) + " 所在的文件系统无法保存它的全部属性：" + missing.zh()),
                Text.of("choose a path on another file system", "请换到另一个文件系统上的路径"));
        }
        directory().rename(unfinished, directory(), temporary, RenameFlag.RENAME_NOREPLACE);
    }

    private void stageFile(TargetState.Regular regular) {
        try (OpenFile file = directory().create(unfinished, MODE_UNFINISHED)) {
            file.writeAll(contents.get(regular.sha256()));
            AttributeAccess.write(file, regular.attributes());
            file.setTimes(Optional.of(regular.accessed()), Optional.of(regular.modified()));
            file.sync();
        }
    }

    private void stageLink(TargetState.Link link) {
        Directory directory = directory();
        FileAttributes attributes = link.attributes();
        directory.symlink(unfinished, link.pointsTo());
        directory.setOwner(unfinished, attributes.uid(), attributes.gid(), Symlink.NO_FOLLOW);
        AttributeAccess.writeExtended(directory.extendedAttributes(unfinished, Symlink.NO_FOLLOW), attributes.extended(), path);
        directory.setTimes(unfinished, Optional.empty(), Optional.of(link.modified()), Symlink.NO_FOLLOW);
    }

    private void stageFolder(TargetState.Folder folder) {
        directory().makeDirectory(unfinished, MODE_UNFINISHED_FOLDER);
        try (OpenFile made = directory().open(unfinished, Access.O_RDONLY, OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW)) {
            AttributeAccess.write(made, folder.attributes());
            made.sync();
        }
    }

    @Override
    void commit() {
        bring(move().from(), move().to());
    }

    /** Gives the name what is staged, or nothing, if it still stands for what is expected. */
    private void bring(TargetState expected, TargetState wanted) {
        Directory directory = directory();
        try {
            if (wanted instanceof TargetState.Absent) {
                directory.rename(name(), directory, temporary, RenameFlag.RENAME_NOREPLACE);
                if (!States.same(expected, found(temporary)) || holdsOthers(directory)) {
                    directory.rename(temporary, directory, name(), RenameFlag.RENAME_NOREPLACE);
                    throw foreign(found(name()));
                }
            } else if (expected instanceof TargetState.Absent) {
                directory.rename(temporary, directory, name(), RenameFlag.RENAME_NOREPLACE);
            } else {
                directory.rename(temporary, directory, name(), RenameFlag.RENAME_EXCHANGE);
                if (!States.same(expected, found(temporary))) {
                    directory.rename(temporary, directory, name(), RenameFlag.RENAME_EXCHANGE);
                    throw foreign(found(name()));
                }
            }
        } catch (ErrnoException e) {
            throw explained(e);
        }
        directory.sync();
    }

    /** Whether the directory under the temporary name holds what this run has not put there. */
    private boolean holdsOthers(Directory directory) {
        if (!(found(temporary) instanceof TargetState.Folder)) {
            return false;
        }
        try (Directory folder = directory.openDirectory(temporary, Symlink.NO_FOLLOW)) {
            return DirectoryNames.of(folder).stream().anyMatch(entry -> !entry.startsWith(prefix));
        }
    }

    private RuntimeException explained(ErrnoException e) {
        if (e.errno() == Errno.EEXIST || e.errno() == Errno.ENOENT) {
            return foreign(found(name()));
        }
        if (e.errno() == Errno.EINVAL) {
            return Refusal.failed(
                Text.of("the file system of " + Refusal.printable(path) + " cannot exchange two names (renameat2)",
                    Refusal.printable(path) + " 所在的文件系统不支持交换两个名字（renameat2）"),
                Text.of("the journal works on ext4, xfs, btrfs, tmpfs and overlayfs; choose a path on one of them",
                    "日志支持 ext4、xfs、btrfs、tmpfs 和 overlayfs；请换到其中之一"), e);
        }
        return e;
    }

    @Override
    TargetState now() {
        return found(name());
    }

    @Override
    Condition inspect() {
        TargetState now = now();
        if (States.same(move().to(), now) && isForeign(found(temporary))) {
            // Cut off between taking a foreign state away and putting it back: it goes back now.
            directory().rename(temporary, directory(), name(),
                now instanceof TargetState.Absent ? RenameFlag.RENAME_NOREPLACE : RenameFlag.RENAME_EXCHANGE);
            directory().sync();
            return Condition.FOREIGN;
        }
        if (States.exact(move().from(), now)) {
            return Condition.AT_FROM;
        }
        if (States.same(move().to(), now)) {
            return Condition.AT_TO;
        }
        return States.same(move().from(), now) ? Condition.AT_FROM : Condition.FOREIGN;
    }

    /** Whether what lies under the temporary name is neither what was there nor what was to come. */
    private boolean isForeign(TargetState aside) {
        return !(aside instanceof TargetState.Absent) && !States.same(move().from(), aside) && !States.same(move().to(), aside);
    }

    @Override
    void revert() {
        switch (inspect()) {
            case AT_FROM -> {
            }
            case FOREIGN, BETWEEN -> throw foreign(now());
            case AT_TO -> takeBack();
        }
    }

    private void takeBack() {
        boolean wanted = !(move().from() instanceof TargetState.Absent);
        TargetState aside = found(temporary);
        boolean ready = wanted && States.exact(move().from(), aside);
        if (!ready && !(aside instanceof TargetState.Absent)) {
            remove(directory(), temporary);
        }
        if (wanted && !ready) {
            removeUnfinished();
            stage(move().from());
        }
        bring(move().to(), move().from());
    }

    private void removeUnfinished() {
        if (directory().find(unfinished, Symlink.NO_FOLLOW).isPresent()) {
            remove(directory(), unfinished);
        }
    }

    @Override
    void clean() {
        if (place().parent().isEmpty()) {
            return;
        }
        removeUnfinished();
        TargetState aside = found(temporary);
        if (!(aside instanceof TargetState.Absent) && !isForeign(aside)) {
            remove(directory(), temporary);
        }
        directory().sync();
    }

    /** Removes a temporary name; of a directory, with the run's own temporary names in it. */
    private void remove(Directory directory, String entry) {
        if (!(FileSurvey.find(directory, entry, Digest.ONLY).state() instanceof TargetState.Folder)) {
            directory.unlink(entry);
            return;
        }
        try (Directory folder = directory.openDirectory(entry, Symlink.NO_FOLLOW)) {
            DirectoryNames.of(folder).stream().filter(inner -> inner.startsWith(prefix)).forEach(inner -> remove(folder, inner));
        }
        directory.removeDirectory(entry);
    }

    @Override
    public void close() {
        place.ifPresent(Place::close);
        place = Optional.empty();
    }
}
