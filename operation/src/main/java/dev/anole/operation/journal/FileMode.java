package dev.anole.operation.journal;

import dev.anole.operation.OperationException;
import dev.anole.operation.Text;

/** Permission bits as they are typed. */
final class FileMode {
    private FileMode() {
    }

    /** Reads {@code 640}, {@code 0640} or {@code 4755}. */
    static int parse(String text) {
        if (!text.matches("[0-7]{3,5}") || Integer.parseInt(text, 8) > 07777) {
            throw OperationException.usage(Text.of("\"" + Refusal.printable(text) + "\" is not a mode", "“" + Refusal.printable(text) + "”不是权限值"),
                Text.of("give it in octal, such as 0644", "请用八进制，例如 0644"));
        }
        return Integer.parseInt(text, 8);
    }
}
