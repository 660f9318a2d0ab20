package dev.anole.image.erofs;

/** What goes wrong with an image: one line for a person, told apart by type. */
public abstract sealed class ImageException extends RuntimeException permits ErofsException, RefusedException {
    private static final long serialVersionUID = 1L;

    /** Names in messages come out of images, so they are cut at this many characters. */
    static final int SUBJECT_CHARS_MAX = 512;

    ImageException(String message) {
        super(message);
    }

    /** Text out of an image as one harmless piece of a line: control characters and lone surrogates escaped. */
    static String printable(String text) {
        int length = Math.min(text.length(), SUBJECT_CHARS_MAX);
        StringBuilder line = new StringBuilder(length + 16);
        text.substring(0, length).codePoints().forEach(c -> {
            int kind = Character.getType(c);
            if (kind == Character.CONTROL || kind == Character.FORMAT || kind == Character.SURROGATE
                    || kind == Character.LINE_SEPARATOR || kind == Character.PARAGRAPH_SEPARATOR) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return length < text.length() ? line.append('…').toString() : line.toString();
    }
}
