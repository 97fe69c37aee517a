package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PagesTest {
    private static final Path APPROVED = Path.of("src/test/resources/approved/openapi.json");
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void the_openapi_document_is_the_approved_one() throws IOException {
        String actual = lab.raw.get("/openapi.json").body();
        if (Boolean.getBoolean("lab.approve")) {
            Files.writeString(APPROVED, actual);
        }
        assertEquals(Files.readString(APPROVED), actual, "after reading the difference: mvn test -Dlab.approve=true");
    }

    @Test
    void every_route_is_documented_in_both_forms() throws IOException {
        JsonNode paths = TestService.tree(lab.raw.get("/openapi.json")).path("paths");
        String page = lab.raw.get("/docs/").body();
        for (Endpoint endpoint : lab.service.endpoints()) {
            assertTrue(
                    paths.path(endpoint.path()).has(endpoint.method().toLowerCase(java.util.Locale.ROOT)),
                    endpoint.path());
            assertTrue(page.contains("id=\"" + OpenApi.operationId(endpoint) + "\""), endpoint.path());
        }
        assertEquals(1, page.split("<script", -1).length - 1, "only the one that sets the colours");
    }

    @Test
    void every_kind_of_problem_has_a_page() throws IOException {
        for (ProblemType type : ProblemType.values()) {
            var page = lab.raw.get("/problems/" + type.id());
            assertEquals(200, page.status());
            assertTrue(page.body().contains(type.id()));
        }
        var problem = lab.raw.get("/problems/none");
        assertEquals(404, problem.status());
        assertEquals("application/problem+json", problem.header("Content-Type"));
        String type = TestService.tree(problem).path("type").asString();
        assertEquals("http://localhost:" + lab.port + "/problems/not-found", type);
    }

    @Test
    void the_result_schema_requires_what_a_result_has() throws IOException {
        JsonNode schema = TestService.tree(lab.raw.get("/schemas/result.json"));
        JsonNode sample = new JsonMapper().valueToTree(TestService.recorded());
        conforms(schema, sample, "");
    }

    /// Every required key is there, and no key is unknown, at every depth.
    private static void conforms(JsonNode schema, JsonNode value, String at) {
        if (value.isArray()) {
            value.forEach(v -> conforms(schema.path("items"), v, at + "[]"));
        } else if (value.isObject() && schema.has("properties")) {
            for (JsonNode name : schema.path("required")) {
                assertTrue(value.has(name.asString()), at + "/" + name);
            }
            value.properties().forEach(e -> {
                assertTrue(schema.path("properties").has(e.getKey()), at + "/" + e.getKey() + " is not in the schema");
                conforms(schema.path("properties").path(e.getKey()), e.getValue(), at + "/" + e.getKey());
            });
        }
    }

    @Test
    void health_and_metrics_are_open() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        assertEquals(
                "up",
                TestService.tree(lab.raw.get("/health/live")).path("status").asString());
        assertEquals(
                "ready",
                TestService.tree(lab.raw.get("/health/ready")).path("status").asString());
        String metrics = lab.raw.get("/metrics").body();
        assertTrue(metrics.contains("lab_runs{state=\"running\"} 1.0"), metrics);
        assertTrue(metrics.contains("lab_sse_subscribers 0.0"), metrics);
        assertTrue(metrics.contains("route=\"/health/live\",status=\"200\""), metrics);
        assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
    }

    @Test
    void names_from_outside_are_text_on_the_pages() throws IOException {
        lab.runs.add("x", RunState.SUCCEEDED);
        assertEquals("&lt;b a=&quot;&#39;&amp;", Page.text("<b a=\"'&"));
        String page = lab.raw.get("/", TestService.BEARER).body();
        assertTrue(page.contains("/api/v1/runs/x/report"), page);
    }

    @Test
    void a_port_in_use_is_said_to_be() {
        var config = new HttpConfig("127.0.0.1", lab.port, TestService.TOKEN, Path.of("."), InstantSource.system());
        try (var second = new HttpService(config, new Services(lab.runs, lab.library, (_, _, _) -> {
            throw new IllegalStateException("not asked");
        }))) {
            assertEquals(lab.port, assertThrows(PortTaken.class, second::start).port());
        }
    }
}
