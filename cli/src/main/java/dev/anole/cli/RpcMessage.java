package dev.anole.cli;

import com.fasterxml.jackson.core.JsonParser;
import dev.anole.operation.Json;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** A message of JSON-RPC 2.0, as far as it can be understood without knowing its method. */
sealed interface RpcMessage {
    /** What is answered. The id is JSON text: a number or a string. */
    record Request(String id, String method, RawObject params) implements RpcMessage {
        public Request {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(params, "params");
        }
    }

    /** What is not answered. */
    record Notification(String method, RawObject params) implements RpcMessage {
        public Notification {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(params, "params");
        }
    }

    /** An answer to a request that this side never makes. */
    record Response() implements RpcMessage {
    }

    /** What is no message; the answer to it has this code. */
    record Invalid(String id, int code, String reason) implements RpcMessage {
        public Invalid {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Invalid JSON, of the specification's section 5.1. */
    int PARSE_ERROR = -32700;
    /** Not a message. */
    int INVALID_REQUEST = -32600;
    /** No such method. */
    int METHOD_NOT_FOUND = -32601;
    /** The method does not take these parameters. */
    int INVALID_PARAMS = -32602;
    /** A mistake of this side. */
    int INTERNAL_ERROR = -32603;

    /** Takes one line apart. */
    static RpcMessage of(String line) {
        Optional<RawObject> object = RawObject.of(line);
        if (object.isEmpty()) {
            return isJson(line) ? new Invalid("null", INVALID_REQUEST, line.strip().startsWith("[")
                    ? "batches are not taken, as of version 2025-06-18 of the protocol; send each message on a line of its own"
                    : "one JSON-RPC message a line is expected")
                : new Invalid("null", PARSE_ERROR, "not JSON");
        }
        RawObject message = object.get();
        Optional<String> id = message.raw("id");
        String answerTo = id.filter(RpcMessage::isId).orElse("null");
        if (!message.text("jsonrpc").equals(Optional.of("2.0")) || id.isPresent() && answerTo.equals("null")) {
            return new Invalid(answerTo, INVALID_REQUEST, "not a message of JSON-RPC 2.0");
        }
        Optional<String> method = message.text("method");
        if (method.isEmpty()) {
            boolean answer = message.raw("result").isPresent() || message.raw("error").isPresent();
            return answer ? new Response() : new Invalid(answerTo, INVALID_REQUEST, "a message without a method");
        }
        Optional<String> given = message.raw("params");
        Optional<RawObject> params = given.isEmpty() ? Optional.of(RawObject.EMPTY) : message.object("params");
        if (params.isEmpty()) {
            return new Invalid(answerTo, INVALID_PARAMS, "params is not an object");
        }
        return id.isPresent() ? new Request(id.get(), method.get(), params.get()) : new Notification(method.get(), params.get());
    }

    private static boolean isId(String json) {
        return json.startsWith("\"") || json.startsWith("-") || !json.isEmpty() && Character.isDigit(json.charAt(0));
    }

    private static boolean isJson(String line) {
        try (JsonParser from = Json.factory().createParser(line)) {
            if (from.nextToken() == null) {
                return false;
            }
            from.skipChildren();
            return from.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
