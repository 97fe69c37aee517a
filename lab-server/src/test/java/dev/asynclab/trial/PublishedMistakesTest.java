package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.workload.Task;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Mistakes that published comparisons of concurrency models made while measuring, and what this lab does
/// instead. Those of judging are in `server.verdict`, those of writing the models in `model`, each in a class
/// of this name.
class PublishedMistakesTest {

    private static final double THREE_DIGITS = 1e-3;

    private final FakeClock clock = new FakeClock();

    /// A comparison started the clock of one model when its thread began to run: 23 ms against 18,177 ms for
    /// the other, whose clock included the queue. Here each task waits 18 s and then says `started` and ends
    /// at once: its service time is nothing, its latency the 18 s.
    @Test
    void a_clock_that_starts_after_the_queue_cannot_hide_the_queue() {
        Simulation lab = new Simulation(clock, new LateClock(clock, 18 * SECOND), true, 1, SECOND);
        OpenPacer pacer =
                new OpenPacer(Arrivals.intended(100, false, 1, SECOND), 1_000, lab.pacing, lab.flights, lab.window);

        pacer.begin();
        clock.park(30 * SECOND);

        assertEquals(100, lab.recorder.latency().count());
        assertEquals(18e9, value(lab.recorder.latency().p50()), 18e9 * THREE_DIGITS);
        assertEquals(0, value(lab.recorder.service().p50()), 1_000);
    }

    /// Callers that wait for an answer before they ask again stop asking while the system stalls. The same
    /// stall of one second in ten: one caller sees it in one task of many thousands and reports 0.1 ms at the
    /// 99th percentile. Arrivals on a schedule see it in the 400 that were due meanwhile, the last of the
    /// worst 1 % after 0.9 s (400 arrivals 2.5 ms apart, 40 of 4,000 beyond the percentile).
    @Test
    void a_closed_loop_hides_a_stall_and_an_open_one_shows_it() {
        Simulation closed = new Simulation(clock, stalling(clock), false, 1, 10 * SECOND);
        new ClosedPacer(1, 0, closed.pacing, closed.flights, closed.recorder).begin();
        clock.park(10 * SECOND);

        FakeClock second = new FakeClock();
        Simulation open = new Simulation(second, stalling(second), true, 1, 10 * SECOND);
        new OpenPacer(Arrivals.intended(400, false, 1, 10 * SECOND), 1_000, open.pacing, open.flights, open.window)
                .begin();
        second.park(11 * SECOND);

        assertEquals(0.1e6, value(closed.recorder.latency().p99()), 0.1e6 * 0.02);
        assertEquals(0.9e9 + 0.1e6, value(open.recorder.latency().p99()), 0.9e9 * THREE_DIGITS);
    }

    private static SimulatedModel stalling(FakeClock clock) {
        return new SimulatedModel(clock, 100_000, 4 * SECOND, 5 * SECOND);
    }

    /// "10,000 users" named two load shapes in one report. The same rate is ten tasks in flight at 10 ms each
    /// and a hundred at 100 ms, and that is printed with every result.
    @Test
    void two_load_shapes_of_one_name_are_told_apart_by_what_is_in_flight() {
        assertEquals(10, peakInFlight(10 * MILLIS));
        assertEquals(100, peakInFlight(100 * MILLIS));
    }

