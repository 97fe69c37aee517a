package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.wire.ToTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpLoadTest {

    private static final long DELAY = 50_000_000;
    private static final long LENGTH = 250_000_000;

    private static WarmUpLoad warmUp(ToTrial.LoadShape load, int width, long leastNanos) {
        var kind = new ToTrial.Kind("k", 1, 0, List.of());
        return new WarmUpLoad(new ToTrial.Cell("c", Map.of(), 1, width, DELAY, List.of(kind), load, leastNanos));
    }

    private static WarmUpLoad warmUp(ToTrial.LoadShape load, int width) {
        return warmUp(load, width, 3 * DELAY);
    }

    @Test
    void a_narrow_model_is_kept_busy_and_given_no_queue_to_work_off() {
        assertEquals(
                new ToTrial.Closed(100), warmUp(new ToTrial.Closed(1_000), 50).load(LENGTH));
        assertEquals(new ToTrial.Closed(10), warmUp(new ToTrial.Closed(10), 50).load(LENGTH));
        // five turns of 50 ms fit into 250 ms, one at least
        assertEquals(
                new ToTrial.Batch(250), warmUp(new ToTrial.Batch(1_000), 50).load(LENGTH));
        assertEquals(new ToTrial.Batch(50), warmUp(new ToTrial.Batch(1_000), 50).load(1));
    }

    @Test
    void a_model_without_a_limit_gets_the_load_of_the_cell() {
        for (ToTrial.LoadShape load :
                List.of(new ToTrial.Closed(1_000), new ToTrial.Batch(1_000), new ToTrial.Open(5, false, 10))) {
            assertEquals(load, warmUp(load, 0).load(LENGTH));
        }
    }

    /// A turn: what is served at once, all callers or as many as the model is wide.
    @Test
    void three_turns_have_to_end() {
        assertEquals(3_000, warmUp(new ToTrial.Closed(1_000), 0).leastTasks());
        assertEquals(150, warmUp(new ToTrial.Closed(1_000), 50).leastTasks());
        assertEquals(3_000, warmUp(new ToTrial.Batch(1_000), 0).leastTasks());
        assertEquals(150, warmUp(new ToTrial.Batch(1_000), 50).leastTasks());
        assertEquals(0, warmUp(new ToTrial.Open(5, false, 10), 0).leastTasks());
        assertEquals(0, warmUp(new ToTrial.Closed(1_000), 0, 0).leastTasks());
    }

    @Test
    void a_warm_up_in_which_too_few_tasks_end_goes_on_but_not_for_ever() {
        FakeClock clock = new FakeClock();
        var kinds = new Kinds(List.of(new ToTrial.Kind("k", 1, 0, List.of())));
        Recorder nothingEnds = new Recorder(new Window(), kinds, false, 1, 1);
        WarmUpCurve patient = new WarmUpCurve("c", clock, nothingEnds, LENGTH, LENGTH, 1);
        WarmUpCurve plain = new WarmUpCurve("c", clock, nothingEnds, LENGTH, LENGTH, 0);
        clock.park(LENGTH);
        patient.windowEnded();
        plain.windowEnded();
        assertEquals(List.of(false, true), List.of(patient.over(), plain.over()));
        int more = 0;
        while (!patient.over()) {
            clock.park(clock.nanos() + patient.windowNanos());
            patient.windowEnded();
            more++;
        }
        // Twice as long as planned at most, in fifths.
        assertEquals(5, more);
        assertEquals(2 * LENGTH, clock.nanos());
    }
}
