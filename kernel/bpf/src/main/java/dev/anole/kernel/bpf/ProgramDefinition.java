package dev.anole.kernel.bpf;

import java.util.Optional;

/**
 * A program as an object defines it.
 *
 * @param name the function's
 * @param section as written in {@code SEC("…")}
 * @param flags {@code BPF_F_*} of program load
 * @param target what it is for: the tracepoint, function or file that its section names; empty when it names none
 * @param byDefault whether it is loaded when nobody says which; a question mark before the section's name says no
 */
public record ProgramDefinition(String name, String section, ProgramType type, Optional<AttachType> attachType,
                                int flags, String target, boolean byDefault) {
}
