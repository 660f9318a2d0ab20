package dev.anole.operation.journal;

import dev.anole.kernel.linux.Directory;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FileStatus;
import dev.anole.kernel.linux.FileType;
import dev.anole.kernel.linux.InodeAttribute;
import dev.anole.kernel.linux.OpenFile;
import dev.anole.kernel.linux.Symlink;
import dev.anole.operation.Contents;
import dev.anole.operation.FileAttributes;
import dev.anole.operation.Host;
import dev.anole.operation.OperationException;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.List;
import java.util.Optional;

/** Looks at targets, and refuses those that must not be changed. */
final class Surveyor {
    private static final int OTHERS_READ = 04;

    private final Host host;

    Surveyor(Host host) {
        this.host = host;
    }

    /**
     * A target as it was found.
     *
     * @param state        how it is
     * @param confidential whether somebody on the host may not read it
     * @param missing      directories on the way that are not there, outermost first
     */
    record Sight(TargetState state, boolean confidential, List<String> missing) {
    }

    /** How a target is; its content goes to {@code into}. */
    Sight look(Target target, Contents into) {
        try {
            return switch (target) {
                case Target.File(String path) -> file(path, into);
                case Target.Attributes(String path) -> attributes(path);
                case Target.Sysctl sysctl -> new Sight(KernelValues.read(host, sysctl), isHidden(sysctl), List.of());
                case Target.Unit unit -> new Sight(UnitActuator.read(host, unit), false, List.of());
            };
        } catch (ErrnoException e) {
            throw Refusal.of(target.subject(), e);
        }
    }

    private Sight file(String path, Contents into) {
        try (Place place = Place.of(host, path)) {
            if (place.parent().isEmpty()) {
                return new Sight(new TargetState.Absent(), !place.everybodyMayEnter(), place.missing());
            }
            FileSurvey.Found found = FileSurvey.find(place.directory(), place.name(), into);
            found.status().ifPresent(status -> check(path, status));
            boolean readable = found.status().filter(s -> (s.mode() & OTHERS_READ) == 0).isEmpty();
            return new Sight(found.state(), !readable || !place.everybodyMayEnter(), List.of());
        }
    }

    private Sight attributes(String path) {
        try (Place place = Place.of(host, path)) {
            Optional<OpenFile> held = place.parent().isEmpty() ? Optional.empty() : AttributesActuator.hold(place);
            if (held.isEmpty()) {
                return new Sight(new TargetState.Absent(), !place.everybodyMayEnter(), List.of());
            }
            try (OpenFile file = held.get()) {
                check(path, file.status());
                return new Sight(AttributesActuator.read(file), !place.everybodyMayEnter(), List.of());
            }
        }
    }

    private boolean isHidden(Target.Sysctl sysctl) {
        return Directory.working().find(host.path(sysctl.path()).toString(), Symlink.FOLLOW)
            .filter(s -> (s.mode() & OTHERS_READ) == 0).isPresent();
    }

    /** Refuses what cannot be exchanged, or whose exchange would do more than was asked. */
    private static void check(String path, FileStatus status) {
        String where = Refusal.printable(path);
        if (status.type() == FileType.REGULAR && status.links() > 1) {
            throw Refusal.failed(
                Text.of(where + " has " + status.links() + " names (hard links), and a change of one would separate them or reach the others",
                    where + " 有 " + status.links() + " 个名字（硬链接），改动其中一个会使它们分离，或影响其他名字"),
                Text.of("find the others with find / -xdev -samefile " + where + ", and make it a file of its own (cp, mv)",
                    "用 find / -xdev -samefile " + where + " 找到其他名字，并把它变成独立的文件（cp、mv）"));
        }
        if (status.attributes().contains(InodeAttribute.STATX_ATTR_IMMUTABLE)
                || status.attributes().contains(InodeAttribute.STATX_ATTR_APPEND)) {
            throw Refusal.failed(Text.of(where + " is protected against changes (chattr +i or +a)", where + " 受到保护，不可修改（chattr +i 或 +a）"),
                Text.of("somebody did that on purpose; if it is you: chattr -i -a " + where, "这是有意设置的；如果确定要改：chattr -i -a " + where));
        }
        if (status.attributes().contains(InodeAttribute.STATX_ATTR_MOUNT_ROOT)) {
            throw Refusal.failed(Text.of(where + " is a mount point", where + " 是一个挂载点"),
                Text.of("change what is mounted there, on the host that mounts it", "请在挂载它的主机上修改被挂载的内容"));
        }
    }

    /** Directories that a change makes on its way belong to whoever runs Anole. */
    FileAttributes newFolder() {
        return FileAttributes.of(0755, Integer.toUnsignedLong(host.uid()), gid());
    }

    /** The group that new files get. */
    static long gid() {
        return Directory.working().status("/proc/self", Symlink.FOLLOW).gid();
    }

    /** Names below a directory that is there. */
    List<String> names(String path) {
        try (Place place = Place.of(host, path); Directory directory = place.directory().openDirectory(place.name(), Symlink.NO_FOLLOW)) {
            return DirectoryNames.of(directory);
        } catch (ErrnoException e) {
            throw Refusal.of(path, e);
        }
    }

    static OperationException absent(Target target) {
        String subject = Refusal.printable(target.subject());
        return OperationException.notFound(
            target instanceof Target.Sysctl ? Text.of("this kernel has no value " + subject, "此内核没有参数 " + subject)
                : Text.of(subject + " is not there", subject + " 不存在"),
            target instanceof Target.Sysctl ? Text.of("see sysctl -a for what there is; a module may have to be loaded first",
                "用 sysctl -a 查看已有参数；也许需要先加载模块") : Text.of("check the path", "请检查路径"));
    }
}
