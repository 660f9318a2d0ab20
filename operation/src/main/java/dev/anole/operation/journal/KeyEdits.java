package dev.anole.operation.journal;

import dev.anole.operation.FileAttributes;
import dev.anole.operation.KeyFormat;
import dev.anole.operation.KeyScope;
import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of a configuration file, set or removed; the rest of the file stays byte for byte. */
public final class KeyEdits {
    /** Most keys that one step changes. */
    public static final int KEYS_MAX = 256;
    private static final String FORBIDDEN = "\n\r\0";

    private KeyEdits() {
    }

    /**
     * The step that changes a file.
     *
     * @param set     values by key
     * @param removed keys that shall not be there
     * @param heading the first line of the file where it is not there yet; empty for none
     */
    public static Step step(String path, KeyFormat format, Optional<String> section, Map<String, String> set,
                            List<String> removed, String heading, Clock clock) {
        Map<String, String> values = new LinkedHashMap<>(set);
        List<String> keys = new ArrayList<>(values.keySet());
        keys.addAll(removed);
        check(format, section, values, keys);
        return new Step(new Target.File(path), (now, contents) -> {
            FileAttributes attributes = WholeFile.attributes(path, now);
            byte[] old = now instanceof TargetState.Regular regular ? contents.get(regular.sha256()) : bytes(heading);
            KeyFile file = KeyFile.parse(old, format);
            values.forEach((key, value) -> file.set(section, key, value));
            removed.forEach(key -> file.remove(section, key));
            byte[] edited = file.toBytes();
            if (now instanceof TargetState.Absent && values.isEmpty()
                    || now instanceof TargetState.Regular && java.util.Arrays.equals(old, edited)) {
                return now;
            }
            return new TargetState.Regular(contents.put(edited), edited.length, WholeFile.rewritten(attributes),
                WholeFile.now(clock), WholeFile.now(clock));
        }, Optional.of(new KeyScope(format, section, keys)));
    }

    private static byte[] bytes(String heading) {
        return heading.isEmpty() ? new byte[0] : (heading + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void check(KeyFormat format, Optional<String> section, Map<String, String> values, List<String> keys) {
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw OperationException.usage(Text.of("name 1 to " + KEYS_MAX + " keys to set or remove", "请指定 1 到 " + KEYS_MAX + " 个要设置或移除的键"), Text.same(""));
        }
        if (section.isPresent() && (format == KeyFormat.EQUALS || format == KeyFormat.SYSCTL)) {
            throw OperationException.usage(Text.of("a file of this format has no sections", "这种格式的文件没有节"),
                Text.of("leave --section out, or give --format ini", "去掉 --section，或使用 --format ini"));
        }
        section.ifPresent(s -> checkLine("section", s, format == KeyFormat.INI ? "[]" : ""));
        keys.forEach(key -> checkLine("key", key, format == KeyFormat.SPACE ? "=# \t" : format == KeyFormat.SYSCTL ? "=# \t;" : "=#;[]"));
        values.values().forEach(value -> checkLine("value", value, ""));
        if (keys.stream().anyMatch(key -> key.isBlank() || !key.strip().equals(key))) {
            throw OperationException.usage(Text.of("a key has no blanks around it", "键的前后不能有空白"), Text.same(""));
        }
    }

    /** A value with a line end would write keys that nobody has approved. */
    private static void checkLine(String what, String text, String alsoForbidden) {
        if ((FORBIDDEN + alsoForbidden).chars().anyMatch(c -> text.indexOf(c) >= 0) || text.endsWith("\\")) {
            throw OperationException.usage(
                Text.of("the " + what + " \"" + Refusal.printable(text) + "\" does not fit on one line of such a file",
                    "“" + Refusal.printable(text) + "”不能写入此类文件的一行中"),
                Text.of("leave out line ends" + (alsoForbidden.isBlank() ? "" : " and " + alsoForbidden.strip()),
                    "请去掉换行" + (alsoForbidden.isBlank() ? "" : "和 " + alsoForbidden.strip())));
        }
    }
}
