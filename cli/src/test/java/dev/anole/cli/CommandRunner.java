package dev.anole.cli;

import dev.anole.cli.screen.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, in a data directory of the test's own. */
final class CommandRunner {
    final TestRoom room = new TestRoom();
    private final Path data;
    private final Map<String, String> environment = new HashMap<>();
    private Terminal.Ends ends = Terminal.Ends.NONE;
    private String input = "";

    /** What came of a command. */
    record Result(int code, String out, String err) {
    }

    CommandRunner(Path data) {
        this.data = data;
    }

    CommandRunner at(Terminal.Ends where) {
        ends = where;
        return this;
    }

    CommandRunner typing(String keys) {
        input = keys;
        return this;
    }

    CommandRunner with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = run(out, err, words);
        return new Result(code, TestRoom.text(out.toByteArray()), TestRoom.text(err.toByteArray()));
    }

    int run(OutputStream out, OutputStream err, String... words) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(in, out, err, ends, environment);
        List<String> typed = new ArrayList<>(List.of("--data", data.toString()));
        typed.addAll(List.of(words));
        return new Main(new House(List.of(room.room())), terminal).run(typed);
    }
}
