package dev.anole.cli.door;

import dev.anole.operation.Configuration;
import dev.anole.operation.Context;
import dev.anole.operation.Described;
import dev.anole.operation.Effect;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import dev.anole.operation.View;
import dev.anole.operation.Viewed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How Anole is configured here, and where each value comes from. */
public final class ConfigShow implements Operation<ConfigShow.Input, ConfigShow.Found> {
    private final Supplier<Configuration> configuration;

    ConfigShow(Supplier<Configuration> configuration) {
        this.configuration = configuration;
    }

    /** Which part. */
    public record Input(@Described(en = "only this section", zh = "只显示此节", positional = true) Optional<String> section) {
    }

    /** One value. */
    public record Value(
        @Described(en = "section", zh = "节") String section,
        @Described(en = "key", zh = "键") String key,
        @Described(en = "value", zh = "值") String value,
        @Described(en = "where it comes from", zh = "来源") String origin) {
    }

    /** All values. */
    public record Found(@Described(en = "values", zh = "值") List<Value> values) implements Viewed {
        public Found {
            values = List.copyOf(values);
        }

        @Override
        public View view() {
            return new View.Rows<>(Shape.of(Value.class), values);
        }
    }

    @Override
    public OperationName name() {
        return OperationName.of("config show");
    }

    @Override
    public Text summary() {
        return Text.of("How Anole is configured, and where each value comes from", "Anole 的配置及每个值的来源");
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
    public Output<Found> output() {
        return Output.value(Found.class);
    }

    @Override
    public Found run(Input input, Context context) {
        return new Found(configuration.get().entries().stream()
            .filter(e -> input.section().isEmpty() || e.section().equals(input.section().get()))
            .map(e -> new Value(e.section(), e.key(), e.value(), e.origin())).toList());
    }
}
