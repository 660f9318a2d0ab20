package dev.anole.kernel.bpf;

/** A BPF object that is well formed and yet cannot be used: what in it, why, and what to do. */
public final class ObjectException extends BpfException {
    private static final long serialVersionUID = 1L;

    /**
     * @param subject the file
     * @param part of it: a map, program or section
     * @param reason with the remedy
     */
    public ObjectException(String subject, String part, String reason) {
        super(subject + ": " + part + ": " + reason);
    }
}
