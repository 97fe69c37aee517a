package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.Measurement.Distribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A stall of S in a window of T: who asks when he meant to ask waits S, S less one gap, and so on down to nothing, so
/// the quantile q is `S - (1 - q) T` as long as that is positive. Here S = 1 s at 400 arrivals a second, each served
/// in 10 ms once the stall is over.
class CoordinatedOmissionTest {

    private static final long SERVICE = 10 * MILLIS;
    private static final double RATE = 400;

    private final FakeClock clock = new FakeClock();

    /// By hand: 1 - 0.1 x 5 = 0.5, 1 - 0.01 x 5 = 0.95, 1 - 0.01 x 10 = 0.9, 1 - 0.01 x 25 = 0.75,
    /// 1 - 0.001 x 25 = 0.975 s; each plus 10 ms of service.
    @ParameterizedTest
    @CsvSource({"5, 0.9, 0.51", "5, 0.99, 0.96", "10, 0.99, 0.91", "25, 0.99, 0.76", "25, 0.999, 0.985"})
    void quantiles_from_the_intended_start_follow_the_formula(int seconds, double q, double expectedSeconds) {
        Distribution latency = open(seconds).recorder.latency();
        assertEquals((long) (RATE * seconds), latency.count());
        // Three digits of the histogram, and one gap of 2.5 ms between neighbours.
        assertEquals(expectedSeconds, quantile(latency, q), expectedSeconds * 1e-3 + 2.5e-3);
    }

    @Test
    void the_recorder_passes_the_test_a_recorder_of_service_times_fails() {
        Simulation lab = open(10);
        assertTrue(accepted(lab.recorder.latency()));
        assertFalse(accepted(lab.recorder.service()));
        assertEquals(0.010, quantile(lab.recorder.service(), 0.99), 0.010 * 1e-3);
    }

    /// Four callers make 400 calls a second, and stand still together with what they call: only four of some 3,600
    /// calls
    /// see the stall, where 40 would be needed to reach the 99th percentile.
    @Test
    void callers_that_wait_for_their_answers_fail_it() {
        Simulation lab = new Simulation(clock, stalling(), false, 4, 10 * SECOND);
        ClosedPacer pacer = new ClosedPacer(4, 0, lab.pacing, lab.flights, lab.recorder);
        pacer.begin();
        clock.park(10 * SECOND);
        pacer.close();
        clock.park(12 * SECOND);
        Distribution latency = lab.recorder.latency();
        assertFalse(accepted(latency));
        assertEquals(0.010, quantile(latency, 0.99), 0.010 * 1e-3);
        assertEquals(1.010, seconds(latency.max()), 1.010 * 1e-3);
    }

    /// The acceptance of a stall of 1 s in 10 s.
    private static boolean accepted(Distribution distribution) {
        double p99 = quantile(distribution, 0.99);
        return p99 >= 0.9 && p99 <= 1.05;
    }

    private Simulation open(int seconds) {
        long length = seconds * SECOND;
        Simulation lab = new Simulation(clock, stalling(), true, 1, length);
        OpenPacer pacer =
                new OpenPacer(Arrivals.intended(RATE, false, 1, length), 100_000, lab.pacing, lab.flights, lab.window);
        pacer.begin();
        clock.park(length + 2 * SECOND);
        return lab;
    }

    /// Stands still from the second second to the third.
    private SimulatedModel stalling() {
        return new SimulatedModel(clock, SERVICE, 2 * SECOND, 3 * SECOND);
    }

    private static double quantile(Distribution d, double q) {
        return q == 0.9 ? seconds(d.p90()) : q == 0.99 ? seconds(d.p99()) : seconds(d.p999());
    }

    private static double seconds(@Nullable Long nanos) {
        return nanos == null ? Double.NaN : nanos / 1e9;
    }
}
