package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.SharedState;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPacerTest {

    private final FakeClock clock = new FakeClock();
    private final Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 30 * MILLIS), false, 1, SECOND);
    private final BatchPacer pacer = new BatchPacer(
            5, lab.pacing, lab.flights, lab.recorder, lab.window, new Counts(new SharedState(), List.of()));

    /// Repetitions of 30 ms until 100 ms have passed: the fourth ends at 120 ms.
    @Test
    void repetitions_are_whole_and_go_on_until_the_phase_has_lasted() {
        pacer.phase(100 * MILLIS, 100 * MILLIS);
        clock.park(119 * MILLIS);
        assertFalse(pacer.phaseOver());
        clock.park(500 * MILLIS);

        assertTrue(pacer.phaseOver());
        assertEquals(List.of(30 * MILLIS, 30 * MILLIS, 30 * MILLIS, 30 * MILLIS), pacer.wallNanos());
        assertEquals(20, lab.recorder.completed());
        assertEquals(5, lab.recorder.inFlight().peak());
        assertEquals(120 * MILLIS + 1, pacer.closing());
    }

    @Test
    void there_is_at_least_one_repetition() {
        pacer.phase(0, 0);
        clock.park(SECOND);

        assertEquals(List.of(30 * MILLIS), pacer.wallNanos());
    }
}
