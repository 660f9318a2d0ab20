package dev.anole.operation.journal;

import dev.anole.operation.FileAttributes;
import dev.anole.operation.TargetState;
import java.util.Map;

/** When two states count as the same. */
final class States {
    private States() {
    }

    /**
     * Whether a target found in one state is in the expected one. Times do not count: who only touched a file has changed
     * nothing that undo would destroy. Nor do labels that the kernel gave by itself.
     */
    static boolean same(TargetState expected, TargetState found) {
        return switch (expected) {
            case TargetState.Absent _ -> found instanceof TargetState.Absent;
            case TargetState.Regular e -> found instanceof TargetState.Regular f
                && e.sha256().equals(f.sha256()) && same(e.attributes(), f.attributes());
            case TargetState.Link e -> found instanceof TargetState.Link f
                && e.pointsTo().equals(f.pointsTo()) && same(e.attributes(), f.attributes());
            case TargetState.Folder e -> found instanceof TargetState.Folder f && same(e.attributes(), f.attributes());
            case TargetState.Attributes e -> found instanceof TargetState.Attributes f
                && e.folder() == f.folder() && same(e.attributes(), f.attributes());
            case TargetState.Values e -> found instanceof TargetState.Values f && sameValues(e.values(), f.values());
            case TargetState.Running e -> e.equals(found);
            case TargetState.Other e -> e.equals(found);
        };
    }

    /** As {@link #same}, and written at the same nanosecond: what is demanded of a target that was just put back. */
    static boolean exact(TargetState expected, TargetState found) {
        boolean sameTime = switch (expected) {
            case TargetState.Regular e -> found instanceof TargetState.Regular f && e.modified().equals(f.modified());
            case TargetState.Link e -> found instanceof TargetState.Link f && e.modified().equals(f.modified());
            case TargetState.Absent _, TargetState.Folder _, TargetState.Attributes _, TargetState.Values _,
                 TargetState.Running _, TargetState.Other _ -> true;
        };
        return sameTime && same(expected, found);
    }

    private static boolean same(FileAttributes expected, FileAttributes found) {
        return expected.mode() == found.mode() && expected.uid() == found.uid() && expected.gid() == found.gid()
            && expected.extended().entrySet().stream().allMatch(e -> e.getValue().equals(found.extended().get(e.getKey())))
            && found.extended().keySet().stream()
                .allMatch(name -> expected.extended().containsKey(name) || AttributeAccess.isGivenByKernel(name));
    }

    /**
     * Whether attributes can be what a run left that was cut off on its way from one to the other: each of them is as
     * before, as after, or gone for the moment, as chown(2) clears set-uid bits and capabilities.
     */
    static boolean between(FileAttributes from, FileAttributes to, FileAttributes found) {
        int setId = 06000;
        boolean mode = found.mode() == from.mode() || found.mode() == to.mode()
            || found.mode() == (from.mode() & ~setId) || found.mode() == (to.mode() & ~setId);
        // With a list, the group's bits are its mask, and they change when it is set or removed.
        boolean lists = from.extended().containsKey(PosixAcl.ACCESS) || to.extended().containsKey(PosixAcl.ACCESS);
        return (mode || lists) && (found.uid() == from.uid() || found.uid() == to.uid())
            && (found.gid() == from.gid() || found.gid() == to.gid())
            && found.extended().entrySet().stream().allMatch(e -> AttributeAccess.isGivenByKernel(e.getKey())
                || e.getKey().equals(PosixAcl.ACCESS)
                || e.getValue().equals(from.extended().get(e.getKey())) || e.getValue().equals(to.extended().get(e.getKey())));
    }

    /** Several blanks or tabs between numbers are the kernel's way of writing one. */
    private static boolean sameValues(Map<String, String> expected, Map<String, String> found) {
        return expected.keySet().equals(found.keySet()) && expected.entrySet().stream()
            .allMatch(e -> normal(e.getValue()).equals(normal(found.get(e.getKey()))));
    }

    static String normal(String value) {
        return value.strip().replaceAll("[ \t]+", " ");
    }
}
