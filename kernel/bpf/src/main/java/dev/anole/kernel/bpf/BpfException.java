package dev.anole.kernel.bpf;

/** What goes wrong with a BPF object besides the kernel's plain errnos: one line for a person. */
public abstract sealed class BpfException extends RuntimeException
        permits ObjectException, RelocationException, VerifierException {
    private static final long serialVersionUID = 1L;

    BpfException(String message) {
        super(message);
    }
}
