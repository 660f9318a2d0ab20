package dev.anole.operation.journal;

import dev.anole.kernel.linux.Access;
import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.Errno;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.OpenFlag;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.Host;
import dev.anole.operation.Move;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import java.util.Optional;

/**
 * Mode, owner and extended attributes of a file or directory that is changed in place, so that its size does not matter
 * and who has it open keeps it. Takes several system calls; what lies between them is known by {@link States#between}.
 */
final class AttributesActuator extends Actuator {
    private final String path;
    private Optional<Place> place = Optional.empty();
    private Optional<OpenFile> held = Optional.empty();

    AttributesActuator(Host host, Move move, Target.Attributes target) {
        super(host, move);
        this.path = target.path();
    }

    /** What stands under a path, held so that all calls go to the same inode. */
    static Optional<OpenFile> hold(Place place) {
        try {
            return Optional.of(place.directory().open(place.name(), Access.O_PATH, OpenFlag.O_NOFOLLOW));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Its attributes. */
    static TargetState read(OpenFile held) {
        FileStatus status = held.status();
        return status.type() == FileType.REGULAR || status.type() == FileType.DIRECTORY
            ? new TargetState.Attributes(status.type() == FileType.DIRECTORY, AttributeAccess.read(held, status))
            : new TargetState.Other("neither a file nor a directory");
    }

    private Optional<OpenFile> held() {
        if (held.isEmpty()) {
            Place found = place.orElseGet(() -> Place.of(host(), path));
            place = Optional.of(found);
            held = found.parent().isEmpty() ? Optional.empty() : hold(found);
        }
        return held;
    }

    private static FileAttributes attributes(TargetState state) {
        if (state instanceof TargetState.Attributes(boolean _, FileAttributes attributes)) {
            return attributes;
        }
        throw new IllegalStateException("no attributes: " + state);
    }

    @Override
    void stage() {
    }

    @Override
    void commit() {
        TargetState now = now();
        // A second name since it was looked at: somebody may have put a link to another's file in its place.
        boolean linked = held().filter(h -> h.status().type() == FileType.REGULAR && h.status().links() > 1).isPresent();
        if (linked || !States.same(move().from(), now)) {
            throw foreign(now);
        }
        write(move().to());
    }

    private void write(TargetState state) {
        OpenFile file = held().orElseThrow(() -> foreign(new TargetState.Absent()));
        AttributeAccess.write(file, attributes(state));
        sync(file);
    }

    private void sync(OpenFile file) {
        try (OpenFile open = Directory.working().open(file.procPath(), Access.O_RDONLY, OpenFlag.O_NONBLOCK)) {
            open.sync();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            // The owner may change a file that he may not read. Metadata is journaled in one order, so a sync of the
            // directory brings the inode's along on every file system that renameat2(2) exchanges names on.
            place.orElseThrow().directory().sync();
        }
    }

    @Override
    TargetState now() {
        return held().map(AttributesActuator::read).orElse(new TargetState.Absent());
    }

    @Override
    Condition inspect() {
        TargetState now = now();
        if (States.same(move().from(), now)) {
            return Condition.AT_FROM;
        }
        if (States.same(move().to(), now)) {
            return Condition.AT_TO;
        }
        return now instanceof TargetState.Attributes(boolean _, FileAttributes found)
            && States.between(attributes(move().from()), attributes(move().to()), found) ? Condition.BETWEEN : Condition.FOREIGN;
    }

    @Override
    void revert() {
        switch (inspect()) {
            case AT_FROM -> {
            }
            case AT_TO, BETWEEN -> write(move().from());
            case FOREIGN -> throw foreign(now());
        }
    }

    @Override
    void clean() {
    }

    @Override
    public void close() {
        held.ifPresent(OpenFile::close);
        place.ifPresent(Place::close);
    }
}
