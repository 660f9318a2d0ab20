package dev.anole.operation.journal;

import dev.anole.operation.FileAttributes;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** In what two states of a target differ, in words. */
final class Difference {
    private Difference() {
    }

    /** All differences as one sentence's end. */
    static Text between(TargetState expected, TargetState found) {
        List<Text> all = list(expected, found);
        return all.isEmpty() ? Text.of("nothing", "无差异")
            : Text.of(String.join(", ", all.stream().map(Text::en).toList()), String.join("，", all.stream().map(Text::zh).toList()));
    }

    /** What differs beside the content, each as "mode 0644 → 0600". */
    static List<Text> attributes(FileAttributes from, FileAttributes to) {
        List<Text> all = new ArrayList<>();
        if (from.mode() != to.mode()) {
            all.add(Text.of("mode " + from.octal() + " → " + to.octal(), "权限 " + from.octal() + " → " + to.octal()));
        }
        if (from.uid() != to.uid()) {
            all.add(Text.of("owner " + from.uid() + " → " + to.uid(), "属主 " + from.uid() + " → " + to.uid()));
        }
        if (from.gid() != to.gid()) {
            all.add(Text.of("group " + from.gid() + " → " + to.gid(), "属组 " + from.gid() + " → " + to.gid()));
        }
        TreeSet<String> names = new TreeSet<>(from.extended().keySet());
        names.addAll(to.extended().keySet());
        for (String name : names) {
            String before = from.extended().getOrDefault(name, "");
            String after = to.extended().getOrDefault(name, "");
            if (!before.equals(after) && !(AttributeAccess.isGivenByKernel(name) && before.isEmpty())) {
                String what = Refusal.printable(name);
                all.add(after.isEmpty() ? Text.of("without " + what, "去掉 " + what)
                    : before.isEmpty() ? Text.of("with " + what, "加上 " + what) : Text.of("another " + what, "改变 " + what));
            }
        }
        return all;
    }

    private static List<Text> list(TargetState expected, TargetState found) {
        List<Text> all = new ArrayList<>();
        if (expected instanceof TargetState.Regular e && found instanceof TargetState.Regular f) {
            if (!e.sha256().equals(f.sha256())) {
                all.add(Text.of("the content", "内容"));
            }
            all.addAll(attributes(e.attributes(), f.attributes()));
            if (!e.modified().equals(f.modified())) {
                all.add(Text.of("time " + e.modified() + " → " + f.modified(), "时间 " + e.modified() + " → " + f.modified()));
            }
        } else if (expected instanceof TargetState.Link e && found instanceof TargetState.Link f && e.pointsTo().equals(f.pointsTo())) {
            all.addAll(attributes(e.attributes(), f.attributes()));
        } else if (expected instanceof TargetState.Folder e && found instanceof TargetState.Folder f) {
            all.addAll(attributes(e.attributes(), f.attributes()));
        } else if (expected instanceof TargetState.Attributes e && found instanceof TargetState.Attributes f) {
            all.addAll(attributes(e.attributes(), f.attributes()));
        } else if (!expected.equals(found)) {
            all.add(Text.of(said(expected).en() + " → " + said(found).en(), said(expected).zh() + " → " + said(found).zh()));
        }
        return all;
    }

    /** A state in a few words. */
    static Text said(TargetState state) {
        return switch (state) {
            case TargetState.Absent _ -> Text.of("not there", "不存在");
            case TargetState.Regular r -> Text.of("a file of " + r.sizeBytes() + " bytes", "文件，" + r.sizeBytes() + " 字节");
            case TargetState.Link l -> Text.of("a link to " + Refusal.printable(l.pointsTo()), "指向 " + Refusal.printable(l.pointsTo()) + " 的链接");
            case TargetState.Folder _ -> Text.of("a directory", "目录");
            case TargetState.Attributes a -> Text.of(a.attributes().octal() + " " + a.attributes().uid() + ":" + a.attributes().gid(),
                a.attributes().octal() + " " + a.attributes().uid() + ":" + a.attributes().gid());
            case TargetState.Values v -> Text.same(String.join(", ", v.values().entrySet().stream()
                .map(e -> v.values().size() == 1 ? e.getValue() : e.getKey() + " = " + e.getValue()).toList()));
            case TargetState.Running r -> r.active() ? Text.of("running", "运行中") : Text.of("not running", "未运行");
            case TargetState.Other o -> Text.same(o.description());
        };
    }
}
