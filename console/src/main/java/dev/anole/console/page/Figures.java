package dev.anole.console.page;

import dev.anole.operation.Language;
import java.time.Duration;
import java.util.Locale;

/**
 * Numbers as people read them: few digits, a narrow space in thousands, the unit beside the number. The same rules stand
 * in {@code console.js} for values that arrive live.
 */
final class Figures {
    /** No-break space, narrow: in thousands. */
    private static final char NARROW = '\u202f';
    /** No-break space: before a unit. */
    private static final char SPACE = '\u00a0';
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P"};
    private static final String UNKNOWN = "—";

    private Figures() {
    }

    /** 3 421 876. */
    static String count(double value) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        String digits = Long.toString(Math.abs(Math.round(value)));
        StringBuilder grouped = new StringBuilder(value < -0.5 ? "−" : "");
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                grouped.append(NARROW);
            }
            grouped.append(digits.charAt(i));
        }
        return grouped.toString();
    }

    /** Two digits, or all of a larger number: 186, 31, 5.2, 0. */
    static String few(double value) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        double size = Math.abs(value);
        if (size >= 9.95 || size < 0.05) {
            return count(value);
        }
        return String.format(Locale.ROOT, "%.1f", value).replace('-', '−');
    }

    /** 31 %, and 31% in Chinese, where no space stands before the sign. */
    static String percent(double value, Language language) {
        return switch (language) {
            case ENGLISH -> few(value) + SPACE + "%";
            case CHINESE -> few(value) + "%";
        };
    }

    /** 5.2 GiB. */
    static String bytes(double value) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        int power = power(value, 1024, BINARY.length);
        return few(value / Math.pow(1024, power)) + SPACE + BINARY[power];
    }

    /** 186 MB/s, 379 Mbit/s: rates count in thousands. */
    static String rate(double value, String unit) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        int power = power(value, 1000, DECIMAL.length);
        return few(value / Math.pow(1000, power)) + SPACE + DECIMAL[power] + unit;
    }

    private static int power(double value, int base, int limit) {
        int power = 0;
        for (double left = Math.abs(value); left >= base * 0.9995 && power < limit - 1; left /= base) {
            power++;
        }
        return power;
    }

    /** A value with the unit that a component was declared with. */
    static String of(double value, String unit, Language language) {
        if (!Double.isFinite(value)) {
            return UNKNOWN;
        }
        return switch (unit) {
            case "" -> value == Math.rint(value) ? count(value) : few(value);
            case "%" -> percent(value, language);
            case "bytes", "B" -> bytes(value);
            case "bytes/s", "B/s" -> rate(value, "B/s");
            case "bit/s", "bits/s" -> rate(value, "bit/s");
            case "/s" -> rate(value, "/s").replace(SPACE + "/s", "/s");
            default -> (value == Math.rint(value) ? count(value) : few(value)) + SPACE + unit;
        };
    }

    /** "41 days", "3 h 12 min", "8 s", "84 ms": the two largest parts at most. */
    static String span(Duration span, Language language) {
        boolean zh = language == Language.CHINESE;
        long s = span.toSeconds();
        if (span.isNegative()) {
            return "0" + SPACE + (zh ? "秒" : "s");
        }
        if (s < 1) {
            return span.toMillis() + "" + SPACE + (zh ? "毫秒" : "ms");
        }
        if (s < 10 && span.toMillisPart() > 0) {
            return String.format(Locale.ROOT, "%.1f", span.toMillis() / 1000.0) + SPACE + (zh ? "秒" : "s");
        }
        if (s < 60) {
            return s + "" + SPACE + (zh ? "秒" : "s");
        }
        if (s < 3600) {
            return two(s / 60, zh ? "分" : "min", s % 60, zh ? "秒" : "s");
        }
        if (s < 2 * 86_400) {
            return two(s / 3600, zh ? "小时" : "h", s / 60 % 60, zh ? "分" : "min");
        }
        return count(s / 86_400) + SPACE + (zh ? "天" : "days");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + "" + SPACE + largeUnit + (small == 0 ? "" : "" + SPACE + small + SPACE + smallUnit);
    }
}