    private static int peakInFlight(long serviceNanos) {
        FakeClock clock = new FakeClock();
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, serviceNanos), true, 1, SECOND);
        new OpenPacer(Arrivals.intended(1_000, false, 1, SECOND), 1_000, lab.pacing, lab.flights, lab.window).begin();
        clock.park(2 * SECOND);
        return lab.recorder.inFlight().peak();
    }

    /// A report summed cumulative counters and was wrong 2,000 times over. Here 32 MB are allocated before
    /// the window and 4 MB in it; other threads of this process may add to the second figure, but not the
    /// first 32 MB.
    @Test
    void what_happened_before_the_window_is_not_counted_again_in_it() {
        Counters counters = new Counters(TrialClock.system());
        assertEquals(32, allocate(32));
        Counters.Edge from = Counters.edge(Counters.Quick.read(), counters.slow());
        assertEquals(4, allocate(4));
        Counters.Edge to = Counters.edge(Counters.Quick.read(), counters.slow());

        Long allocated = counters.between(from, to).allocatedBytes();

        assertNotNull(allocated);
        assertTrue(allocated >= 4L << 20, "allocated " + allocated);
        assertTrue(allocated < 32L << 20, "allocated " + allocated);
    }

    private static int allocate(int megabytes) {
        int made = 0;
        for (int i = 0; i < megabytes; i++) {
            byte[] block = new byte[1 << 20];
            made += block[i] + 1;
        }
        return made;
    }

    /// CPU series of a report came from another two seconds than its rates. If rate, residence and tasks in
    /// flight are of one window, they obey Little's law to the last digit: 4 callers, 10 ms each, 100 ms are
    /// 40 tasks, 400/s x 10 ms = 4. The task that ends with the window's last moment is in, the next one is
    /// not.
    @Test
    void all_series_of_a_cell_are_of_one_window() {
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 10 * MILLIS), false, 4, 100 * MILLIS + 1);
        new ClosedPacer(4, 0, lab.pacing, lab.flights, lab.recorder).begin();
        clock.park(SECOND);

        Distribution latency = lab.recorder.latency();
        assertEquals(40, lab.recorder.completed());
        assertEquals(40, latency.count());
        assertEquals(10e6, latency.mean(), 10e6 * THREE_DIGITS);
        assertEquals(4.0, lab.recorder.inFlight().mean(), 1e-9);
    }

    /// Averages over a whole run mixed 3,300/s cold with 7,800/s warm. A task that ended before the window
    /// opens is in none of the figures: of 20 in 200 ms, the 10 of the second half.
    @Test
    void warming_up_is_in_no_average() {
        Simulation lab = new Simulation(clock, SimulatedModel.steady(clock, 10 * MILLIS), false, 1, 200 * MILLIS + 1);
        lab.window.opensAt(100 * MILLIS + 1);
        new ClosedPacer(1, 0, lab.pacing, lab.flights, lab.recorder).begin();
        clock.park(SECOND);

        assertEquals(10, lab.recorder.completed());
        assertEquals(10, lab.recorder.latency().count());
    }

    /// A tool stored the 95th percentile under the name of the 99th. Of 1 ... 10,000 us these are 9,500 and
    /// 9,900 us; the raw histogram is kept, so that anybody can compute them again.
    @Test
    void a_percentile_is_what_its_name_says_and_the_histogram_is_kept() throws DataFormatException {
        Durations durations = new Durations(2);
        for (int i = 1; i <= 10_000; i++) {
            durations.record(i * 1_000L);
        }
        Distribution d = durations.distribution();
        Histogram raw = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(d.histogram())), 0);

        assertEquals(9_900e3, value(d.p99()), 9_900e3 * THREE_DIGITS);
        assertEquals(9_500e3, (double) raw.getValueAtPercentile(95), 9_500e3 * THREE_DIGITS);
        assertEquals(value(d.p99()), (double) raw.getValueAtPercentile(99));
    }

    /// Failing fast counted as being fast: 2,138 requests a second, of which 121 in 1,000 had failed. A model
    /// that refuses everything at once completes nothing and has no latency to show.
    @Test
    void failures_are_in_no_rate_and_in_no_latency() {
        Simulation lab = new Simulation(clock, new Refusing(clock), false, 1, SECOND);
        new ClosedPacer(1, 0, lab.pacing, lab.flights, lab.recorder).begin();
        clock.park(2 * SECOND);

        assertEquals(0, lab.recorder.completed());
        assertEquals(0, lab.recorder.latency().count());
        // one refusal each millisecond of the window, which it opens and does not close with
        assertEquals(Map.of("rejected", 999L), lab.recorder.errors().counts());
    }

    private static double value(@Nullable Long nanos) {
        return nanos == null ? Double.NaN : (double) nanos;
    }

    /// Queues a task for so long, then says it has started, and ends it in the same moment.
    private record LateClock(FakeClock clock, long queueNanos) implements Queueing {
        @Override
        public void start(Task task, Completion done) {
            clock.at(clock.nanos() + queueNanos, () -> {
                done.started();
                done.succeeded(FakeModels.CHECKSUM);
            });
        }
    }

    /// Refuses every task after a millisecond.
    private record Refusing(FakeClock clock) implements Queueing {
        @Override
        public void start(Task task, Completion done) {
            clock.at(clock.nanos() + MILLIS, () -> done.failed(new RejectedExecutionException("full")));
        }
    }

    private interface Queueing extends ConcurrencyModel {
        @Override
        default Map<String, String> limits() {
            return Map.of();
        }

        @Override
        default void close() {}
    }
}
