package dev.anole.ops.series;

/**
 * Bytes that are not what their format says: a checksum that does not fit, a length beyond the end, a value out of bounds.
 * It never leaves this package: whoever reads a file catches it, sets the file aside and reports one line.
 */
final class DamageException extends RuntimeException {
    DamageException(String structure, String reason) {
        super(structure + ": " + reason);
    }
}
