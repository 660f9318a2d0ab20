package dev.anole.kernel.bpf.trace;

import java.util.List;

/**
 * What a person writes, understood. The language is a part of bpftrace's:
 *
 * <pre>
 * script    = probe { probe }
 * probe     = target { "," target } [ "/" expression "/" ] "{" [ statement { ";" statement } ] "}"
 * target    = [ "tp:" ] tracepoint | "profile:hz:" number | ("kprobe:" | "kretprobe:") function
 *           | ("uprobe:" | "uretprobe:") file ":" function
 * statement = map "=" gathering | map "=" expression | map "++" | "delete" "(" map ")"
 * map       = "@" [ name ] [ "[" expression { "," expression } "]" ]
 * gathering = "count()" | ("sum" | "min" | "max" | "avg" | "stats" | "hist") "(" expression ")"
 * expression: as in C, with || &amp;&amp; | ^ &amp; == != &lt; &lt;= &gt; &gt;= &lt;&lt; &gt;&gt; + - * / % ! ~ -, members by . or -&gt;
 * </pre>
 *
 * <p>Every program knows {@code pid} (of the process), {@code tid}, {@code uid}, {@code gid}, {@code cpu}, {@code nsecs},
 * {@code cgroup}, {@code comm}, {@code kstack} and {@code ustack}; a tracepoint its arguments by their names in the kernel;
 * function probes {@code arg0} to {@code arg5}, at their return {@code retval}.
 */
public record TraceScript(String text, List<Probe> probes) {
    /** Characters; a script is a line or a page, not a program. */
    public static final int TEXT_MAX = 16_384;

    public TraceScript {
        probes = List.copyOf(probes);
    }

    /**
     * Understands a script.
     *
     * @throws TraceException with the column where it does not
     */
    public static TraceScript parse(String text) {
        if (text.length() > TEXT_MAX) {
            throw new TraceException(TEXT_MAX, "a script has at most " + TEXT_MAX + " characters");
        }
        return new TraceScript(text, new Parser(text).script());
    }
}
