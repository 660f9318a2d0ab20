package dev.anole.operation.journal;

import dev.anole.operation.OperationException;
import dev.anole.operation.Step;
import dev.anole.operation.Target;
import dev.anole.operation.TargetState;
import dev.anole.operation.Text;
import java.util.Set;

/** A live value of {@code /proc/sys}. */
public final class KernelValue {
    /** What does something when it is written, and has no value to go back to: {@code Documentation/admin-guide/sysctl}. */
    private static final Set<String> TRIGGERS = Set.of("vm.drop_caches", "vm.compact_memory", "vm.stat_refresh",
        "net.ipv4.route.flush", "net.ipv6.route.flush", "kernel.ns_last_pid", "fs.binfmt_misc.register");

    private KernelValue() {
    }

    /**
     * A name in the form with dots. As in sysctl(8), the first separator decides: after a slash, slashes separate and dots
     * belong to names, as in {@code net/ipv4/conf/eth0.100/forwarding}.
     */
    public static String canonical(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        if (slash < 0 || (dot >= 0 && dot < slash)) {
            return name;
        }
        StringBuilder swapped = new StringBuilder(name.length());
        for (char c : name.toCharArray()) {
            swapped.append(c == '.' ? '/' : c == '/' ? '.' : c);
        }
        return swapped.toString();
    }

    /**
     * The target of a name.
     *
     * @throws OperationException when it is none, or a trigger
     */
    public static Target.Sysctl target(String name) {
        Target.Sysctl target;
        try {
            target = new Target.Sysctl(canonical(name.strip()));
        } catch (IllegalArgumentException e) {
            throw OperationException.usage(Text.of("\"" + Refusal.printable(name) + "\" is not the name of a kernel value",
                    "“" + Refusal.printable(name) + "”不是内核参数名"),
                Text.of("names look like vm.swappiness, see sysctl -a", "参数名形如 vm.swappiness，参见 sysctl -a"));
        }
        if (TRIGGERS.contains(target.name())) {
            throw OperationException.usage(Text.of(target.name() + " is a trigger, not a value: there is nothing to take back",
                    target.name() + " 是触发器而不是参数：无法撤销"),
                Text.of("write it by hand: sysctl -w " + target.name() + "=…", "请手工写入：sysctl -w " + target.name() + "=…"));
        }
        return target;
    }

    /** The step that sets it live. */
    public static Step step(Target.Sysctl target, String value) {
        String wanted = States.normal(value);
        if (wanted.isEmpty() || wanted.length() >= KernelValues.BYTES_MAX || wanted.chars().anyMatch(Character::isISOControl)) {
            throw OperationException.usage(Text.of("a kernel value has 1 to " + (KernelValues.BYTES_MAX - 1) + " printable characters",
                "内核参数的值应为 1 到 " + (KernelValues.BYTES_MAX - 1) + " 个可打印字符"), Text.same(""));
        }
        return new Step(target, (now, _) -> {
            if (now instanceof TargetState.Values values) {
                return KernelValues.set(target, values, wanted);
            }
            throw Surveyor.absent(target);
        });
    }
}
