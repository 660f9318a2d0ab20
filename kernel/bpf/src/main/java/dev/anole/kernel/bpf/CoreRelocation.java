package dev.anole.kernel.bpf;

/**
 * A place in a program that depends on the target's types, {@code struct bpf_core_relo}.
 *
 * @param insnOffset in bytes from the start of the program's section
 * @param type in the object's own BTF
 * @param access the path to a field, "0:3:1": element of a pointer or array, member of a structure, and so on
 */
record CoreRelocation(int insnOffset, int type, String access, RelocationKind kind) {
}
