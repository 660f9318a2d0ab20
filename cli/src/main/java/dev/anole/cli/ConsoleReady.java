package dev.anole.cli;

import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.Shape;
import java.net.URI;
import java.util.Optional;

/**
 * What a console says to the process that started it, as one line of JSON on its standard output.
 *
 * @param address where it is reached
 * @param login   a link that lets a person in, once
 */
public record ConsoleReady(String address, String login) {
    public ConsoleReady {
        URI.create(address);
        URI.create(login);
    }

    String line() {
        return Json.write(this) + "\n";
    }

    static Optional<ConsoleReady> of(String line) {
        try {
            return Optional.of(Json.read(Shape.of(ConsoleReady.class), line, Json.Unknown.SKIP));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    int port() {
        return URI.create(address).getPort();
    }
}
