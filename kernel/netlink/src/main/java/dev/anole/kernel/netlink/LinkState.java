package dev.anole.kernel.netlink;

/** Whether a link can be used, RFC 2863, {@code IF_OPER_*} of {@code include/uapi/linux/if.h}. */
public enum LinkState {
    UNKNOWN, NOT_PRESENT, DOWN, LOWER_LAYER_DOWN, TESTING, DORMANT, UP;

    static LinkState of(int number) {
        return number >= 0 && number < values().length ? values()[number] : UNKNOWN;
    }
}
