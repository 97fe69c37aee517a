package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Compute;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Wait;
import dev.asynclab.workload.StepFailure.Kind;
import dev.asynclab.workload.Task;
import java.io.DataOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(60)
class ProcessModelTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final Step FIB_10 = new Compute(new Fibonacci(10), false); // 55

    private static ConcurrencyModel create(int children, String start) {
        return Models.create(
                "processes",
                new Setup(Map.of("workers", String.valueOf(children), "start", start, "channel", "pipe"), children, 2));
    }

    private static Told start(ConcurrencyModel model, Step... steps) {
        var told = new Told();
        model.start(new Task(0, List.of(steps)), told);
        return told;
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    private static Set<ProcessHandle> childrenSince(Set<ProcessHandle> before) {
        var since = new HashSet<>(children());
        since.removeAll(before);
        return since;
    }

    @Test
    void warm_children_are_kept_and_all_gone_after_close() throws Exception {
        var before = children();
        var model = create(2, "warm");
        var started = childrenSince(before);
        assertEquals(2, started.size());
        for (int i = 0; i < 10; i++) {
            assertEquals(55, start(model, FIB_10).checksum());
        }
        assertEquals(started, childrenSince(before));
        model.close();
        assertTrue(started.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_cold_child_lives_for_one_task() throws Exception {
        var before = children();
        try (var backend = new TinyBackend();
                var model = create(1, "cold")) {
            assertEquals(Set.of(), childrenSince(before));
            assertEquals(55 + 5, start(model, FIB_10, backend.call("/ok")).checksum());
            var hanging = start(model, backend.call("/hang"));
            assertTrue(backend.hanging.await(30, TimeUnit.SECONDS));
            assertEquals(1, childrenSince(before).size()); // that of the first task is gone
            assertEquals(0, hanging.ends.get());
        }
        assertEquals(Set.of(), childrenSince(before));
    }

    @Test
    void a_dead_child_fails_its_task_only_and_is_replaced() throws Exception {
        var before = children();
        try (var backend = new TinyBackend();
                var model = create(1, "warm")) {
            var victim = start(model, backend.call("/hang"));
            var next = start(model, FIB_10);
            assertTrue(backend.hanging.await(30, TimeUnit.SECONDS));
            ProcessHandle child = childrenSince(before).iterator().next();
            child.destroyForcibly();
            assertEquals(Kind.OTHER, victim.failure());
            assertEquals(55, next.checksum());
            assertEquals(1, victim.ends.get());
            assertTrue(backend.hangUps.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_limit_counts_the_tasks_of_all_children_and_survives_a_dead_one() throws Exception {
        var before = children();
        try (var backend = new TinyBackend();
                var model = create(2, "warm")) {
            var inside = start(model, new Limit("l", 1, 0, List.of(backend.call("/hang"))));
            assertTrue(backend.hanging.await(30, TimeUnit.SECONDS));
            assertEquals(
                    Kind.REJECTED,
                    start(model, new Limit("l", 1, 0, List.of(FIB_10))).failure());
            childrenSince(before).forEach(ProcessHandle::destroyForcibly);
            assertEquals(Kind.OTHER, inside.failure());
            start(model, FIB_10).await(); // the other child died idle: this task may be the one to find out
            assertEquals(55, start(model, new Limit("l", 1, 0, List.of(FIB_10))).checksum());
        }
    }

    @Test
    void a_child_ends_with_its_input_even_while_a_task_runs() throws Exception {
        var child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessModelChild.class.getName(),
                        "1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals(ProcessFrames.READY, child.getInputStream().read());
            var out = new DataOutputStream(child.getOutputStream());
            out.writeByte(ProcessFrames.TASK);
            out.writeBoolean(false); // not sampled
            TaskCodec.write(new Task(0, List.of(new Wait(HOUR))), out);
            out.flush();
            out.close(); // what the parent's death does
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, child.exitValue());
        } finally {
            child.destroyForcibly();
        }
    }
}
