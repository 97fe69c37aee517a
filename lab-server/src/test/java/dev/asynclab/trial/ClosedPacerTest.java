package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedPacerTest {

    private final FakeClock clock = new FakeClock();

    /// Ten callers end together every 100 ms. A window of 1.05 s sees bursts at 0.1 ... 1.0 s: 100 completions,
    /// which over the window would be 95.2 a second. Nine whole turns lie between the first and the last burst:
    /// 90 / 0.9 s.
    @Test
    void callers_go_on_at_once_and_whole_turns_give_the_exact_rate() {
        Simulation lab = simulation(100 * MILLIS, 10, 1_050 * MILLIS);
        ClosedPacer pacer = new ClosedPacer(10, 0, lab.pacing, lab.flights, lab.recorder);

        pacer.begin();
        clock.park(1_050 * MILLIS);
        pacer.close();
        clock.park(2 * SECOND);

        assertEquals(100, lab.recorder.completed());
        assertEquals(9, lab.recorder.turns().turns());
        assertEquals(100.0, lab.recorder.turns().ratePerSecond(1_050 * MILLIS), 1e-9);
        assertEquals(10.0, lab.recorder.inFlight().mean(), 1e-9);
        assertEquals(10, lab.recorder.inFlight().peak());
        assertTrue(pacer.drained());
        // Those in flight at the edge ended in the drain, and nobody went on.
        assertEquals(110, lab.recorder.done());
    }

    @Test
    void a_phase_without_a_whole_turn_goes_on_up_to_its_most() {
        Simulation lab = simulation(100 * MILLIS, 2, SECOND);
        ClosedPacer pacer = new ClosedPacer(2, 0, lab.pacing, lab.flights, lab.recorder);
        pacer.begin();
        pacer.phase(50 * MILLIS, 150 * MILLIS);

        clock.park(149 * MILLIS);
        // One burst of two is only the beginning of a turn.
        assertEquals(2, lab.recorder.completed());
        assertFalse(pacer.phaseOver());
        clock.park(150 * MILLIS);
        assertTrue(pacer.phaseOver());

        pacer.phase(40 * MILLIS, SECOND);
        clock.park(199 * MILLIS);
        assertFalse(pacer.phaseOver());
        clock.park(200 * MILLIS);
        assertTrue(pacer.phaseOver());
    }

    @Test
    void callers_that_are_still_out_are_known_by_their_start() {
        Simulation lab = simulation(100 * MILLIS, 2, SECOND);
        ClosedPacer pacer = new ClosedPacer(2, 0, lab.pacing, lab.flights, lab.recorder);
        pacer.begin();
        clock.park(250 * MILLIS);
        pacer.close();

        List<Long> out = new ArrayList<>();
        pacer.eachInFlight(out::add);
        assertEquals(List.of(200 * MILLIS, 200 * MILLIS), out);

        clock.park(SECOND);
        out.clear();
        pacer.eachInFlight(out::add);
        assertEquals(List.of(), out);
    }

    /// Ten callers join over 100 ms, so caller i begins at 10 i ms and again every 100 ms. At 245 ms callers 0 to 4
    /// are in their third task, begun at 200 ... 240 ms, and callers 5 to 9 in their second.
    @Test
    void callers_join_one_after_the_other_and_stay_out_of_step() {
        Simulation lab = simulation(100 * MILLIS, 10, SECOND);
        ClosedPacer pacer = new ClosedPacer(10, 100 * MILLIS, lab.pacing, lab.flights, lab.recorder);

        pacer.begin();
        clock.park(245 * MILLIS);

        List<Long> begins = new ArrayList<>();
        pacer.eachInFlight(nanos -> begins.add(nanos / MILLIS));
        assertEquals(List.of(200L, 210L, 220L, 230L, 240L, 150L, 160L, 170L, 180L, 190L), begins);
    }

    /// Ten callers all busy from 0 to 100 ms. Told at 50 ms that half may go on, five leave at 100 ms; told at 150 ms
    /// that a quarter may, two and a half rounded down, three of those leave at 200 ms.
    @Test
    void callers_leave_when_their_task_ends() {
        Simulation lab = simulation(100 * MILLIS, 10, SECOND);
        ClosedPacer pacer = new ClosedPacer(10, 0, lab.pacing, lab.flights, lab.recorder);
        pacer.begin();

        clock.park(50 * MILLIS);
        assertEquals(5, pacer.narrow(2, 4));
        assertEquals(10, lab.recorder.inFlight().now());
        clock.park(150 * MILLIS);
        assertEquals(5, lab.recorder.inFlight().now());
        assertEquals(2, pacer.narrow(1, 4));
        clock.park(250 * MILLIS);
        assertEquals(2, lab.recorder.inFlight().now());
        assertFalse(pacer.drained());

        pacer.close();
        clock.park(350 * MILLIS);
        assertTrue(pacer.drained());
    }

    private Simulation simulation(long serviceNanos, int turn, long windowNanos) {
        return new Simulation(clock, SimulatedModel.steady(clock, serviceNanos), false, turn, windowNanos);
    }
}
