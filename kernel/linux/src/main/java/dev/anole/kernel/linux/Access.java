package dev.anole.kernel.linux;

/** What a descriptor is opened for, open(2). */
public enum Access implements KernelConstant {
    /** Reading. */
    O_RDONLY(0),
    /** Writing. */
    O_WRONLY(1),
    /** Both. */
    O_RDWR(2),
    /** Neither: the descriptor only stands for the name's object, also where reading it is not allowed. */
    O_PATH(0x200000);

    private final int value;

    Access(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
