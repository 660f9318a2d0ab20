/** Machine code that Java writes: an assembler, and pages that run what it wrote. */
module dev.anole.kernel.machine {
    requires transitive dev.anole.kernel.linux;

    exports dev.anole.kernel.machine;
}
