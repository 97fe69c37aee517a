package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayApiTest {
    private final TestService lab = new TestService();

    @BeforeEach
    void a_run_that_has_ended_and_one_that_waits() throws IOException {
        lab.json("POST", "/runs", "{\"inline\":\"id: demo\"}");
        lab.runs.add("ended", RunState.SUCCEEDED);
        lab.runs.put("ended", TestService.recorded(), List.of());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void the_scenario_of_a_run_is_read_from_the_text_of_the_run() throws IOException {
        var scenario = lab.get("/runs/run-1/scenario");
        assertEquals(200, scenario.status(), scenario.body());
        assertEquals("Title of demo", TestService.tree(scenario).path("title").asString());
        assertEquals("no-such-run", TestService.problem(lab.get("/runs/none/scenario")));
    }

    @Test
    void answers_are_scored_as_a_result_has_them() throws IOException {
        var scored = lab.json("POST", "/runs/ended/scores", "{\"a\":\"50/s\"}");
        assertEquals(200, scored.status(), scored.body());
        var first = TestService.tree(scored).path("predictions").path(0);
        assertEquals("a", first.path("id").asString());
        assertEquals("50/s", first.path("answer").asString());
        assertEquals("1 / 20 ms = 50/s", first.path("byHand").asString());
        assertEquals(1, first.path("score").asDouble());
    }

    @Test
    void what_cannot_be_scored_is_refused() throws IOException {
        var early = lab.json("POST", "/runs/run-1/scores", "{\"a\":\"50/s\"}");
        assertEquals(404, early.status());
        assertEquals("no-result", TestService.problem(early));
        var wrong = lab.json("POST", "/runs/ended/scores", "{\"bad\":\"3\"}");
        assertEquals(422, wrong.status());
        assertEquals("wrong-answer", TestService.problem(wrong));
        assertTrue(wrong.body().contains("it takes 1 or 2"), wrong.body());
        assertEquals(422, lab.json("POST", "/runs/ended/scores", "[1]").status());
        assertEquals(404, lab.json("POST", "/runs/none/scores", "{}").status());
    }
}
