package dev.anole.kernel.bpf;

/**
 * Global variables of an object: {@code .data}, {@code .bss}, {@code .rodata} and sections whose names begin so. In the
 * kernel each is a map with one element.
 *
 * @param content as it is before anything runs: copy before changing
 */
record DataSection(String name, byte[] content) {
    boolean isReadOnly() {
        return name.startsWith(".rodata") || name.equals(BpfObject.KCONFIG);
    }
}
