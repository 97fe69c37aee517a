package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTreeTest {
    private static final Map<String, StepTree.Address> ADDRESSES =
            Map.of("service", new StepTree.Address(4711, "/service"));

    @Test
    void a_call_gets_the_address_of_its_backend() {
        var call =
                assertInstanceOf(Step.Call.class, convert("[{call: service}]").getFirst());
        assertEquals(new Step.Call("127.0.0.1", 4711, "/service", 0, 0, 0), call);
        assertEquals("/service?id=7-0", call.requestTarget(7));
    }

    @Test
    void a_repeat_is_written_out_and_its_calls_are_told_apart() {
        List<Step> steps = convert("[{wait: 1ms}, {repeat: {times: 3, steps: [{call: service}]}}, {call: service}]");
        assertEquals(new Step.Wait(1_000_000), steps.getFirst());
        assertEquals(List.of(0, 1, 2, 3), ordinals(steps.subList(1, 5)));
        assertEquals(5, steps.size());
    }

    @Test
    void calls_of_parallel_branches_are_told_apart() {
        var parallel = assertInstanceOf(
                Step.Parallel.class,
                convert("[{parallel: {times: 3, limit: 2, steps: [{call: service}, {call: service}]}}]")
                        .getFirst());
        assertEquals(2, parallel.limit());
        assertEquals(
                List.of(List.of(0, 1), List.of(2, 3), List.of(4, 5)),
                parallel.branches().stream().map(StepTreeTest::ordinals).toList());
    }

    @Test
    void converting_twice_gives_the_same_requests() {
        assertEquals(convert("[{call: service}]"), convert("[{call: service}]"));
    }

    @Test
    void a_backend_without_an_address_is_named() {
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> new StepTree(Map.of("other", new StepTree.Address(1, "")), 1, "event-loop")
                        .convert(Texts.steps("[{call: service}]")));
        assertTrue(failure.toString().contains("service") && failure.toString().contains("other"));
    }

    @Test
    void the_checksum_counts_every_body_and_every_kernel_result() {
        // 1 call of 64 bytes; 3 x (64 bytes + fib(10) = 55); 2 branches of fib(10): 64 + 3 x 119 + 110 = 531
        var point = Texts.point("""
                [{call: service}, \
                {repeat: {times: 3, steps: [{call: service}, {compute: {kernel: fibonacci, n: 10}}]}}, \
                {parallel: {times: 2, steps: [{compute: {kernel: fibonacci, n: 10}}]}}, {wait: 1ms}]""");
        assertEquals(531, StepTree.checksum(point.kinds().getFirst().steps(), point.backends()));
    }

    private static List<Step> convert(String task) {
        return new StepTree(ADDRESSES, 1, "event-loop").convert(Texts.steps(task));
    }

    private static List<Integer> ordinals(List<Step> calls) {
        return calls.stream()
                .map(step -> assertInstanceOf(Step.Call.class, step).ordinal())
                .toList();
    }
}
