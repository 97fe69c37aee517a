package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Check;
import dev.asynclab.server.plan.Plan;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// A loop at 1,070/s beside a pool at 1,000/s, 8 rounds without noise: 7 % apart, more than the margin of 5 %.
class ResolutionTest {

    private static final RunFacts FACTS =
            new RunFacts("r1", null, "succeeded", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "lab run fixture");

    private final LabFixture lab = new LabFixture()
            .variant("loop", "event-loop")
            .variant("pool", "platform-threads")
            .pair("loop", "pool");

    private ResultDocument judge(IntFunction<Window> twin) {
        lab.variants.add(lab.variants.getFirst().twin());
        Plan plan = lab.plan();
        Trials trials = new Trials(plan)
                .add("loop", 8, r -> Window.at(1_070))
                .add("pool", 8, r -> Window.at(1_000))
                .add(lab.variants.getLast().name(), 8, twin);
        return Judge.judge(plan, trials.records(), lab.calibration(), Map.of("cores", 2), FACTS);
    }

    private static Check resolution(ResultDocument result) {
        return result.checks().stream()
                .filter(c -> c.code().equals("a-a-resolution"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_run_that_can_tell_one_percent_apart_names_the_winner() {
        ResultDocument result = judge(r -> Window.at(1_070 * (r % 2 == 0 ? 1.01 : 1 / 1.01)));
        assertEquals("a-beats-b", result.pairs().getFirst().verdict());
        assertTrue(resolution(result).ok());
    }

    /// The copy is 10 % above and below in turn. Of the 36 Walsh averages of eight such logarithms ten are at
    /// either end, and the interval takes the fourth from each: its half width is ln 1.1. A tenth is the margin
    /// then, and 7 % are inside it.
    @Test
    void what_a_model_differs_from_itself_is_no_difference_between_models() {
        ResultDocument result = judge(r -> Window.at(1_070 * (r % 2 == 0 ? 1.1 : 1 / 1.1)));
        assertEquals("tie", result.pairs().getFirst().verdict());
        assertEquals(
                "one model against itself: differences below 10 % cannot be told",
                resolution(result).evidence());
    }

    @Test
    void a_model_that_beats_itself_voids_the_run() {
        ResultDocument result = judge(r -> Window.at(1_300));
        assertEquals("void", result.pairs().getFirst().verdict());
        assertFalse(resolution(result).ok());
    }
}
