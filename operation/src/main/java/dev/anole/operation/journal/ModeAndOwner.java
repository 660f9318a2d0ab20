package dev.anole.operation.journal;

import dev.anole.operation.FileAttributes;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Mode and owner of a file or directory, changed in place. */
public final class ModeAndOwner {
    private static final int SET_ID = 06000;

    private ModeAndOwner() {
    }

    /**
     * The step that changes them; what is empty stays. Another owner takes set-uid, set-gid and capabilities away unless
     * a mode says otherwise, as chown(2) does; an access list follows the mode, as with chmod(2).
     */
    public static Step step(String path, Optional<Integer> mode, WholeFile.Owner owner) {
        Optional<Long> uid = owner.uid();
        Optional<Long> gid = owner.gid();
        return new Step(new Target.Attributes(path), (now, _) -> {
            if (!(now instanceof TargetState.Attributes(boolean folder, FileAttributes old))) {
                throw now instanceof TargetState.Absent ? Surveyor.absent(new Target.File(path))
                    : Refusal.conflict(Text.of(Refusal.printable(path) + " is " + Difference.said(now).en(),
                        Refusal.printable(path) + " 是" + Difference.said(now).zh()),
                    Text.of("name a regular file or a directory", "请指定普通文件或目录"));
            }
            boolean given = uid.filter(u -> u != old.uid()).isPresent() || gid.filter(g -> g != old.gid()).isPresent();
            Map<String, String> extended = new TreeMap<>(old.extended());
            if (given) {
                extended.remove("security.capability");
            }
            int newMode = mode.orElse(given && !folder ? old.mode() & ~SET_ID : old.mode());
            FileAttributes bare = new FileAttributes(old.mode(), old.uid(), old.gid(), extended);
            return new TargetState.Attributes(folder, new FileAttributes(newMode, uid.orElse(old.uid()), gid.orElse(old.gid()),
                newMode == old.mode() ? extended : WholeFile.withMode(bare, newMode)));
        });
    }
}
