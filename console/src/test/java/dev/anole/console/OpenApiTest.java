package dev.anole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.anole.console.api.OpenApi;
import dev.anole.console.http.Route;
import dev.anole.operation.Language;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document at {@code /api}, checked by another implementation against the specification's own schema. */
class OpenApiTest {
    @TempDir
    static Path directory;
    private static House house;
    private static Browser admin;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        house = new House(directory);
        admin = house.admin();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        admin.close();
        house.close();
    }

    private static OutputUnit checked(String document) throws Exception {
        return OpenAPIVersion.V3_1.getRepository(vertx, "https://anole.example/").compose(repository ->
            OpenAPIVersion.V3_1.validateContract(vertx, repository, new JsonObject(document))).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Its model of a document, which knows no event streams: bytes stand in for them. */
    private static OpenAPIContract contract(String document) throws Exception {
        String known = document.replace("text/event-stream", "application/octet-stream").replace("application/problem+json", "application/json");
        return OpenAPIContract.from(vertx, new JsonObject(known)).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void theDocumentIsValidInBothLanguages() throws Exception {
        for (Language language : Language.values()) {
            String document = new OpenApi(house.catalog, "test").document(language);
            OutputUnit result = checked(document);
            assertTrue(result.getValid(), () -> String.valueOf(result.getErrors()));
            OpenAPIContract contract = contract(document);
            assertEquals(OpenAPIVersion.V3_1, contract.getVersion());
            assertEquals("console_live", contract.operation("console_live").getOperationId());
        }
    }

    @Test
    void aWrongDocumentWouldBeRefused() throws Exception {
        String document = new OpenApi(house.catalog, "test").document(Language.ENGLISH);
        for (String broken : List.of(document.replaceFirst("\"in\":\"header\"", "\"in\":\"nowhere\""),
                document.replaceFirst("\"title\":\"Anole\",", ""), document.replaceFirst("\"responses\":", "\"answers\":"))) {
            assertNotEquals(document, broken);
            assertFalse(checked(broken).getValid());
        }
    }

    @Test
    void everyAddressOfTheApiStandsInIt() {
        JsonObject paths = new JsonObject(admin.get("/api").body()).getJsonObject("paths");
        Set<String> described = new TreeSet<>();
        paths.forEach(p -> ((JsonObject) p.getValue()).fieldNames().forEach(m -> described.add(m.toUpperCase() + " " + p.getKey())));
        Set<String> served = house.console.routes().stream().filter(r -> r.pattern().startsWith("/api") || r.pattern().equals("/metrics"))
            .filter(r -> !r.pattern().contains("{path...}")).map(r -> r.method() + " " + r.pattern()).collect(Collectors.toCollection(TreeSet::new));
        house.catalog.operations().forEach(o -> {
            served.add("POST /api/v1/operations/" + o.name().path());
            if (o.effect() == dev.anole.operation.Effect.READS) {
                served.add("GET /api/v1/operations/" + o.name().path());
            }
        });
        assertEquals(served, described);
        assertTrue(house.console.routes().stream().map(Route::pattern).anyMatch("/api"::equals));
    }

    private static void assertFollows(JsonObject document, JsonObject schema, String json) {
        JsonObject whole = schema.copy().put("components", document.getJsonObject("components"));
        OutputUnit result = Validator.create(JsonSchema.of(whole), new JsonSchemaOptions().setBaseUri("https://anole.example/")
            .setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic)).validate(new JsonObject(json));
        assertTrue(result.getValid(), () -> json + " " + result.getErrors());
    }

    private static JsonObject schema(JsonObject document, String path, String method) {
        return document.getJsonObject("paths").getJsonObject(path).getJsonObject(method).getJsonObject("responses").getJsonObject("200")
            .getJsonObject("content").getJsonObject("application/json").getJsonObject("schema");
    }

    @Test
    void answersAreAsTheDocumentSays() {
        JsonObject document = new JsonObject(admin.get("/api").body());
        String task = admin.postJson("/api/v1/operations/test/change", "{\"value\":\"x\"}").headers().firstValue("anole-task").orElseThrow();
        assertFollows(document, schema(document, "/api/v1/operations/test/greet", "post"), admin.postJson("/api/v1/operations/test/greet", "{}").body());
        assertFollows(document, schema(document, "/api/v1/tasks/{id}", "get"), admin.get("/api/v1/tasks/" + task).body());
        assertFollows(document, schema(document, "/api/v1/tasks", "get"), admin.get("/api/v1/tasks").body());
        assertFollows(document, schema(document, "/api/v1/series", "get"), admin.get("/api/v1/series?id=cpu.user&id=load.*").body());
        assertFollows(document, schema(document, "/api/v1/audit", "get"), admin.get("/api/v1/audit?limit=3").body());
        assertFollows(document, schema(document, "/api/v1/audit/chain", "get"), admin.get("/api/v1/audit/chain").body());
        JsonObject problem = document.getJsonObject("components").getJsonObject("schemas").getJsonObject("Problem");
        assertFollows(document, problem, admin.get("/api/v1/tasks/t-000000000000").body());
        assertFollows(document, problem, admin.postJson("/api/v1/operations/test/greet", "{\"times\":7}").body());
        assertFollows(document, document.getJsonObject("components").getJsonObject("schemas").getJsonObject("Accepted"),
            admin.postJson("/api/v1/operations/test/greet", "{}", "Prefer", "respond-async").body());
    }

    @Test
    void inputsAreAcceptedExactlyAsTheDocumentSays() {
        JsonObject document = new JsonObject(admin.get("/api").body());
        JsonObject schema = document.getJsonObject("paths").getJsonObject("/api/v1/operations/test/greet").getJsonObject("post")
            .getJsonObject("requestBody").getJsonObject("content").getJsonObject("application/json").getJsonObject("schema");
        for (String input : new String[] {"{}", "{\"whom\":\"a\"}", "{\"times\":5}", "{\"times\":6}", "{\"times\":1.5}", "{\"times\":\"1\"}",
            "{\"what\":1}", "{\"whom\":7}"}) {
            boolean valid = Validator.create(JsonSchema.of(schema), new JsonSchemaOptions().setBaseUri("https://anole.example/")
                .setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Flag)).validate(new JsonObject(input)).getValid();
            assertEquals(valid ? 200 : 400, admin.postJson("/api/v1/operations/test/greet", input).statusCode(), input);
        }
    }
}
