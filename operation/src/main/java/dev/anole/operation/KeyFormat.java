package dev.anole.operation;

/** How a file of keys and values is written. */
public enum KeyFormat {
    /** {@code key=value}; of several lines with one key the last counts. */
    EQUALS,
    /** {@code key value}, as in sshd_config(5): of several the first counts; sections begin with Match or Host. */
    SPACE,
    /** {@code [Section]} and {@code key=value}, as in systemd.syntax(7). */
    INI,
    /** sysctl.d(5): {@code key = value}, where dots and slashes mean the same and a leading minus ignores errors. */
    SYSCTL
}
