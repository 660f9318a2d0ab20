package dev.anole.cli;

import dev.anole.console.AuditChain;
import dev.anole.operation.Described;
import dev.anole.operation.Text;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code anole audit verify} says. It is no operation: the agent, which may be root's, has no reason to open a store
 * that another user can write, so whoever asks reads it with their own rights.
 *
 * @param entries  of a broken chain those before the break
 * @param head     empty for a broken chain
 * @param brokenAt empty for a whole one
 */
public record AuditVerdict(
    @Described(en = "whole", zh = "完整") boolean whole,
    @Described(en = "entries", zh = "记录数") long entries,
    @Described(en = "hash of the newest", zh = "最新记录的哈希") String head,
    @Described(en = "first broken entry", zh = "首条断开的记录") Optional<Long> brokenAt,
    @Described(en = "what is wrong with it", zh = "问题") Text why) {
    public AuditVerdict {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(brokenAt, "brokenAt");
        Objects.requireNonNull(why, "why");
    }

    static AuditVerdict of(AuditChain chain) {
        return new AuditVerdict(chain.brokenAt().isEmpty(), chain.entries(), chain.head(),
            chain.brokenAt().isPresent() ? Optional.of(chain.brokenAt().getAsLong()) : Optional.empty(), chain.why());
    }

    /** 0, or 1 where a person is needed. */
    int exitCode() {
        return whole ? 0 : 1;
    }

    Text sentence() {
        return whole
            ? Text.of("The audit log is whole: each of its " + entries + " entries follows from the one before. Head " + head,
                "审计日志完整：" + entries + " 条记录逐条相接。链头 " + head)
            : Text.of("The audit log is broken at entry " + brokenAt.orElseThrow() + ": " + why.en() + "; the " + entries + " before it are whole",
                "审计日志在第 " + brokenAt.orElseThrow() + " 条处断开：" + why.zh() + "；之前的 " + entries + " 条完整");
    }
}
