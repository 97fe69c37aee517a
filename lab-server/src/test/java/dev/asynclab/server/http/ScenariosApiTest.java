package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScenariosApiTest {
    private static final String[] YAML = {"Content-Type", "application/yaml"};
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void the_catalogue_has_tags_and_answers_304_to_who_knows_it() throws IOException {
        for (String name : new String[] {"models", "kernels", "backends", "metrics", "mechanisms"}) {
            var first = lab.get("/" + name);
            assertEquals(200, first.status(), name);
            JsonNode items = TestService.tree(first).path(name);
            assertFalse(items.isEmpty(), name);
            items.forEach(i -> assertTrue(i.has("id") && i.has("available") && i.has("reason"), i.toString()));
            var second = lab.get("/" + name, "If-None-Match", first.header("ETag"));
            assertEquals(304, second.status(), name);
            assertEquals("", second.body());
        }
    }

    @Test
    void every_model_of_the_catalogue_shows_its_code() throws IOException {
        for (JsonNode model : TestService.tree(lab.get("/models")).path("models")) {
            boolean available = model.path("available").asBoolean();
            assertTrue(available || model.path("id").asString().startsWith("python-"), model.toString());
            assertEquals(available, model.path("reason").asString().isEmpty(), model.toString());
            var source = lab.get("/models/" + model.path("id").asString() + "/source");
            assertEquals(200, source.status());
            assertTrue(source.body().contains("class "), model.toString());
        }
        var unknown = lab.get("/models/event-lop/source");
        assertEquals(404, unknown.status());
        assertTrue(unknown.body().contains("did you mean `event-loop`"), unknown.body());
    }

    @Test
    void a_scenario_is_created_read_replaced_and_deleted_under_its_revision() throws IOException {
        var created = lab.api("POST", "/scenarios", "id: mine\n", YAML);
        assertEquals(201, created.status(), created.body());
        assertEquals("/api/v1/scenarios/mine", created.header("Location"));
        String tag = created.header("ETag");
        assertEquals('"' + Etag.digest("id: mine\n") + '"', tag);

        var read = lab.get("/scenarios/mine");
        assertEquals("id: mine\n", read.body());
        assertEquals(tag, read.header("ETag"));
        assertEquals(304, lab.get("/scenarios/mine", "If-None-Match", tag).status());

        assertEquals(
                428, lab.api("PUT", "/scenarios/mine", "id: mine\n# 2\n", YAML).status());
        var stale =
                lab.api("PUT", "/scenarios/mine", "id: mine\n# 2\n", "Content-Type", "text/yaml", "If-Match", "\"0\"");
        assertEquals(412, stale.status());
        assertEquals(tag, stale.header("ETag"));
        var replaced = lab.json("PUT", "/scenarios/mine", "{\"text\":\"id: mine\\n# 2\\n\"}", "If-Match", tag);
        assertEquals(200, replaced.status(), replaced.body());
        assertEquals(
                422,
                lab.api("PUT", "/scenarios/mine", "id: other\n", "Content-Type", "text/yaml", "If-Match", "\"0\"")
                        .status());

        assertEquals(428, lab.api("DELETE", "/scenarios/mine", "").status());
        assertEquals(
                412, lab.api("DELETE", "/scenarios/mine", "", "If-Match", tag).status());
        assertEquals(
                204,
                lab.api("DELETE", "/scenarios/mine", "", "If-Match", replaced.header("ETag"))
                        .status());
        assertEquals(404, lab.get("/scenarios/mine").status());
    }

    @Test
    void the_representation_follows_accept_and_each_has_a_tag_of_its_own() throws IOException {
        var yaml = lab.get("/scenarios/demo", "Accept", "text/html;q=0.5, application/yaml");
        var json = lab.get("/scenarios/demo", "Accept", "application/json");
        var resolved = lab.get("/scenarios/demo?resolved=true");
        assertTrue(yaml.header("Content-Type").startsWith("application/yaml"));
        assertEquals("id: demo\n", TestService.tree(json).path("text").asString());
        assertEquals("Title of demo", TestService.tree(resolved).path("title").asString());
        assertFalse(yaml.header("ETag").equals(json.header("ETag"))
                || json.header("ETag").equals(resolved.header("ETag")));
        assertEquals(406, lab.get("/scenarios/demo", "Accept", "image/png").status());
        assertEquals(400, lab.get("/scenarios/demo?resolved=maybe").status());
        assertEquals(404, lab.get("/scenarios/..%2f..%2fetc").status());
    }

    @Test
    void shipped_scenarios_are_refused_with_the_way_to_a_copy() throws IOException {
        for (var refused : new RawHttp.Reply[] {
            lab.api("PUT", "/scenarios/demo", "id: demo\n", YAML), lab.api("DELETE", "/scenarios/demo", "")
        }) {
            assertEquals(403, refused.status());
            assertEquals("shipped-scenario", TestService.problem(refused));
            assertTrue(refused.header("Link").contains("/api/v1/scenarios/demo/copies"));
        }
        var copy = lab.json("POST", "/scenarios/demo/copies", "{\"id\":\"my-demo\"}");
        assertEquals(201, copy.status(), copy.body());
        assertEquals("id: my-demo\n", lab.get("/scenarios/my-demo").body());
        assertEquals(
                409,
                lab.json("POST", "/scenarios/demo/copies", "{\"id\":\"my-demo\"}")
                        .status());
        assertEquals(
                404,
                lab.json("POST", "/scenarios/none/copies", "{\"id\":\"x\"}").status());
        assertEquals(
                422,
                lab.json("POST", "/scenarios/demo/copies", "{\"id\":\"../x\"}").status());
    }

    @Test
    void what_is_no_scenario_is_refused_with_place_and_suggestion() throws IOException {
        var invalid = lab.json("POST", "/scenarios", "{\"id\":\"x\",\"text\":\"id: x\\n  bad: 1\"}");
        assertEquals(422, invalid.status());
        JsonNode error = TestService.tree(invalid).path("errors").path(0);
        assertEquals(2, error.path("line").asInt());
        assertEquals(3, error.path("column").asInt());
        assertEquals("good", error.path("suggestion").asString());
        assertEquals(400, lab.json("POST", "/scenarios", "{").status());
        assertEquals(409, lab.api("POST", "/scenarios", "id: demo\n", YAML).status());
        assertEquals(
                413,
                lab.api("POST", "/scenarios", "id: x\n" + "#".repeat(300_000), YAML)
                        .status());
        assertEquals(
                413, lab.api("POST", "/scenarios", "#".repeat(1_100_000), YAML).status());
        assertEquals(
                415,
                lab.api("POST", "/scenarios", "id: x\n", "Content-Type", "text/plain")
                        .status());
        assertEquals(415, lab.api("POST", "/scenarios", "id: x\n").status());
        assertEquals(
                422,
                lab.json("POST", "/scenarios", "{\"id\":\"x\",\"text\":\"id: y\"}")
                        .status());
    }

    @Test
    void unknown_fields_are_named_with_what_is_allowed_and_meant() throws IOException {
        var refused = lab.json("POST", "/scenarios", "{\"id\":\"x\",\"txet\":\"id: x\"}");
        assertEquals(422, refused.status());
        JsonNode error = TestService.tree(refused).path("errors").path(0);
        assertEquals("unknown-field", error.path("code").asString());
        assertEquals("/txet", error.path("pointer").asString());
        assertEquals(
                "no field `txet` here; there are id, text",
                error.path("message").asString());
    }

    @Test
    void a_validation_is_always_an_answer() throws IOException {
        JsonNode good = TestService.tree(lab.api("POST", "/validations", "id: x\n", YAML));
        assertTrue(good.path("valid").asBoolean() && good.path("problems").isEmpty());
        var reply = lab.json("POST", "/validations", "{\"text\":\"bad\"}");
        assertEquals(200, reply.status());
        JsonNode problem = TestService.tree(reply).path("problems").path(0);
        for (String key :
                new String[] {"code", "message", "line", "column", "length", "pointer", "suggestion", "help"}) {
            assertTrue(problem.has(key), key);
        }
    }

    @Test
    void the_list_is_filtered_and_paged() throws IOException {
        lab.api("POST", "/scenarios", "id: a-one\n", YAML);
        lab.api("POST", "/scenarios", "id: b-two\n", YAML);
        JsonNode first = TestService.tree(lab.get("/scenarios?pageSize=2"));
        assertEquals(2, first.path("scenarios").size());
        String token = first.path("nextPageToken").asString();
        JsonNode second = TestService.tree(lab.get("/scenarios?pageSize=2&pageToken=" + token));
        assertEquals("b-two", second.path("scenarios").path(0).path("id").asString());
        assertFalse(second.has("nextPageToken"));
        assertEquals(
                1,
                TestService.tree(lab.get("/scenarios?q=TWO")).path("scenarios").size());
        assertEquals(
                0,
                TestService.tree(lab.get("/scenarios?tag=none"))
                        .path("scenarios")
                        .size());
        assertEquals(
                3,
                TestService.tree(lab.get("/scenarios?tag=waiting"))
                        .path("scenarios")
                        .size());
        for (String query : new String[] {"pageSize=0", "pageSize=x", "pageToken=%25", "pagSize=2", "q=a&q=b"}) {
            assertEquals(400, lab.get("/scenarios?" + query).status(), query);
        }
        assertTrue(lab.get("/scenarios?pagSize=2").body().contains("did you mean `pageSize`"));
    }
}
