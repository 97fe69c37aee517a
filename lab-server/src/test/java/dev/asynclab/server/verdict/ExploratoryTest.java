package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ExploratoryResult;
import dev.asynclab.api.Profile;
import dev.asynclab.server.plan.Plan;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExploratoryTest {

    private final LabFixture lab = new LabFixture()
            .variant("one", "virtual-threads")
            .variant("two", "event-loop")
            .pair("one", "two");

    private List<ExploratoryResult> compared(Consumer<Window> change) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan).add("one", 8, _ -> Window.at(9_600)).add("two", 8, _ -> {
            Window window = Window.at(9_600);
            change.accept(window);
            return window;
        });
        return new Exploratory(Judgement.of(plan, trials.records(), lab.calibration())).all();
    }

    private static ExploratoryResult of(List<ExploratoryResult> all, String metric) {
        return all.stream().filter(e -> e.metric().equals(metric)).findFirst().orElseThrow();
    }

    @Test
    void what_differs_in_every_round_is_found_and_what_is_equal_is_not() {
        List<ExploratoryResult> all = compared(w -> w.threadsPeak = 48);
        // 12 against 48 threads in each of 8 rounds: p = 2 / 256 = 0.0078. It is the only difference among the
        // dozen metrics compared, so its place is the first: 0.1 / m must not be below, m at most 12.
        assertTrue(all.size() <= 12, all.toString());
        ExploratoryResult threads = of(all, "threads.peak");
        assertEquals("b-larger", threads.finding());
        assertEquals(0.25, requireNonNull(threads.ratio()), 1e-12);
        assertEquals("not-shown", of(all, "latency.p99").finding());
        assertEquals(1, requireNonNull(of(all, "latency.p99").ratio()), 1e-12);
    }

    @Test
    void the_primary_metric_is_left_to_the_verdict() {
        assertFalse(compared(_ -> {}).stream().anyMatch(e -> e.metric().equals("throughput")));
    }

    @Test
    void a_metric_without_a_ratio_is_left_out() {
        // No time in collections for one of the two: ln(0) is no number.
        assertFalse(
                compared(w -> w.gcNanos = 0).stream().anyMatch(e -> e.metric().equals("gc.share")));
    }

    @Test
    void a_run_too_short_for_verdicts_explores_nothing() {
        lab.profile = Profile.SMOKE;
        lab.verdicts = false;
        assertEquals(List.of(), compared(w -> w.threadsPeak = 48));
    }
}
