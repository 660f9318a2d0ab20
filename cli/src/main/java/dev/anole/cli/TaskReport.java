package dev.anole.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.cli.screen.ItemText;
import dev.anole.cli.screen.LiveScreen;
import dev.anole.cli.screen.Look;
import dev.anole.cli.screen.Pictures;
import dev.anole.cli.screen.Plain;
import dev.anole.cli.screen.Terminal;
import dev.anole.cli.screen.ViewText;
import dev.anole.operation.Json;
import dev.anole.operation.TaskEvent;
import dev.anole.operation.Viewed;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows on a terminal what a task tells: progress and log on standard error, output on standard output. */
final class TaskReport implements Consumer<TaskEvent>, AutoCloseable {
    private final Terminal terminal;
    private final Globals globals;
    private final Runnable quit;
    private final ProgressLine progress;
    private final Look look;
    private Optional<LiveScreen> live = Optional.empty();
    private Optional<ItemText> lines = Optional.empty();
    private Optional<TaskEvent.Ended> end = Optional.empty();

    /** @param quit asks the task to stop */
    TaskReport(Terminal terminal, Globals globals, Runnable quit) {
        this.terminal = terminal;
        this.globals = globals;
        this.quit = quit;
        this.look = terminal.outLook(globals.language(), globals.colours());
        this.progress = new ProgressLine(terminal, terminal.errLook(globals.language(), globals.colours()));
    }

    @Override
    public void accept(TaskEvent event) {
        switch (event) {
            case TaskEvent.Step step -> progress.step(step);
            case TaskEvent.Amount amount -> progress.amount(amount);
            case TaskEvent.Logged(String line, var _) -> {
                if (globals.debug() || terminal.ends().err()) {
                    progress.over(Plain.line(line));
                }
            }
            case TaskEvent.Item(Record item) -> {
                progress.clear();
                item(item);
            }
            case TaskEvent.Chunk(byte[] bytes) -> {
                progress.clear();
                terminal.write(bytes);
            }
            case TaskEvent.Ended ended -> {
                close();
                end = Optional.of(ended);
                ended.output().ifPresent(this::output);
            }
        }
    }

    /** How it ended; empty while it has not. */
    Optional<TaskEvent.Ended> end() {
        return end;
    }

    private void output(Record output) {
        if (globals.json()) {
            terminal.print(json(output) + "\n");
        } else {
            terminal.printLines(new ViewText(look).lines(new Pictures(look).of(output)));
        }
    }

    /** A value is for eyes as well where a terminal shows it; in a pipe it is one line. */
    private String json(Record output) {
        if (!terminal.ends().out()) {
            return Json.write(output);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(text)) {
            to.setPrettyPrinter(new IndentedJson());
            Json.write(to, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void item(Record item) {
        if (globals.json()) {
            terminal.print(Json.write(item) + "\n");
        } else if (item instanceof Viewed viewed && terminal.ends().out()) {
            LiveScreen screen = live.orElseGet(() -> new LiveScreen(terminal, quit));
            live = Optional.of(screen);
            Look now = new Look(look.language(), look.colours(), screen.size().columns(), ZoneId.systemDefault());
            screen.draw(new ViewText(now).lines(viewed.view()));
        } else if (item instanceof Viewed viewed) {
            terminal.printLines(new ViewText(look).lines(viewed.view()));
            terminal.print("\n");
        } else {
            ItemText table = lines.orElseGet(() -> new ItemText(look));
            lines = Optional.of(table);
            terminal.printLines(List.of(table.line(item)));
        }
    }

    /** Leaves the terminal as it was. */
    @Override
    public void close() {
        progress.close();
        live.ifPresent(LiveScreen::close);
        live = Optional.empty();
    }
}
