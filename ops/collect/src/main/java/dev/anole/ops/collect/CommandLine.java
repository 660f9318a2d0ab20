package dev.anole.ops.collect;

import java.util.Locale;

/**
 * A command line as it may be shown. Everybody on a host may read everybody's command line, and people put passwords
 * there all the same; a page that others read must not repeat them. So the value of an argument that calls itself a
 * secret is shown as dots.
 */
final class CommandLine {
    /** What is looked at: enough for the characters that are shown, if each took four bytes. */
    static final int READ_BYTES_MAX = 4 * ProcessSample.COMMAND_CHARS_MAX;

    private static final String[] SECRET_WORDS = {"passw", "passphrase", "secret", "token", "apikey", "api-key", "api_key",
        "access-key", "access_key", "accesskey", "private-key", "private_key", "credential", "authorization"};
    private static final String DOTS = "•••";

    private CommandLine() {
    }

    /** Arguments that end with NUL, as one line. */
    static String shown(String arguments) {
        StringBuilder line = new StringBuilder(Math.min(arguments.length(), ProcessSample.COMMAND_CHARS_MAX) + 1);
        boolean nextIsSecret = false;
        int from = 0;
        while (from < arguments.length() && line.length() <= ProcessSample.COMMAND_CHARS_MAX) {
            int nul = arguments.indexOf('\0', from);
            int end = nul < 0 ? arguments.length() : nul;
            String argument = arguments.substring(from, end);
            from = end + 1;
            if (!line.isEmpty()) {
                line.append(' ');
            }
            boolean option = argument.startsWith("-");
            int equals = argument.indexOf('=');
            if (nextIsSecret && !option) {
                line.append(DOTS);
            } else if (equals > 0 && namesSecret(argument.substring(0, equals))) {
                line.append(argument, 0, equals + 1).append(DOTS);
            } else {
                line.append(argument);
            }
            nextIsSecret = option && equals < 0 && namesSecret(argument);
        }
        return Printable.line(line.toString().strip(), ProcessSample.COMMAND_CHARS_MAX);
    }

    private static boolean namesSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String word : SECRET_WORDS) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
