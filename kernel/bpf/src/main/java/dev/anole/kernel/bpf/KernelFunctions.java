package dev.anole.kernel.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The kernel's functions by name, from its types. */
final class KernelFunctions {
    /** What one link takes; each function costs the kernel a record. */
    static final int MATCHES_MAX = 10_000;

    private KernelFunctions() {
    }

    /** A name, or a pattern with {@code *} and {@code ?}. */
    static List<String> matching(String pattern) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return List.of(pattern);
        }
        Pattern compiled = glob(pattern);
        Btf kernel = KernelBtf.running();
        List<String> found = new ArrayList<>();
        for (int type = 1; type < kernel.typeCount() && found.size() < MATCHES_MAX; type++) {
            if (kernel.kind(type) == BtfKind.FUNC) {
                String name = kernel.name(type);
                if (compiled.matcher(name).matches()) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    static Pattern glob(String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(text.toString());
    }
}
