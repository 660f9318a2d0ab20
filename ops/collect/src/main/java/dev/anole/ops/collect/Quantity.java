package dev.anole.ops.collect;

import java.util.Locale;

/** Numbers as sentences show them: three digits at most, with their unit. */
final class Quantity {
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Quantity() {
    }

    /** {@code "1.5 GiB"}. */
    static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1023.5 && unit < BYTES.length - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", value) : number(value)) + " " + BYTES[unit];
    }

    /** Without useless places: {@code 0.04}, {@code 3.2}, {@code 45}, {@code 1200}. */
    static String number(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "?";
        }
        if (size < 0.005) {
            return "0";
        }
        String text = String.format(Locale.ROOT, size < 0.995 ? "%.2f" : size < 9.95 ? "%.1f" : "%.0f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
