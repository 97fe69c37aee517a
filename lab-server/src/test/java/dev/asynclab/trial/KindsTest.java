package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.model.Timeline;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KindsTest {

    private static final Step COMPUTE = new Step.Compute(new Spin(), false);

    /// One at the top, two branches of one, one under a timeout inside a limit: four kernels.
    private static final ToTrial.Kind NESTED = new ToTrial.Kind(
            "nested",
            0.5,
            0,
            List.of(
                    COMPUTE,
                    new Step.Wait(5),
                    new Step.Parallel(List.of(List.of(COMPUTE), List.of(COMPUTE)), 0),
                    new Step.Limit("l", 1, -1, List.of(new Step.Timeout(1, List.of(COMPUTE))))));

    private static final ToTrial.Kind IDLE = new ToTrial.Kind("idle", 0.5, 0, List.of(new Step.Block(1)));

    @Test
    void kernels_are_found_anywhere_in_the_tree() {
        Kinds kinds = new Kinds(List.of(NESTED, IDLE));

        assertEquals(4, kinds.kernels(0).size());
        assertEquals(0, kinds.kernels(1).size());
    }

    /// Two of the one and one of the other kind complete inside the window, and one of the first after it: 2 x
    /// 4 + 0.
    @Test
    void kernel_calls_are_those_of_the_tasks_completed_in_the_window() {
        FakeClock clock = new FakeClock();
        Window window = new Window();
        window.opensAt(0);
        window.closesAt(100);
        Recorder recorder = new Recorder(window, new Kinds(List.of(NESTED, IDLE)), false, 1, 1);
        List<ToTrial.Kind> kinds = List.of(NESTED, IDLE);
        Flights flights = new Flights(
                SimulatedModel.steady(clock, 1),
                new Kinds(kinds),
                new KindDraw(kinds, 1),
                clock,
                recorder,
                new Faults());
        ClosedPacer pacer = new ClosedPacer(1, 0, new Pacing(clock, new Faults(), Runnable::run), flights, recorder);

        for (int i = 0; i < 2; i++) {
            recorder.succeeded(new Flight(flights, pacer, i, 0, 0, 0, 10, Timeline.NONE), 0, 50);
        }
        recorder.succeeded(new Flight(flights, pacer, 2, 0, 1, 0, 10, Timeline.NONE), 0, 60);
        recorder.succeeded(new Flight(flights, pacer, 3, 0, 0, 0, 10, Timeline.NONE), 0, 100);

        assertEquals(3, recorder.completed());
        assertEquals(8, recorder.kernelCalls());
        Map<String, Long> counts = new TreeMap<>();
        recorder.byKind().forEach((kind, latency) -> counts.put(kind, latency.count()));
        assertEquals(Map.of("nested", 2L, "idle", 1L), counts);
    }

    @Test
    void the_reference_rate_comes_from_the_kernels_alone() throws TrialFault, InterruptedException {
        ToTrial.Cell cell = new ToTrial.Cell("c", Map.of(), 1, 0, 0, List.of(NESTED, IDLE), new ToTrial.Closed(1));

        FromTrial.ReferenceRate rate = new Reference(cell, 1, TrialClock.system()).rate(2, 20_000_000);

        assertEquals("c", rate.cell());
        assertTrue(rate.tasksPerSecond() > 0);
        // Two threads cannot use more than two seconds of CPU in a second; a tenth more for the clocks' own steps.
        assertTrue(rate.cpuNanosPerTask() * rate.tasksPerSecond() <= 2.2e9);
    }

    private record Spin() implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("spin", "", List.of(), "", v -> new Spin());
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            long x = 1;
            for (int i = 0; i < 1_000; i++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
            }
            return x;
        }
    }
}
