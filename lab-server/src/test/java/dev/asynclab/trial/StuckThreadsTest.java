package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Kernels;
import dev.asynclab.model.Completion;
import dev.asynclab.model.Setup;
import dev.asynclab.model.broken.BrokenModels;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real deadlock, and what is left of its thread dump.
@Timeout(60)
class StuckThreadsTest {

    private static final Completion NOBODY = new Completion() {
        @Override
        public void started() {}

        @Override
        public void succeeded(long checksum) {}

        @Override
        public void failed(Throwable cause) {}
    };

    @Test
    void threads_at_the_same_place_are_one_entry_with_what_they_wait_for() {
        List<Step> compute = List.of(new Step.Compute(Kernels.create("fibonacci", Map.of("n", 20L)), false));
        Step branches = new Step.Parallel(List.of(compute, compute), 0);
        try (var model = BrokenModels.create("broken-nested-pool", new Setup(Map.of(), 4, 2))) {
            List<String> dump;
            long id = 0;
            do {
                // Sooner or later all eight threads have a task, and none is left for the branches: then it stays so.
                for (int i = 0; i < 100; i++) {
                    model.start(new Task(id++, List.of(branches)), NOBODY);
                }
                dump = StuckThreads.now();
            } while (dump.isEmpty() || !dump.getFirst().startsWith("8 threads"));
            assertEquals(
                    "8 threads nested-pool-0 to nested-pool-7 WAITING for java.util.concurrent.FutureTask",
                    dump.getFirst());
            assertEquals("    in java.util.concurrent.FutureTask.get", dump.get(1));
            assertTrue(dump.get(2).startsWith("    at dev.asynclab.model.broken.NestedPoolModel.joined("), dump.get(2));
            assertTrue(StuckThreads.explained("nothing moves").startsWith("nothing moves: 8 threads nested-pool-0"));
        }
    }

    @Test
    void idle_threads_and_those_of_the_lab_are_left_out() {
        try (var model = BrokenModels.create("broken-nested-pool", new Setup(Map.of(), 4, 2))) {
            assertEquals("8", model.limits().get("threads"));
            assertTrue(StuckThreads.now().stream().noneMatch(line -> line.contains("nested-pool")));
            assertTrue(StuckThreads.now().stream().noneMatch(line -> line.contains("StuckThreadsTest")));
        }
    }
}
