package dev.anole.kernel.bpf;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The verifier refused a program. The message is one line: which program, at which line of source, what the verifier
 * said, and what that usually means. The whole log is beside it.
 */
public final class VerifierException extends BpfException {
    private static final long serialVersionUID = 1L;

    private final String program;
    private final String log;
    private final transient VerifierLog.Finding finding;

    VerifierException(String program, String log, VerifierLog.Finding finding) {
        super(finding.sentence(program));
        this.program = program;
        this.log = log;
        this.finding = finding;
    }

    /** The program's name. */
    public String program() {
        return program;
    }

    /** All that the verifier said, at most {@link VerifierLog#BYTES_MAX} bytes of it. */
    public String log() {
        return log;
    }

    /** What it said last: the reason in its own words. */
    public String complaint() {
        return finding.complaint();
    }

    /** The instruction that it had come to. */
    public OptionalInt instruction() {
        return finding.instruction();
    }

    /** Where that is in the source: file, line and text; empty for a program without line information. */
    public Optional<SourceLine> source() {
        return finding.source();
    }

    /** What that usually means and what to do, in plain words; empty for what is not known. */
    public Optional<String> likelyCause() {
        return finding.likelyCause();
    }
}
