package dev.anole.kernel.modulepath;

import dev.anole.kernel.linux.SystemCall;

/** Calls the kernel from outside the room, and says which module answered. */
final class Caller {
    private Caller() {
    }

    public static void main(String[] arguments) {
        System.out.println(SystemCall.class.getModule().getName() + " " + SystemCall.GETPID.call());
    }
}
