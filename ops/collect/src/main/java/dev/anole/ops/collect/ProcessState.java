package dev.anole.ops.collect;

/** What a process does, by its main thread: the letter in {@code /proc/PID/stat}, fs/proc/array.c. */
public enum ProcessState {
    RUNNING, SLEEPING, WAITING_FOR_DISK, STOPPED, TRACED, ZOMBIE, DEAD, IDLE, PARKED, UNKNOWN;

    static ProcessState of(int letter) {
        return switch (letter) {
            case 'R' -> RUNNING;
            case 'S' -> SLEEPING;
            case 'D' -> WAITING_FOR_DISK;
            case 'T' -> STOPPED;
            case 't' -> TRACED;
            case 'Z' -> ZOMBIE;
            case 'X', 'x' -> DEAD;
            case 'I' -> IDLE;
            case 'P' -> PARKED;
            default -> UNKNOWN;
        };
    }
}
