package dev.anole.kernel.bpf.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a script from left to right; expressions by precedence climbing. */
final class Parser {
    /** Of parentheses and signs inside each other. */
    private static final int DEPTH_MAX = 32;
    private static final int PROBES_MAX = 64;
    private static final int STATEMENTS_MAX = 64;
    private static final int OPERATORS_MAX = 256;

    /** From the weakest to the strongest, longer spellings first. */
    private static final List<List<String>> LEVELS = List.of(List.of("||"), List.of("&&"), List.of("|"), List.of("^"),
            List.of("&"), List.of("==", "!="), List.of("<=", ">=", "<", ">"), List.of("<<", ">>"), List.of("+", "-"),
            List.of("*", "/", "%"));

    private final String text;
    private int at;
    private int depth;
    private int operators;
    /** Within a filter a slash ends it, unless parentheses hold it. */
    private boolean slashEnds;

    Parser(String text) {
        this.text = text;
    }

    List<Probe> script() {
        List<Probe> probes = new ArrayList<>();
        skip();
        while (at < text.length()) {
            probes.add(probe());
            if (probes.size() > PROBES_MAX) {
                throw wrong("more than " + PROBES_MAX + " probes");
            }
            skip();
        }
        if (probes.isEmpty()) {
            throw wrong("nothing is asked: write a tracepoint and what to do, as in sched_switch { @[prev.comm] = count() }");
        }
        return probes;
    }

    private Probe probe() {
        int start = at;
        List<Probe.Target> targets = new ArrayList<>();
        do {
            targets.add(target());
        } while (take(","));
        Optional<Expression> filter = Optional.empty();
        if (take("/")) {
            slashEnds = true;
            filter = Optional.of(expression());
            slashEnds = false;
            expect("/");
        }
        expect("{");
        List<Statement> statements = new ArrayList<>();
        while (!take("}")) {
            statements.add(statement());
            if (statements.size() > STATEMENTS_MAX) {
                throw wrong("more than " + STATEMENTS_MAX + " statements");
            }
            if (!take(";")) {
                expect("}");
                break;
            }
        }
        return new Probe(start, targets, filter, statements);
    }

