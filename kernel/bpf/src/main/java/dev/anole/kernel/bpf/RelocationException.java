package dev.anole.kernel.bpf;

/** A relocation that cannot be carried out: the object contradicts itself, or the target's types are ambiguous. */
public final class RelocationException extends BpfException {
    private static final long serialVersionUID = 1L;

    /**
     * @param program the function's name
     * @param insn its place in the function, from 0
     * @param path what was looked for, such as {@code struct task_struct.pid}
     */
    public RelocationException(String program, int insn, String path, String reason) {
        super(program + ", instruction " + insn + ": " + path + " cannot be relocated: " + reason);
    }
}
