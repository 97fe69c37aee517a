package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.Measurement.Distribution;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricValuesTest {

    private final LabFixture lab = new LabFixture().variant("virtual-threads", "virtual-threads");

    private @Nullable Double value(Metric metric, Window window) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan);
        lab.variants.forEach(v -> trials.add(v.name(), 1, window, List.of()));
        Judgement judgement = Judgement.of(plan, trials.records(), lab.calibration());
        return judgement.samples().raw(metric, Optional.empty(), plan.cells().getFirst(), 1);
    }

    private void assertValue(double expected, Metric metric, Window window) {
        assertEquals(expected, requireNonNull(value(metric, window)), StrictMath.abs(expected) * 1e-9, metric.id());
    }

    /// The window's resident peak is 200 MB; pages shared between processes count once in the proportional set.
    @Test
    void memory_of_a_process_tree_is_its_proportional_set() {
        Window window = Window.at(500);
        assertValue(200e6, Metric.RSS_PEAK, window);
        window.process = Figures.of(f -> {});
        assertValue(200e6, Metric.RSS_PEAK, window);
        window.process = Figures.of(f -> f.pssBytes = 90_000_000L);
        assertValue(90e6, Metric.RSS_PEAK, window);
    }

    @Test
    void figures_are_in_base_units_and_per_completed_task() {
        // 4 s at 500/s: 2,000 tasks, 1 s of CPU, 1,000,000 bytes, 5,100 switches.
        Window window = Window.at(500);
        window.failed = 20;
        assertValue(500, Metric.THROUGHPUT, window);
        assertValue(0.1, Metric.LATENCY_P99, window);
        assertValue(0.1, Metric.SERVICE_MEAN, window);
        assertValue(50e-6, Metric.DISPATCH_P50, window);
        assertValue(20.0 / 2_020, Metric.ERRORS_RATE, window);
        assertValue(0.25, Metric.CPU_CORES, window);
        assertValue(0.0005, Metric.CPU_PER_TASK, window);
        assertValue(500, Metric.ALLOCATED_PER_TASK, window);
        assertValue(2.55, Metric.SWITCHES_PER_TASK, window);
        assertValue(2_000, Metric.MEMORY_PER_TASK, window);
        assertValue(2e8, Metric.RSS_PEAK, window);
        assertValue(12, Metric.THREADS_PEAK, window);
        assertValue(0.3, Metric.STARTUP, window);
        assertValue(0.04, Metric.SERVICE_FIRST, window);
        assertValue(1, Metric.BACKEND_CALLS_PER_TASK, Window.at(500));
        assertValue(1_000, Metric.BACKEND_IN_FLIGHT_PEAK, window);
        // 0.4 cores / 500 = 800 us of CPU per task; 2 cores allow 2,500/s, fewer than the callers.
        assertValue(0.2, Metric.EFFICIENCY, window);
    }

    @Test
    void what_was_not_measured_is_null() {
        Window window = Window.at(500);
        window.latency = Window.distribution(100e6, 2_000);
        assertNull(value(Metric.LATENCY_P999, window), "2,000 x 0.001 is less than ten samples");
        assertNull(value(Metric.WALL, window));
        assertNull(value(Metric.SPEEDUP, window));
        assertNull(value(Metric.CACHE_HITS, window));
    }

    @Test
    void cpu_per_task_is_judged_from_a_fifth_of_a_second() {
        Window window = Window.at(500);
        window.cpuNanos = 199_000_000L;
        assertNull(value(Metric.CPU_PER_TASK, window));
        window.cpuNanos = 200_000_000L;
        assertValue(0.0001, Metric.CPU_PER_TASK, window);
        window.cpuNanos = null;
        assertNull(value(Metric.CPU_PER_TASK, window));
    }

    @Test
    void wall_is_the_median_repetition_and_speedup_is_against_sequential() {
        lab.load(new Load.Batch(100)).task(LabFixture.compute());
        lab.variant("floor", "sequential");
        Plan plan = lab.plan();
        Window fast = Window.at(100);
        fast.wallNanos = List.of(500_000_000L, 400_000_000L, 900_000_000L);
        Window slow = Window.at(50);
        slow.wallNanos = List.of(1_000_000_000L);
        Trials trials = new Trials(plan);
        trials.add("virtual-threads", 1, fast, List.of());
        trials.add("floor", 1, slow, List.of());
        Samples samples =
                Judgement.of(plan, trials.records(), lab.calibration()).samples();
        Plan.Cell cell = plan.cells().getFirst();
        assertEquals(0.5, requireNonNull(samples.raw(Metric.WALL, Optional.empty(), cell, 1)), 1e-12);
        assertEquals(2, requireNonNull(samples.raw(Metric.SPEEDUP, Optional.empty(), cell, 1)), 1e-12);
    }

    @Test
    void slow_share_counts_the_samples_beyond_twice_the_base_delay() {
        lab.backend("orders", new DelaySpec.Mixture(Duration.ofMillis(10), 0.05, Duration.ofSeconds(1)));
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        histogram.recordValueWithCount(11_000_000, 950);
        histogram.recordValueWithCount(1_000_000_000, 50);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        Window window = Window.at(500);
        window.latency = new Distribution(1_000, 60e6, 11_000_000L, null, null, null, 1_000_000_000L, text);
        // 50 of 1,000 took longer than 2 x 10 ms.
        assertEquals(0.05, requireNonNull(value(Metric.SLOW_SHARE, window)), 1e-9);
    }
}
