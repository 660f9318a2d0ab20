package dev.anole.operation;

/** The content of files by its SHA-256 digest. */
public interface Contents {
    /**
     * The bytes, checked against their digest.
     *
     * @param sha256 lower-case hexadecimal
     * @throws OperationException when they are not there or damaged
     */
    byte[] get(String sha256);

    /**
     * Keeps bytes.
     *
     * @return their digest, lower-case hexadecimal
     */
    String put(byte[] bytes);
}
