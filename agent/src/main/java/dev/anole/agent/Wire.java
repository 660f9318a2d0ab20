package dev.anole.agent;

import dev.anole.operation.Door;
import dev.anole.operation.InvalidValue;
import dev.anole.operation.Json;
import dev.anole.operation.OperationException;
import dev.anole.operation.Problem;
import dev.anole.operation.Shape;
import dev.anole.operation.Text;
import java.util.Objects;
import java.util.Optional;

/** The greeting of both sides, the versions they agree on, and the wire's bounds in time. */
public final class Wire {
    /** The newest version that this program speaks; it speaks the one before as well, from version 2 on. */
    public static final int VERSION = 1;
    /** How long the greeting may take, in seconds. */
    public static final int HELLO_SECONDS_MAX = 5;
    /** How long a frame may take that has begun to arrive, in seconds. */
    public static final int FRAME_SECONDS_MAX = 10;
    /** How long a connection may stay open without a call, in seconds. */
    public static final int IDLE_SECONDS_MAX = 60;
    /** How long the answer to a call other than follow may take, in seconds. */
    public static final int ANSWER_SECONDS_MAX = 30;
    /** Largest greeting, in bytes. */
    static final int HELLO_BYTES_MAX = 4096;

    static final Versions SPOKEN = new Versions(Math.max(1, VERSION - 1), VERSION);

    private Wire() {
    }

    /** A range of versions, both ends included. */
    record Versions(int oldest, int newest) {
        Versions {
            if (oldest < 1 || oldest > newest) {
                throw new IllegalArgumentException("not a range of versions: " + oldest + " to " + newest);
            }
        }

        /** The newest version that both sides speak; empty where there is none. */
        Optional<Integer> agree(Versions other) {
            int newestOfBoth = Math.min(newest, other.newest);
            return newestOfBoth >= Math.max(oldest, other.oldest) ? Optional.of(newestOfBoth) : Optional.empty();
        }

        /** Why two sides do not understand each other, from the side of this one. */
        Problem refusal(Versions other) {
            boolean newer = other.oldest > newest;
            return new Problem(OperationException.Kind.CONFLICT,
                Text.of("the agent speaks version " + range() + " of its wire and the caller version " + other.range(),
                    "代理使用通信协议版本 " + range() + "，调用方使用版本 " + other.range()),
                newer ? Text.of("restart the agent with the newer Anole", "请用新版 Anole 重启代理")
                    : Text.of("use the Anole that the agent was started from", "请使用启动代理的那个版本的 Anole"));
        }

        private String range() {
            return oldest == newest ? Integer.toString(newest) : oldest + " to " + newest;
        }
    }

    /**
     * What a caller says first.
     *
     * @param oldest oldest version it speaks
     * @param newest newest version it speaks
     * @param door   whom it speaks for; this holds for the whole connection
     */
    public record Hello(int oldest, int newest, Door door) {
        public Hello {
            Objects.requireNonNull(door, "door");
            Objects.requireNonNull(new Versions(oldest, newest));
        }

        Versions versions() {
            return new Versions(oldest, newest);
        }
    }

    /**
     * What the agent answers.
     *
     * @param version the version that is spoken from here on; 0 with a refusal
     * @param refusal why the connection ends here
     */
    public record Welcome(int version, Optional<Problem> refusal) {
        public Welcome {
            Objects.requireNonNull(refusal, "refusal");
        }

        static Welcome refused(Problem why) {
            return new Welcome(0, Optional.of(why));
        }
    }

    static Frame hello(Versions versions, Door door) {
        return Frame.message(Json.write(new Hello(versions.oldest(), versions.newest(), door)));
    }

    /** Reads a greeting. Unknown properties are skipped: greetings are read by older and newer versions. */
    static <R extends Record> R greeting(Shape<R> shape, Frame frame) {
        try {
            return Json.read(shape, frame.text(Frame.Kind.MESSAGE), Json.Unknown.SKIP);
        } catch (InvalidValue e) {
            throw new WireException("a greeting that is none: " + e.getMessage());
        }
    }
}
