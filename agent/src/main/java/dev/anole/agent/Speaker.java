package dev.anole.agent;

import dev.anole.operation.Actor;
import dev.anole.operation.Door;
import dev.anole.operation.OperationException;
import dev.anole.operation.Text;
import java.util.Objects;

/**
 * For whom a connection speaks: what the kernel knows about its process, and the door that it named when it greeted. A
 * process that has come in as an assistant stays one; a console never speaks as a command line.
 *
 * @param standing what its process is to this agent
 * @param door     the door that it named
 */
record Speaker(Peers.Standing standing, Door door) {
    Speaker {
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(door, "door");
    }

    /**
     * The actor that a call names, when this speaker may name it.
     *
     * @throws OperationException of kind FORBIDDEN
     */
    Actor admit(Actor named) {
        boolean mayName = switch (door) {
            case CONSOLE -> switch (named.door()) {
                case CONSOLE, API, ASSISTANT, SERVICE -> true;
                case CLI -> false;
            };
            case CLI, API, ASSISTANT, SERVICE -> named.door() == door;
        };
        if (!mayName) {
            throw forbidden("a connection that came in as " + door + " may not act as " + named.door(),
                "以 " + door + " 身份建立的连接不能以 " + named.door() + " 身份操作");
        }
        return named;
    }

    /** Refuses a speaker whose door does not go with its process. */
    void check() {
        boolean fits = switch (standing) {
            case OWNER -> true;
            case CONSOLE -> door == Door.CONSOLE;
            case STRANGER -> false;
        };
        if (!fits) {
            throw forbidden("the console's user may not come in as " + door, "控制台用户不能以 " + door + " 身份接入");
        }
    }

    private static OperationException forbidden(String en, String zh) {
        return new OperationException(OperationException.Kind.FORBIDDEN, Text.of(en, zh), Text.same(""));
    }
}
