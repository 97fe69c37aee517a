package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.model.broken.BrokenModels;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Models that are broken on purpose and answer rightly all the same: what they do wrong is something else.
@Timeout(60)
class CostlyMistakesTest {

    private static final long MOMENT = Duration.ofMillis(20).toNanos();
    private static final int POOL = 8;

    private ScriptedBackend backend;

    @BeforeEach
    void start() {
        backend = new ScriptedBackend();
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    /// Returns when as many tasks are in it as were announced.
    record Meeting(CountDownLatch arrived) implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("meeting", "", List.of(), "", v -> new Meeting(new CountDownLatch(1)));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            arrived.countDown();
            try {
                return arrived.await(20, TimeUnit.SECONDS) ? 0 : 1;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 2;
            }
        }
    }

    /// Counts how often it ran.
    record Counted(AtomicInteger runs) implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("counted", "", List.of(), "", v -> new Counted(new AtomicInteger()));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            runs.incrementAndGet();
            return 1;
        }
    }

    @Test
    void one_task_in_a_nested_pool_works() throws Exception {
        try (var model = create("broken-nested-pool")) {
            var branch = List.<Step>of(new Step.Compute(Kernels.create("fibonacci", Map.of("n", 20L)), false));
            // 3 x fib(20) = 3 x 6765.
            assertEquals(
                    "succeeded 20295",
                    start(model, new Step.Parallel(List.of(branch, branch, branch), 0))
                            .await());
        }
    }

    /// All threads hold a task before the first branch is submitted, so every branch queues behind all of them.
    @Test
    void as_many_tasks_as_threads_wait_for_each_other_until_the_pool_is_closed() throws Exception {
        var branchesRun = new AtomicInteger();
        var arrived = new CountDownLatch(POOL);
        var outcomes = new ArrayList<Outcome>();
        try (var model = create("broken-nested-pool")) {
            var branch = List.<Step>of(new Step.Compute(new Counted(branchesRun), false));
            for (int i = 0; i < POOL + 2; i++) {
                outcomes.add(start(
                        model,
                        new Step.Compute(new Meeting(arrived), false),
                        new Step.Parallel(List.of(branch, branch), 0)));
            }
            while (waitingInThePool() < POOL) {
                Thread.onSpinWait();
            }
            assertTrue(outcomes.stream().noneMatch(Outcome::ended));
        }
        for (var outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
            assertEquals(1, outcome.ends());
        }
        assertEquals(0, branchesRun.get());
    }

    private static long waitingInThePool() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().startsWith("nested-pool-"))
                .filter(e -> List.of(e.getValue()).stream()
                        .anyMatch(frame -> frame.getMethodName().equals("joined")))
                .filter(e -> e.getKey().getState() == Thread.State.WAITING)
                .count();
    }

    @Test
    void a_timeout_without_cancel_lets_the_work_go_on() throws Exception {
        try (var model = create("broken-timeout-without-cancel")) {
            var late = start(model, new Step.Timeout(MOMENT, List.of(call("/gate", 0), call("/after", 0))));
            assertEquals("TIMEOUT", late.await());
            backend.openGate();
            assertTrue(backend.awaitArrivals("/after", 1), "the next step of what had timed out");
            assertEquals(1, late.ends());
        }
    }

    @Test
    void every_attempt_after_a_timeout_is_one_more_call_the_backend_works_on() throws Exception {
        try (var model = create("broken-timeout-without-cancel")) {
            var attempt = List.<Step>of(call("/together/3", MOMENT));
            var outcome = start(model, new Step.Retry(List.of(attempt, attempt, attempt), 0));
            // The third arrives while the first two still stand there, which is what answers all of them; it may be
            // too late for the third as well.
            String end = outcome.await();
            assertTrue(List.of("TIMEOUT", "succeeded 5").contains(end), end);
            assertTrue(backend.awaitArrivals("/together/3", 3));
            assertEquals(3, backend.peak("/together/3"));
        }
    }

    private static ConcurrencyModel create(String id) {
        return BrokenModels.create(id, new Setup(Map.of(), 16, 2));
    }

    private static Outcome start(ConcurrencyModel model, Step... steps) {
        var outcome = new Outcome();
        model.start(new Task(0, List.of(steps)), outcome);
        return outcome;
    }

    private Step call(String target, long timeoutNanos) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, timeoutNanos, 0);
    }
}
