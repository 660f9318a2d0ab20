/** Linux as typed Java: see the package's map. */
module dev.anole.kernel.linux {
    exports dev.anole.kernel.linux;
}
