package dev.anole.ops.trace;

import dev.anole.kernel.bpf.BpfException;
import dev.anole.kernel.bpf.trace.TraceException;
import dev.anole.kernel.linux.ErrnoException;
import dev.anole.kernel.linux.FormatException;
import dev.anole.kernel.linux.UnavailableException;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;

/** What the library refuses, as doors tell it. */
final class Refused {
    private Refused() {
    }

    /** The same refusal for a person; what is none of the library's is thrown on. */
    static OperationException of(RuntimeException e) {
        return switch (e) {
            case OperationException already -> already;
            case TraceException text -> OperationException.usage(Text.same(text.getMessage()), Text.same(""));   // begins with its column
            case UnavailableException missing -> new OperationException(OperationException.Kind.UNAVAILABLE,
                Text.of(missing.capability() + ": " + missing.reason(), missing.capability() + "：" + missing.reason()), Text.same(missing.remedy()), e);
            case BpfException refused -> OperationException.failed(Text.same(refused.getMessage()), Text.same(""), e);
            case FormatException broken -> OperationException.usage(Text.same(String.valueOf(broken.getMessage())), Text.same(""));
            case ErrnoException failed -> OperationException.failed(Text.same(String.valueOf(failed.getMessage())), Text.same(""), e);
            default -> throw e;
        };
    }
}
