package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import dev.asynclab.server.run.Runs.Submission;
import dev.asynclab.server.run.StoreFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunsApiTest {
    private static final String DEMO = "{\"scenario\":\"demo\"}";
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_run_is_queued_with_location_and_retry_after() throws IOException {
        var reply = lab.json("POST", "/runs", DEMO);
        assertEquals(202, reply.status(), reply.body());
        assertEquals("/api/v1/runs/run-1", reply.header("Location"));
        assertEquals("1", reply.header("Retry-After"));
        assertEquals(
                "queued", TestService.tree(lab.get("/runs/run-1")).path("state").asString());
    }

    @Test
    void every_field_reaches_the_engine() throws IOException {
        String body = """
                {"inline":"id: x", "set":{"callers":100,"fast":true}, "only":{"model":["a","b"],"callers":"10"},
                 "profile":"smoke", "budget":"2m", "seed":7}""";
        assertEquals(202, lab.json("POST", "/runs", body).status());
        var request = lab.runs.lastRequest();
        assertEquals("id: x", request.inline().orElseThrow());
        assertEquals(Map.of("callers", "100", "fast", "true"), request.set());
        assertEquals(Map.of("model", List.of("a", "b"), "callers", List.of("10")), request.only());
        assertEquals("smoke", request.profile().orElseThrow());
        assertEquals(120, request.budgetSeconds().orElseThrow());
        assertEquals(OptionalLong.of(7), request.seed());
        lab.json("POST", "/runs", "{\"scenario\":\"demo\",\"budgetSeconds\":1.5}");
        assertEquals(1.5, lab.runs.lastRequest().budgetSeconds().orElseThrow());
    }

    @Test
    void wrong_fields_are_422_each_with_its_pointer() throws IOException {
        String[][] cases = {
            {"{}", "/scenario"},
            {"{\"scenario\":\"demo\",\"inline\":\"x\"}", "/scenario"},
            {"{\"scenario\":1}", "/scenario"},
            {"{\"scenario\":\"demo\",\"seed\":1.5}", "/seed"},
            {"{\"scenario\":\"demo\",\"seed\":99999999999999999999}", "/seed"},
            {"{\"scenario\":\"demo\",\"budget\":\"soon\"}", "/budget"},
            {"{\"scenario\":\"demo\",\"budget\":-1}", "/budget"},
            {"{\"scenario\":\"demo\",\"set\":[]}", "/set"},
            {"{\"scenario\":\"demo\",\"only\":{\"model\":[null]}}", "/only/model"},
            {"{\"scenario\":\"demo\",\"sed\":1}", "/sed"},
            {"[]", ""},
        };
        for (String[] row : cases) {
            for (String path : new String[] {"/runs", "/plans"}) {
                var reply = lab.json("POST", path, row[0]);
                assertEquals(422, reply.status(), row[0]);
                assertEquals(
                        row[1],
                        TestService.tree(reply)
                                .path("errors")
                                .path(0)
                                .path("pointer")
                                .asString(),
                        row[0]);
            }
        }
    }

    @Test
    void a_run_goes_out_as_a_file_and_comes_in_as_one() throws IOException {
        lab.runs.add("one", RunState.SUCCEEDED);
        assertEquals(404, lab.get("/runs/one/capsule").status());
        lab.runs.put("one", TestService.recorded(), List.of());
        var file = lab.get("/runs/one/capsule");
        assertEquals("application/zip", file.header("Content-Type"));
        assertEquals("attachment; filename=\"one.zip\"", file.header("Content-Disposition"));
        int[][] answers = {{'n', 201}, {'k', 200}, {'t', 409}, {'f', 507}, {'x', 422}};
        for (int[] row : answers) {
            var reply = lab.api("POST", "/imports", String.valueOf((char) row[0]), "Content-Type", "application/zip");
            assertEquals(row[1], reply.status(), reply.body());
        }
        assertEquals(
                "/api/v1/runs/new",
                lab.api("POST", "/imports", "n", "Content-Type", "application/zip")
                        .header("Location"));
        assertEquals(415, lab.json("POST", "/imports", "{}").status());
        // more than other bodies may have
        String large = "n" + " ".repeat(2 << 20);
        assertEquals(
                201,
                lab.api("POST", "/imports", large, "Content-Type", "application/zip")
                        .status());
        lab.json("POST", "/runs", DEMO);
        assertEquals(
                "demo",
                TestService.tree(lab.get("/runs/one/request")).path("scenario").asString());
    }

    @Test
    void two_runs_are_compared_and_a_result_can_be_judged_anew() throws IOException {
        lab.runs.add("one", RunState.SUCCEEDED);
        lab.runs.add("two", RunState.SUCCEEDED);
        lab.runs.put("one", TestService.recorded(), List.of());
        assertEquals(404, lab.get("/comparisons?base=one&with=two").status());
        lab.runs.put("two", TestService.recorded(), List.of());
        var same = lab.get("/comparisons?base=one&with=two");
        assertEquals(200, same.status(), same.body());
        assertTrue(TestService.tree(same).path("comparable").asBoolean(), same.body());
        assertEquals(404, lab.get("/comparisons?base=one&with=three").status());
        assertEquals(400, lab.get("/comparisons?base=one").status());
        assertEquals(400, lab.get("/comparisons?base=one&with=two&anyway=maybe").status());
        assertEquals(
                lab.get("/runs/one/results").body(),
                lab.get("/runs/one/results?fresh=true").body());
        assertEquals(400, lab.get("/runs/one/results?fresh=no").status());
    }

    @Test
    void predictions_are_taken_with_the_run_and_until_it_is_measured() throws IOException {
        String body = """
                {"scenario":"demo","predictions":{"a":"50/s","b":500,"c":[["x","y"],"z"]}}""";
        assertEquals(202, lab.json("POST", "/runs", body).status());
        assertEquals(
                Map.of("a", "50/s", "b", "500", "c", "x = y, z"),
                lab.runs.lastRequest().predictions());
        var kept = lab.json("PUT", "/runs/run-1/predictions", "{\"a\":\"40/s\"}");
        assertEquals(200, kept.status(), kept.body());
        assertEquals(
                "40/s", TestService.tree(kept).path("predictions").path("a").asString());
        assertEquals(422, lab.json("PUT", "/runs/run-1/predictions", "[1]").status());
        assertEquals(
                422, lab.json("PUT", "/runs/run-1/predictions", "{\"a\":{}}").status());
        var wrong = lab.json("PUT", "/runs/run-1/predictions", "{\"bad\":\"3\"}");
        assertEquals(422, wrong.status());
        assertEquals("wrong-answer", TestService.problem(wrong));
        assertTrue(wrong.body().contains("it takes 1 or 2"), wrong.body());
        lab.runs.add("run-1", RunState.RUNNING);
        var late = lab.json("PUT", "/runs/run-1/predictions", "{\"a\":\"40/s\"}");
        assertEquals(409, late.status());
        assertEquals("predictions-locked", TestService.problem(late));
        assertEquals(404, lab.json("PUT", "/runs/none/predictions", "{}").status());
    }

    @Test
    void every_refusal_of_the_engine_has_its_status() throws IOException {
        assertEquals(404, lab.json("POST", "/runs", "{\"scenario\":\"none\"}").status());
        assertEquals(422, lab.json("POST", "/runs", "{\"inline\":\"bad\"}").status());
        lab.runs.script(new Submission.QueueFull(1000, 30));
        var full = lab.json("POST", "/runs", DEMO);
        assertEquals(429, full.status());
        assertEquals("30", full.header("Retry-After"));
        lab.runs.script(new Submission.Draining());
        assertEquals(503, lab.json("POST", "/runs", DEMO).status());
        lab.runs.script(new Submission.DiskFull(1, 2));
        assertEquals(507, lab.json("POST", "/runs", DEMO).status());
    }

    @Test
    void a_store_that_fails_is_no_defect_of_the_server() throws IOException {
        lab.runs.breakWith(new StoreFailure("/home/me/lab.db: disk I/O error", null, false));
        var failed = lab.json("POST", "/runs", DEMO);
        assertEquals(503, failed.status());
        assertEquals("5", failed.header("Retry-After"));
        assertTrue(failed.body().contains("/problems/store-failed"), failed.body());
        assertFalse(failed.body().contains("/home/me"), failed.body());
        lab.runs.breakWith(new StoreFailure("full", null, true));
        assertEquals(507, lab.json("POST", "/runs", DEMO).status());
    }

    @Test
    void the_same_key_gives_the_same_run_and_another_request_under_it_is_refused() throws IOException {
        String body = "{\"scenario\":\"demo\",\"set\":{\"a\":1,\"b\":2}}";
        String turned = "{\"set\":{\"b\":2,\"a\":1},\"scenario\":\"demo\"}";
        var first = lab.json("POST", "/runs", body, "Idempotency-Key", "k1");
        var second = lab.json("POST", "/runs", turned, "Idempotency-Key", "k1");
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(
                409, lab.json("POST", "/runs", DEMO, "Idempotency-Key", "k1").status());
        assertEquals(
                400,
                lab.json("POST", "/runs", DEMO, "Idempotency-Key", "two words").status());
    }

    @Test
    void who_prefers_to_wait_gets_the_ended_run() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return lab.json("POST", "/runs", DEMO, "Prefer", "respond-async, wait=30");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        while (lab.runs.subscriptions() == 0) {
            Thread.onSpinWait();
        }
        lab.runs.emit("run-1", "end", Map.of());
        var reply = waiting.get();
        assertEquals(200, reply.status());
        assertEquals("wait=30", reply.header("Preference-Applied"));
        assertEquals("succeeded", TestService.tree(reply).path("state").asString());
        while (lab.runs.subscriptions() != 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void plans_tell_what_would_be_done() throws IOException {
        assertEquals(
                8,
                TestService.tree(lab.json("POST", "/plans", DEMO))
                        .path("rounds")
                        .asInt());
        assertEquals(404, lab.json("POST", "/plans", "{\"scenario\":\"none\"}").status());
        assertEquals(422, lab.json("POST", "/plans", "{\"inline\":\"bad\"}").status());
    }

    @Test
    void runs_are_listed_cancelled_and_forgotten() throws IOException {
        lab.runs.add("one", RunState.RUNNING);
        lab.runs.add("two", RunState.SUCCEEDED);
        JsonNode first = TestService.tree(lab.get("/runs?pageSize=1"));
        assertEquals(1, first.path("runs").size());
        assertEquals("1", first.path("nextPageToken").asString());
        assertEquals(
                1, TestService.tree(lab.get("/runs?state=running")).path("runs").size());
        for (String query : new String[] {"state=jumping", "since=yesterday", "pageToken=x"}) {
            assertEquals(400, lab.get("/runs?" + query).status(), query);
        }
        assertEquals(409, lab.api("DELETE", "/runs/one", "").status());
        assertEquals(202, lab.json("POST", "/runs/one/cancel", "{}").status());
        assertEquals(200, lab.api("POST", "/runs/two/cancel", "").status());
        assertEquals(204, lab.api("DELETE", "/runs/two", "").status());
        assertEquals(404, lab.api("DELETE", "/runs/two", "").status());
        assertEquals(404, lab.api("POST", "/runs/two/cancel", "").status());
        assertEquals(404, lab.get("/runs/two").status());
    }

    @Test
    void results_come_as_json_csv_and_markdown_and_the_report_as_html() throws IOException {
        lab.runs.add("done", RunState.SUCCEEDED);
        assertEquals(404, lab.get("/runs/done/results").status());
        assertEquals(404, lab.get("/runs/done/report").status());
        var recorded = TestService.recorded();
        lab.runs.put("done", recorded, List.of());
        assertEquals(
                "lab-result/v1",
                TestService.tree(lab.get("/runs/done/results")).path("format").asString());
        assertTrue(lab.get("/runs/done/results", "Accept", "text/csv")
                .header("Content-Type")
                .startsWith("text/csv"));
        assertTrue(
                lab.get("/runs/done/results?format=md").header("Content-Type").startsWith("text/markdown"));
        assertEquals(
                406, lab.get("/runs/done/results", "Accept", "application/pdf").status());
        assertEquals(406, lab.get("/runs/done/results?format=pdf").status());
        var report = lab.get("/runs/done/report");
        assertEquals(200, report.status());
        assertEquals(SecurityHeaders.REPORT_POLICY, report.header("Content-Security-Policy"));
        assertFalse(report.body().isEmpty());
    }
}
