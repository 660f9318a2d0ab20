package dev.anole.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.anole.operation.Effect;
import dev.anole.operation.JsonSchema;
import dev.anole.operation.Language;
import dev.anole.operation.Mode;
import dev.anole.operation.Operation;
import dev.anole.operation.OperationName;
import dev.anole.operation.Output;
import dev.anole.operation.Previewed;
import dev.anole.operation.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * An operation as an assistant's tool. What reads is run when it is called; what changes becomes a proposal that a person
 * approves, and has a second tool that shows beforehand what it would do.
 */
record McpTool(Operation<?, ?> operation, Mode mode) {
    /** What decides about an assistant's proposals is for persons. */
    private static final Set<OperationName> FOR_PERSONS = Set.of(OperationName.of("tasks approve"), OperationName.of("tasks stop"));
    private static final String PREVIEW = "_preview";

    /** All tools of a catalog, in the order of their names. */
    static List<McpTool> all(Collection<Operation<?, ?>> operations) {
        List<McpTool> tools = new ArrayList<>();
        for (Operation<?, ?> operation : operations) {
            if (operation.effect().visibleToAssistant() && !FOR_PERSONS.contains(operation.name())) {
                tools.add(new McpTool(operation, Mode.RUN));
                if (operation instanceof Previewed<?, ?>) {
                    tools.add(new McpTool(operation, Mode.PREVIEW));
                }
            }
        }
        return List.copyOf(tools);
    }

    String name() {
        return operation.name().tool() + switch (mode) {
            case RUN -> "";
            case PREVIEW -> PREVIEW;
        };
    }

    /** Whether a call waits for a person. */
    boolean proposes() {
        return mode == Mode.RUN && operation.effect().needsApproval();
    }

    private String description() {
        String summary = operation.summary().in(Language.ENGLISH) + ".";
        if (mode == Mode.PREVIEW) {
            return "Shows what " + operation.name().tool() + " would do, without doing it. " + summary;
        }
        String note = switch (operation.effect()) {
            case READS, READS_SECRETS -> "";
            case CHANGES -> " Changes the host: the call becomes a proposal that a person has to approve. The change can be undone with changes_undo.";
            case DISRUPTS -> " Interrupts something or cannot be undone: the call becomes a proposal that a person has to approve.";
        };
        String amount = switch (operation.output()) {
            case Output.Value<?> _ -> "";
            case Output.Items<?> _ -> " A stream: gives the first " + McpCall.ITEMS_MAX + " items, or what comes within " + McpCall.ITEMS_SECONDS_MAX + " s.";
            case Output.Bytes(String mediaType) -> " Gives " + mediaType + ", the first " + (McpCall.BYTES_MAX >> 10) + " KiB of it.";
        };
        return summary + note + amount;
    }

    /** Writes the tool as {@code tools/list} has it. */
    void write(JsonGenerator to, McpVersion version) throws IOException {
        to.writeStartObject();
        to.writeStringField("name", name());
        if (version.structured()) {
            to.writeStringField("title", operation.name() + (mode == Mode.PREVIEW ? " (preview)" : ""));
        }
        to.writeStringField("description", description());
        to.writeFieldName("inputSchema");
        JsonSchema.write(to, operation.input(), JsonSchema.Use.INPUT, Language.ENGLISH);
        if (version.structured()) {
            writeOutputSchema(to);
        }
        boolean reads = mode == Mode.PREVIEW || operation.effect() == Effect.READS;
        to.writeObjectFieldStart("annotations");
        to.writeStringField("title", operation.name().toString());
        to.writeBooleanField("readOnlyHint", reads);
        to.writeBooleanField("destructiveHint", !reads && operation.effect() == Effect.DISRUPTS);
        to.writeBooleanField("idempotentHint", reads);
        to.writeBooleanField("openWorldHint", false);
        to.writeEndObject();
        to.writeEndObject();
    }

    private void writeOutputSchema(JsonGenerator to) throws IOException {
        switch (operation.output()) {
            case Output.Value<?>(Shape<?> shape) -> {
                to.writeFieldName("outputSchema");
                if (proposes()) {
                    writeProposalSchema(to, shape);
                } else {
                    JsonSchema.write(to, shape, JsonSchema.Use.OUTPUT, Language.ENGLISH);
                }
            }
            case Output.Items<?>(Shape<?> shape) -> {
                to.writeObjectFieldStart("outputSchema");
                to.writeStringField("type", "object");
                to.writeObjectFieldStart("properties");
                to.writeObjectFieldStart("items");
                to.writeStringField("type", "array");
                to.writeFieldName("items");
                JsonSchema.write(to, shape, JsonSchema.Use.OUTPUT, Language.ENGLISH);
                to.writeEndObject();
                to.writeEndObject();
                writeRequired(to, "items");
                to.writeEndObject();
            }
            case Output.Bytes _ -> {
                // Bytes have no structure: they come as content.
            }
        }
    }

    private static void writeProposalSchema(JsonGenerator to, Shape<?> shape) throws IOException {
        to.writeStartObject();
        to.writeStringField("type", "object");
        to.writeObjectFieldStart("properties");
        writeText(to, "task", "Id of the task; tasks_show tells how it is");
        writeText(to, "state", "proposed: a person has to approve; done or findings: it was done");
        to.writeFieldName("output");
        JsonSchema.write(to, shape, JsonSchema.Use.OUTPUT, Language.ENGLISH);
        to.writeEndObject();
        writeRequired(to, "task", "state");
        to.writeEndObject();
    }

    private static void writeText(JsonGenerator to, String name, String description) throws IOException {
        to.writeObjectFieldStart(name);
        to.writeStringField("type", "string");
        to.writeStringField("description", description);
        to.writeEndObject();
    }

    private static void writeRequired(JsonGenerator to, String... names) throws IOException {
        to.writeArrayFieldStart("required");
        for (String name : names) {
            to.writeString(name);
        }
        to.writeEndArray();
    }
}
