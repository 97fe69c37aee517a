package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.wire.Measurement.Distribution;
import org.junit.jupiter.api.Test;

class DispatchProbeTest {

    private final FakeClock clock = new FakeClock();
    private final Window window = new Window();

    /// Window 1 s to 2 s: probes at 1.00, 1.01 ... 1.99 s. The loop is held from 1.20 to 1.30 s, so the probe
    /// meant for 1.20 s starts 100 ms late, the next 90 ms, ... a prober that waited for its answer would have
    /// seen one.
    @Test
    void every_probe_that_was_due_in_a_stall_is_delayed_by_what_is_left_of_it() {
        Distribution d = delays(new SimulatedModel(clock, 0, 1_200 * MILLIS, 1_300 * MILLIS));

        assertEquals(100, d.count());
        // 100 + 90 + ... + 10 ms over 100 probes.
        assertEquals(5.5e6, d.mean(), 5.5e6 * 1e-3);
        assertEquals(100e6, max(d), 100e6 * 1e-3);
    }

    /// A loop held from 1.5 s on for good: the probes from 1.50 to 1.99 s have waited until the end of the
    /// drain at 3 s.
    @Test
    void a_probe_that_never_started_counts_with_its_wait() {
        Distribution d = delays(new SimulatedModel(clock, 0, 1_500 * MILLIS, 3_600 * SECOND));

        assertEquals(100, d.count());
        assertEquals(1.5e9, max(d), 1.5e9 * 1e-3);
    }

    private Distribution delays(SimulatedModel model) {
        DispatchProbe probe = new DispatchProbe(model, clock, window);
        window.opensAt(SECOND);
        window.closesAt(2 * SECOND);
        clock.at(2_500 * MILLIS, probe::close);
        probe.run();
        clock.park(3 * SECOND);
        return probe.delays().distribution();
    }

    private static double max(Distribution d) {
        Long max = d.max();
        return max == null ? Double.NaN : (double) max;
    }
}
