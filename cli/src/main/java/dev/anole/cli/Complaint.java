package dev.anole.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.cli.screen.Plain;
import dev.anole.cli.screen.Style;
import dev.anole.cli.screen.Terminal;
import dev.anole.operation.Json;
import dev.anole.operation.Kind;
import dev.anole.operation.Language;
import dev.anole.operation.OperationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Says on standard error what went wrong, in one line: what, where, why, what to do. */
final class Complaint {
    private final Terminal terminal;
    private final Language language;
    private final boolean json;
    private final boolean debug;

    Complaint(Terminal terminal, Language language, boolean json, boolean debug) {
        this.terminal = terminal;
        this.language = language;
        this.json = json;
        this.debug = debug;
    }

    Complaint(Terminal terminal, Globals globals) {
        this(terminal, globals.language(), globals.json(), globals.debug());
    }

    /** @return the exit code that goes with it */
    int say(OperationException e) {
        terminal.sayLine(json ? object(e) : line(e));
        if (debug) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            stack.toString().lines().map(Plain::line).forEach(terminal::sayLine);
        }
        return e.kind().exitCode();
    }

    private String line(OperationException e) {
        String what = Plain.line(e.problem().in(language));
        String remedy = Plain.line(e.remedy().in(language));
        String name = Style.REMOVED.on("anole:", terminal.errLook(language, true).colours());
        String between = switch (language) {
            case ENGLISH -> "; ";
            case CHINESE -> "；";
        };
        return name + " " + what + (remedy.isEmpty() ? "" : between + remedy);
    }

    /** The same for machines; the form of the API's problems. */
    private String object(OperationException e) {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = Json.factory().createGenerator(text)) {
            to.writeStartObject();
            to.writeStringField("kind", Kind.Choice.nameOf(e.kind()));
            to.writeStringField("message", e.problem().in(language));
            to.writeStringField("remedy", e.remedy().in(language));
            to.writeEndObject();
        } catch (IOException never) {
            throw new UncheckedIOException(never);   // a StringWriter has nothing to fail
        }
        return text.toString();
    }
}
