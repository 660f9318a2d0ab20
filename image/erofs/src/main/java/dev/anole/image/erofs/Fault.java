package dev.anole.image.erofs;

/**
 * Something in an image that cannot be, or should not.
 *
 * @param path of the file in which it was met; empty for the root and the image itself
 * @param structure by the name that the format gives it
 * @param offset bytes from the start of what the structure lies in
 * @param reason a few words
 */
public record Fault(String path, String structure, long offset, String reason) {
    static Fault of(String path, ErofsException e) {
        return new Fault(path, e.structure(), e.offset(), e.reason());
    }

    /** One line. */
    @Override
    public String toString() {
        return ImageException.printable("/" + path) + ": " + ImageException.printable(structure) + " at byte " + offset
                + ": " + ImageException.printable(reason);
    }
}
