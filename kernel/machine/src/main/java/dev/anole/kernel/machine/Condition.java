package dev.anole.kernel.machine;

/** When a conditional jump is taken: Intel SDM volume 1, appendix B. */
public enum Condition {
    /** Unsigned less, or carry. */
    BELOW("jb", 2),
    /** Unsigned not less, or no carry. */
    NOT_BELOW("jae", 3),
    ZERO("je", 4),
    NOT_ZERO("jne", 5),
    /** Unsigned less or equal. */
    NOT_ABOVE("jbe", 6),
    /** Unsigned greater. */
    ABOVE("ja", 7);

    private final String mnemonic;
    private final int code;

    Condition(String mnemonic, int code) {
        this.mnemonic = mnemonic;
        this.code = code;
    }

    /** The jump's name. */
    public String mnemonic() {
        return mnemonic;
    }

    int code() {
        return code;
    }
}
