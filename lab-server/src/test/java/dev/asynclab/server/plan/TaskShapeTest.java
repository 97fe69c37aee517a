package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Every call takes 40 ms.
class TaskShapeTest {

    @Test
    void five_calls_in_order_take_the_sum_of_their_delays() {
        // 5 x 40 ms
        assertEquals(200, delayMillis("[{repeat: {times: 5, steps: [{call: service}]}}]"));
    }

    @Test
    void five_calls_together_take_as_long_as_one() {
        assertEquals(40, delayMillis("[{parallel: {times: 5, steps: [{call: service}]}}]"));
    }

    @Test
    void five_calls_two_at_a_time_take_three_turns() {
        // 2 + 2 + 1: 3 x 40 ms
        assertEquals(120, delayMillis("[{parallel: {times: 5, limit: 2, steps: [{call: service}]}}]"));
    }

    @Test
    void a_limit_wider_than_the_branches_changes_nothing() {
        assertEquals(40, delayMillis("[{parallel: {times: 5, limit: 50, steps: [{call: service}]}}]"));
    }

    @Test
    void branches_of_different_length_take_as_long_as_the_longest() {
        // max(40, 40 + 30) + 5
        assertEquals(
                75,
                delayMillis(
                        "[{parallel: [{call: service}, {repeat: {times: 1, steps: [{call: service}, {wait: 30ms}]}}]}, {block: 5ms}]"));
    }

    @Test
    void a_timeout_cuts_what_it_covers() {
        assertEquals(25, delayMillis("[{timeout: {after: 25ms, steps: [{call: service}]}}]"));
        assertEquals(40, delayMillis("[{timeout: {after: 50ms, steps: [{call: service}]}}]"));
    }

    @Test
    void computing_is_no_declared_delay() {
        String task = "[{compute: {kernel: fibonacci, n: 20}}]";
        assertEquals(0, delayMillis(task));
        assertTrue(TaskShape.computes(Texts.steps(task)));
    }

    @Test
    void computing_is_found_at_any_depth() {
        assertTrue(
                TaskShape.computes(
                        Texts.steps(
                                "[{repeat: {times: 2, steps: [{timeout: {after: 1s, steps: [{compute: {kernel: fibonacci, n: 20}}]}}]}}]")));
        assertFalse(TaskShape.computes(Texts.steps("[{repeat: {times: 2, steps: [{call: service}]}}]")));
    }

    @Test
    void calls_in_order_are_in_the_air_one_at_a_time() {
        assertEquals(1, callsAtOnce("[{call: service}, {repeat: {times: 5, steps: [{call: service}]}}]"));
        assertEquals(0, callsAtOnce("[{wait: 10ms}]"));
    }

    @Test
    void parallel_calls_are_in_the_air_together_as_far_as_the_limit_lets_them() {
        assertEquals(5, callsAtOnce("[{parallel: {times: 5, steps: [{call: service}]}}]"));
        assertEquals(2, callsAtOnce("[{parallel: {times: 5, limit: 2, steps: [{call: service}]}}]"));
    }

    @Test
    void nested_fan_out_multiplies() {
        // 3 branches of 4 calls each
        assertEquals(
                12, callsAtOnce("[{parallel: {times: 3, steps: [{parallel: {times: 4, steps: [{call: service}]}}]}}]"));
    }

    private static long delayMillis(String task) {
        var point = Texts.point(task);
        return Math.round(TaskShape.delayNanos(point.kinds().getFirst().steps(), point.backends()) / 1e6);
    }

    private static int callsAtOnce(String task) {
        return TaskShape.callsAtOnce(Texts.steps(task));
    }
}
