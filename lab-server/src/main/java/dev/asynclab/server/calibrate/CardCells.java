package dev.asynclab.server.calibrate;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.server.fork.CalibrationBench;
import dev.asynclab.server.fork.CalibrationBench.Order;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cells a card is measured with: loads whose outcome is arithmetic.
final class CardCells {

    static final String DELAY_50 = "delay-50ms";
    static final String RATE_100 = "rate-100";
    static final String LITTLE = "little-";
    static final String STALL = "stall";
    static final String BLOCKED = "blocked-loop";
    static final String KERNEL = "kernel";
    static final String PARKED = "parked";

    static final List<Integer> LITTLE_CALLERS = List.of(1, 16, 64);
    static final int PARKED_THREADS = 1_000;

    /// The first readings of a process also hold what the virtual machine spends on itself the first time: code,
    /// compiler memory, carrier stacks. From the third on they agree.
    private static final int PARKED_READINGS = 3;

    static final Duration STALL_WINDOW = Duration.ofSeconds(10);
    static final double STALL_RATE = 400;

    /// Few enough that a stall fills all places at once: the arrivals after that wait outside the model, where a
    /// recorder of service times does not look.
    private static final int STALL_PLACES = 20;

    private static final Duration WARM_UP = Duration.ofMillis(2_500);
    private static final long BLOCK_NANOS = Duration.ofMillis(100).toNanos();

    /// Delays of the backends by their names.
    static final Map<String, Duration> DELAYS = Map.of(
            "fifty", Duration.ofMillis(50),
            "hundred", Duration.ofMillis(100),
            "twenty", Duration.ofMillis(20),
            "one", Duration.ofMillis(1));

    private final int cores;
    private final Map<String, Step> calls;

    CardCells(int cores, Map<String, Step> calls) {
        this.cores = cores;
        this.calls = Map.copyOf(calls);
    }

    /// Everything that waits or blocks, on one event loop.
    Order loop() {
        Map<String, String> one = CalibrationBench.parameters("event-loop", Map.of("loops", "1", "offload", "false"));
        List<ToTrial.Cell> cells = new ArrayList<>();
        Map<String, ToTrial.Measure> measures = new LinkedHashMap<>();
        add(cells, measures, call(DELAY_50, one, "fifty", new ToTrial.Closed(1)), Duration.ofSeconds(2));
        add(cells, measures, call(RATE_100, one, "hundred", new ToTrial.Closed(100)), Duration.ofSeconds(2));
        for (int callers : LITTLE_CALLERS) {
            ToTrial.Cell cell = call(LITTLE + callers, one, "twenty", new ToTrial.Closed(callers));
            add(cells, measures, cell, Duration.ofSeconds(1));
        }
        ToTrial.LoadShape open = new ToTrial.Open(STALL_RATE, false, STALL_PLACES);
        add(cells, measures, call(STALL, one, "one", open), STALL_WINDOW);
        // The 99th percentile needs a thousand probes, one every 10 ms.
        ToTrial.Cell blocked = cell(BLOCKED, one, BLOCK_NANOS, 0, new Step.Block(BLOCK_NANOS), new ToTrial.Closed(1));
        add(cells, measures, blocked, Duration.ofMillis(10_500));
        return new Order("event-loop", one, WARM_UP, cells, measures, "", STALL);
    }

    /// A kernel on as many pool threads as cores, and the same kernel without a model. A task takes milliseconds, as
    /// the computing tasks of lessons do: next to them what a pool costs per task, tens of microseconds, is little.
    Order kernel() {
        Map<String, String> pool =
                CalibrationBench.parameters("platform-threads", Map.of("threads", Integer.toString(cores)));
        Kernel kernel = Kernels.create("fibonacci", Map.of("n", 28L));
        ToTrial.Cell cell =
                cell(KERNEL, pool, 0, kernel.run(), new Step.Compute(kernel, false), new ToTrial.Closed(2 * cores));
        ToTrial.Measure measure = new ToTrial.Measure(
                KERNEL, Duration.ofMillis(300).toNanos(), Duration.ofSeconds(2).toNanos(), false);
        return new Order("platform-threads", pool, WARM_UP, List.of(cell), Map.of(KERNEL, measure), KERNEL, "");
    }

    /// A thousand virtual threads that wait, several times; the last reading is the one that counts.
    Order parked() {
        Map<String, String> threads = CalibrationBench.parameters("virtual-threads", Map.of());
        long wait = Duration.ofMillis(800).toNanos();
        List<ToTrial.Cell> cells = new ArrayList<>();
        Map<String, ToTrial.Measure> measures = new LinkedHashMap<>();
        for (int reading = 1; reading <= PARKED_READINGS; reading++) {
            String id = PARKED + "-" + reading;
            cells.add(cell(id, threads, wait, 0, new Step.Wait(wait), new ToTrial.Closed(PARKED_THREADS)));
            measures.put(id, new ToTrial.Measure(id, wait, wait, true));
        }
        return new Order("virtual-threads", threads, WARM_UP, cells, measures, "", "");
    }

    private static void add(
            List<ToTrial.Cell> cells, Map<String, ToTrial.Measure> measures, ToTrial.Cell cell, Duration window) {
        long settle = Math.max(Duration.ofMillis(200).toNanos(), 2 * cell.baseDelayNanos());
        cells.add(cell);
        measures.put(cell.id(), new ToTrial.Measure(cell.id(), settle, window.toNanos(), false));
    }

    private ToTrial.Cell call(String id, Map<String, String> parameters, String backend, ToTrial.LoadShape load) {
        Step call = calls.get(backend);
        Duration delay = DELAYS.get(backend);
        if (call == null || delay == null) {
            throw new IllegalArgumentException("no backend " + backend);
        }
        return cell(id, parameters, delay.toNanos(), CalibrationBench.BODY_BYTES, call, load);
    }

    private static ToTrial.Cell cell(
            String id,
            Map<String, String> parameters,
            long delayNanos,
            long checksum,
            Step step,
            ToTrial.LoadShape load) {
        List<ToTrial.Kind> kinds = List.of(new ToTrial.Kind("task", 1, checksum, List.of(step)));
        return new ToTrial.Cell(id, parameters, PARKED_THREADS, 0, delayNanos, kinds, load);
    }
}
