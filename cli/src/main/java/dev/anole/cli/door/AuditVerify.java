package dev.anole.cli.door;

import dev.anole.console.AuditChain;
import dev.anole.console.ConsoleConfiguration;
import dev.anole.operation.Configuration;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Findings;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code audit verify}: computes the hash of every entry of the audit log again, and names the first that does not follow. */
public final class AuditVerify implements Operation<AuditVerify.Input, AuditVerify.Verified> {
    private final Supplier<Path> data;
    private final Supplier<Configuration> configuration;

    /**
     * @param data          the directory of the process that runs the operation
     * @param configuration how that process is configured: it says where the console's records are
     */
    AuditVerify(Supplier<Path> data, Supplier<Configuration> configuration) {
        this.data = data;
        this.configuration = configuration;
    }

    /** Nothing is asked. */
    public record Input() {
    }

    /**
     * What was found.
     *
     * @param head     empty for a broken chain
     * @param brokenAt empty for a whole one
     */
    public record Verified(
        @Described(en = "whole", zh = "完整") boolean whole,
        @Described(en = "entries", zh = "记录数") long entries,
        @Described(en = "hash of the newest", zh = "最新记录的哈希") String head,
        @Described(en = "first broken entry", zh = "首条断开的记录") Optional<Long> brokenAt,
        @Described(en = "what is wrong with it", zh = "问题") Text why) implements Viewed, Findings {
        public Verified {
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(brokenAt, "brokenAt");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public int findings() {
            return whole ? 0 : 1;
        }

        @Override
        public View view() {
            return new View.Sentence(whole
                ? Text.of("The audit log is whole: each of its " + entries + " entries follows from the one before. Head " + head,
                    "审计日志完整：" + entries + " 条记录逐条相接。链头 " + head)
                : Text.of("The audit log is broken at entry " + brokenAt.orElseThrow() + ": " + why.en() + "; the " + entries + " before it are whole",
                    "审计日志在第 " + brokenAt.orElseThrow() + " 条处断开：" + why.zh() + "；之前的 " + entries + " 条完整"));
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("audit verify");
    }

    @Override
    public Text summary() {
        return Text.of("Compute the audit log's chain of hashes again, and name the first entry that does not follow", "重新计算审计日志的哈希链，指出第一条不相接的记录");
    }

    @Override
    public Effect effect() {
        return Effect.READS;
    }

    @Override
    public Shape<Input> input() {
        return Shape.of(Input.class);
    }

    @Override
    public Output<Verified> output() {
        return Output.value(Verified.class);
    }

    @Override
    public Verified run(Input input, Context context) {
        AuditChain chain = AuditChain.verify(data.get().resolve("console"),
            configuration.get().get("console", ConsoleConfiguration.class), context.clock());
        return new Verified(chain.brokenAt().isEmpty(), chain.entries(), chain.head(),
            chain.brokenAt().isPresent() ? Optional.of(chain.brokenAt().getAsLong()) : Optional.empty(), chain.why());
    }
}
