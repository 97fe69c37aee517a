package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenPacerTest {

    private static final double THREE_DIGITS = 1e-3;

    private final FakeClock clock = new FakeClock();

    /// 400 arrivals a second for 10 s, held for 1 s in the middle: 4,000 arrivals, of which the 400 in the
    /// stall wait 1 s, 0.9975 s, ... 0.0025 s. 40 of 4,000 lie beyond the 99th percentile, so it is 1 s - 40 x
    /// 2.5 ms = 0.9 s.
    @Test
    void a_stall_is_seen_from_the_intended_start_and_not_in_the_service_time() {
        SimulatedModel model = new SimulatedModel(clock, 100_000, 4 * SECOND, 5 * SECOND);
        Simulation lab = new Simulation(clock, model, true, 1, 10 * SECOND);
        OpenPacer pacer = pacer(lab, Arrivals.intended(400, false, 1, 10 * SECOND), 1_000);

        pacer.begin();
        clock.park(11 * SECOND);

        assertEquals(4_000, lab.recorder.latency().count());
        assertEquals(0.9e9 + 0.1e6, value(lab.recorder.latency().p99()), 0.9e9 * THREE_DIGITS);
        assertEquals(1e9 + 0.1e6, value(lab.recorder.latency().max()), 1e9 * THREE_DIGITS);
        assertEquals(0.1e6, value(lab.recorder.service().max()), 0.1e6 * 0.01);
        assertEquals(0, pacer.late());
        assertTrue(pacer.drained());
    }

    /// One place in flight, 3 ms each, an arrival every 2 ms: the i-th (from 0) starts at 3 i ms, meant for 2 i
    /// ms, and ends i + 3 ms after its intended start. 50 arrivals in 100 ms; all but the first had to wait.
    @Test
    void arrivals_beyond_the_places_wait_in_order_and_keep_their_intended_start() {
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 3 * MILLIS), true, 1, 100 * MILLIS);
        OpenPacer pacer = pacer(lab, Arrivals.intended(500, false, 1, 100 * MILLIS), 1);

        pacer.begin();
        clock.park(SECOND);

        assertEquals(49, pacer.late());
        assertEquals(1, lab.recorder.inFlight().peak());
        assertEquals(50, lab.recorder.latency().count());
        assertEquals(52e6, value(lab.recorder.latency().max()), 52e6 * THREE_DIGITS);
        assertEquals(3e6, value(lab.recorder.service().max()), 3e6 * THREE_DIGITS);
        // The last one started 49 ms late.
        assertEquals(49e6, (double) lab.recorder.lateness99Nanos(), 49e6 * THREE_DIGITS);
    }

    /// Nothing ends: with 3 places, the arrivals at 0, 10 and 20 ms are in flight and those at 30 ... 90 ms never
    /// start. What was meant for later than the window is not counted.
    @Test
    void arrivals_not_started_by_the_end_of_the_drain_are_dropped() {
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 3_600 * SECOND), true, 1, 100 * MILLIS);
        OpenPacer pacer = pacer(lab, Arrivals.intended(100, false, 1, 200 * MILLIS), 3);

        pacer.begin();
        pacer.close();
        clock.park(5 * SECOND);

        List<Long> inFlight = new ArrayList<>();
        List<Long> dropped = new ArrayList<>();
        pacer.eachInFlight(inFlight::add);
        pacer.eachDropped(dropped::add);
        assertFalse(pacer.drained());
        assertEquals(List.of(0L, 10 * MILLIS, 20 * MILLIS), inFlight);
        assertEquals(
                List.of(30 * MILLIS, 40 * MILLIS, 50 * MILLIS, 60 * MILLIS, 70 * MILLIS, 80 * MILLIS, 90 * MILLIS),
                dropped);
        assertEquals(7, pacer.late());
    }

    /// After the stop, those meant for the window (0 ... 90 ms) still get their turn, one every 20 ms; later
    /// ones do not.
    @Test
    void arrivals_of_the_window_that_wait_are_started_during_the_drain() {
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 20 * MILLIS), true, 1, 100 * MILLIS);
        OpenPacer pacer = pacer(lab, Arrivals.intended(100, false, 1, 150 * MILLIS), 1);

        pacer.begin();
        pacer.close();
        clock.park(5 * SECOND);

        List<Long> dropped = new ArrayList<>();
        pacer.eachDropped(dropped::add);
        assertTrue(pacer.drained());
        assertEquals(List.of(), dropped);
        assertEquals(10, lab.recorder.latency().count());
        assertEquals(10, lab.recorder.done());
    }

    private static OpenPacer pacer(Simulation lab, long[] times, int maxInFlight) {
        return new OpenPacer(times, maxInFlight, lab.pacing, lab.flights, lab.window);
    }

    private static double value(@Nullable Long nanos) {
        return nanos == null ? Double.NaN : (double) nanos;
    }
}