    private Probe.Target target() {
        skip();
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ",{".indexOf(text.charAt(at)) < 0
                && !(text.charAt(at) == '/' && !text.substring(start, at).matches("u(ret)?probe:.*"))) {
            at++;
        }
        String word = text.substring(start, at);
        String[] parts = word.split(":", -1);
        return switch (parts[0]) {
            case "tp" -> new Probe.Target.Tracepoint(start, name(start, word, parts, 2));
            case "profile" -> {
                if (parts.length != 3 || !parts[1].equals("hz") || !parts[2].matches("\\d{1,5}")) {
                    throw new TraceException(start, "a clock is written profile:hz:99");
                }
                yield new Probe.Target.Profile(start, Integer.parseInt(parts[2]));
            }
            case "kprobe", "kretprobe" -> new Probe.Target.KernelFunction(start, name(start, word, parts, 2),
                    parts[0].equals("kretprobe"));
            case "uprobe", "uretprobe" -> {
                String function = name(start, word, parts, 3);
                yield new Probe.Target.UserFunction(start, parts[1], function, parts[0].equals("uretprobe"));
            }
            default -> new Probe.Target.Tracepoint(start, name(start, word, parts, 1));
        };
    }

    private static String name(int start, String word, String[] parts, int count) {
        if (parts.length != count || parts[count - 1].isEmpty()) {
            throw new TraceException(start, word.isEmpty() ? "a probe begins with its target, such as sched_switch"
                    : "'" + word + "' is no target: write NAME, profile:hz:99, kprobe:FUNCTION or uprobe:FILE:FUNCTION");
        }
        return parts[count - 1];
    }

    private Statement statement() {
        skip();
        int start = at;
        if (take("delete")) {
            expect("(");
            Expression.Element element = element();
            expect(")");
            return new Statement.Delete(start, element.map(), element.keys());
        }
        Expression.Element target = element();
        if (take("++")) {
            return new Statement.Gather(start, target.map(), target.keys(), Statement.Gathering.COUNT, Optional.empty());
        }
        expect("=");
        skip();
        for (Statement.Gathering how : Statement.Gathering.values()) {
            String word = how.name().toLowerCase(Locale.ROOT);
            int before = at;
            if (take(word)) {
                if (take("(")) {
                    Optional<Expression> value = take(")") ? Optional.empty() : Optional.of(closed());
                    boolean counts = how == Statement.Gathering.COUNT;
                    if (counts == value.isPresent()) {
                        throw new TraceException(before, counts ? "count() takes nothing" : word + "() takes one value");
                    }
                    return new Statement.Gather(start, target.map(), target.keys(), how, value);
                }
                at = before;
            }
        }
        return new Statement.Assign(start, target.map(), target.keys(), expression());
    }

    private Expression closed() {
        Expression value = expression();
        expect(")");
        return value;
    }

    private Expression.Element element() {
        skip();
        int start = at;
        expect("@");
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        String name = text.substring(from, at);
        List<Expression> keys = new ArrayList<>();
        if (take("[")) {
            boolean outer = slashEnds;
            slashEnds = false;
            do {
                keys.add(expression());
            } while (take(","));
            slashEnds = outer;
            expect("]");
        }
        return new Expression.Element(start, name, keys);
    }

    private Expression expression() {
        return binary(0);
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        while (true) {
            skip();
            int start = at;
            Optional<String> operator = operator(level);
            if (operator.isEmpty()) {
                return left;
            }
            if (++operators > OPERATORS_MAX) {
                throw wrong("more than " + OPERATORS_MAX + " operators");
            }
            left = new Expression.Binary(start, operator.get(), left, binary(level + 1));
        }
    }

    private Optional<String> operator(int level) {
        for (String each : LEVELS.get(level)) {
            boolean longer = LEVELS.stream().flatMap(List::stream).anyMatch(other ->
                    other.length() > each.length() && other.startsWith(each) && text.startsWith(other, at));
            if (text.startsWith(each, at) && !longer && !(slashEnds && each.equals("/"))) {
                at += each.length();
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private Expression unary() {
        if (++depth > DEPTH_MAX) {
            throw wrong("parentheses are nested more than " + DEPTH_MAX + " deep");
        }
        skip();
        int start = at;
        Expression found;
        if (at < text.length() && "-!~".indexOf(text.charAt(at)) >= 0) {
            String operator = text.substring(at, ++at);
            found = new Expression.Unary(start, operator, unary());
        } else {
            found = members(primary());
        }
        depth--;
        return found;
    }

    private Expression members(Expression first) {
        Expression found = first;
        while (true) {
            int start = at;
            if (!take("->") && !take(".")) {
                return found;
            }
            if (++operators > OPERATORS_MAX) {
                throw wrong("more than " + OPERATORS_MAX + " operators");
            }
            found = new Expression.Member(start, found, word());
        }
    }

    private Expression primary() {
        skip();
        int start = at;
        if (at >= text.length()) {
            throw wrong("a value is missing at the end");
        }
        char c = text.charAt(at);
        if (take("(")) {
            boolean outer = slashEnds;
            slashEnds = false;
            Expression inner = expression();
            slashEnds = outer;
            expect(")");
            return inner;
        }
        if (c == '@') {
            return element();
        }
        if (c == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw wrong("text without its closing quotation mark");
            }
            at = end + 1;
            return new Expression.Text(start, text.substring(start + 1, end));
        }
        String word = word();
        if (!Character.isDigit(c)) {
            return new Expression.Name(start, word);
        }
        try {
            return new Expression.Number(start, Long.decode(word));
        } catch (NumberFormatException e) {
            throw new TraceException(start, word + " is no number");
        }
    }

    private String word() {
        skip();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw wrong(at < text.length() ? "'" + text.charAt(at) + "' cannot stand here" : "something is missing at the end");
        }
        return text.substring(start, at);
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String token) {
        skip();
        boolean word = isWord(token.charAt(0));
        int end = at + token.length();
        if (!text.startsWith(token, at) || word && end < text.length() && isWord(text.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong("'" + token + "' is missing" + (at < text.length() ? " before '" + text.charAt(at) + "'" : " at the end"));
        }
    }

    private TraceException wrong(String reason) {
        return new TraceException(Math.min(at, text.length()), reason);
    }
}
