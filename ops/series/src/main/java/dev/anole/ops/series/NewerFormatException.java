package dev.anole.ops.series;

/** A file that a newer Anole wrote. It is neither read nor touched. Whoever knows the file turns this into a {@link StoreException}. */
final class NewerFormatException extends RuntimeException {
    NewerFormatException(int version, int newestKnown) {
        super("it has format version " + version + ", this Anole knows versions up to " + newestKnown);
    }
}
