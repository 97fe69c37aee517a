package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import dev.asynclab.server.run.TraceFiles.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceApiTest {
    private static final String CELL = "pool@callers=10";
    private final TestService lab = new TestService();

    @BeforeEach
    void a_run_with_one_trace() {
        lab.runs.add("r", RunState.SUCCEEDED);
        lab.runs.add("plain", RunState.SUCCEEDED);
        lab.runs.add("going", RunState.RUNNING);
        lab.runs.trace("r", CELL, Kind.TRACE, "{\"traceEvents\":[]}");
        lab.runs.trace("r", CELL, Kind.JFR, "FLR");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_trace_is_an_attachment_in_both_forms() throws IOException {
        var trace = lab.get("/runs/r/cells/" + CELL + "/trace");
        assertEquals(200, trace.status(), trace.body());
        assertEquals("{\"traceEvents\":[]}", trace.body());
        assertTrue(trace.header("Content-Type").startsWith("application/json"), trace.header("Content-Type"));
        assertEquals("attachment; filename=\"r-" + CELL + ".trace.json\"", trace.header("Content-Disposition"));
        var jfr = lab.get("/runs/r/cells/" + CELL + "/jfr");
        assertEquals(200, jfr.status());
        assertEquals("FLR", jfr.body());
        assertEquals("application/octet-stream", jfr.header("Content-Type"));
    }

    @Test
    void the_cells_with_a_trace_are_listed() throws IOException {
        assertEquals("{\"cells\":[\"" + CELL + "\"]}", lab.get("/runs/r/traces").body());
        assertEquals("{\"cells\":[]}", lab.get("/runs/plain/traces").body());
    }

    @Test
    void what_was_not_recorded_is_refused_with_the_next_step() throws IOException {
        for (String path :
                new String[] {"/runs/plain/cells/a/trace", "/runs/r/cells/other/trace", "/runs/r/cells/b/jfr"}) {
            var reply = lab.get(path);
            assertEquals(404, reply.status(), path);
            assertEquals("no-trace", TestService.problem(reply), path);
            assertTrue(reply.body().contains("--trace"), reply.body());
        }
        assertEquals("no-such-run", TestService.problem(lab.get("/runs/none/cells/a/trace")));
    }

    @Test
    void a_run_that_goes_on_has_no_trace_yet() throws IOException {
        for (String path :
                new String[] {"/runs/going/traces", "/runs/going/cells/a/trace", "/runs/going/cells/a/jfr"}) {
            var reply = lab.get(path);
            assertEquals(409, reply.status(), path);
            assertEquals("still-running", TestService.problem(reply), path);
        }
    }

    @Test
    void a_trace_is_asked_for_with_true_or_false() throws IOException {
        assertEquals(
                202,
                lab.json("POST", "/runs", "{\"scenario\": \"demo\", \"trace\": true}")
                        .status());
        assertTrue(lab.runs.lastRequest().traced());
        assertEquals(202, lab.json("POST", "/runs", "{\"scenario\": \"demo\"}").status());
        assertFalse(lab.runs.lastRequest().traced());
        var reply = lab.json("POST", "/runs", "{\"scenario\": \"demo\", \"trace\": \"yes\"}");
        assertEquals(422, reply.status());
        assertEquals("invalid-body", TestService.problem(reply));
    }

    @Test
    void the_report_draws_what_was_recorded() throws IOException {
        var recorded = TestService.recorded();
        lab.runs.put("r", recorded, List.of());
        assertFalse(lab.get("/runs/r/report").body().contains("<h2>Task timeline</h2>"));
        String task = "\"args\":{\"task\":1},\"ts\":0,\"dur\":5,\"cat\":\"running\",\"ph\":\"X\",\"tid\":1,\"pid\":";
        lab.runs.trace(
                recorded.run(),
                recorded.competing().getFirst().id(),
                Kind.TRACE,
                "{\"traceEvents\":[{" + task + "1},{" + task + "1000000}]}");
        assertTrue(lab.get("/runs/r/report").body().contains("<h2>Task timeline</h2>"));
    }
}
