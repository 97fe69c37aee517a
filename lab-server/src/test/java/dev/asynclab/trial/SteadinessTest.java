package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.WarmUpPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Windows made by hand: a second each, unless it says otherwise.
class SteadinessTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long LEAST = 5 * SECOND;

    /// A second of CPU, 10,000 tasks of 100 us, 10 ms of compiling, nothing loaded.
    private static final WarmUpPoint CALM = window(10_000, SECOND, 10 * MILLI, 0);

    @Test
    void five_calm_windows_are_steady_and_four_are_not() {
        assertTrue(steady(five(CALM)));
        assertFalse(steady(Collections.nCopies(4, CALM)));
    }

    @Test
    void calm_windows_do_not_count_before_the_least_time_is_over() {
        assertFalse(Steadiness.steady(five(CALM), 6 * SECOND));
        assertTrue(Steadiness.steady(Collections.nCopies(6, CALM), 6 * SECOND));
    }

    @Test
    void the_compiler_must_take_less_than_a_twentieth_of_the_cpu() {
        // 5 x 1 s of CPU: 250 ms are the limit, over the five windows together
        assertFalse(steady(last(CALM, window(10_000, SECOND, 210 * MILLI, 0))));
        assertTrue(steady(last(CALM, window(10_000, SECOND, 209 * MILLI, 0))));
    }

    @Test
    void what_was_long_ago_does_not_count() {
        List<WarmUpPoint> windows = new ArrayList<>();
        windows.add(window(100, SECOND, 900 * MILLI, 4_000));
        windows.addAll(five(CALM));
        assertTrue(steady(windows));
        assertFalse(steady(windows.subList(0, 5)));
    }

    @Test
    void one_window_that_loads_more_than_five_classes_is_not_steady() {
        assertTrue(steady(last(CALM, window(10_000, SECOND, 0, 5))));
        assertFalse(steady(last(CALM, window(10_000, SECOND, 0, 6))));
    }

    @Test
    void the_cpu_of_a_task_must_stand_still_to_a_twentieth() {
        // 100 us against 104 and 105
        assertTrue(steady(last(CALM, window(10_000, 1_040 * MILLI, 0, 0))));
        assertFalse(steady(last(CALM, window(10_000, 1_050 * MILLI, 0, 0))));
    }

    /// The same five windows at half the speed, because another program took half the machine: tasks and CPU both
    /// halve, and what a task costs does not move.
    @Test
    void contention_does_not_move_the_signals() {
        assertTrue(steady(last(CALM, window(5_000, SECOND / 2, 5 * MILLI, 0))));
    }

    @Test
    void a_process_that_waits_is_steady_when_nothing_is_compiled_or_loaded() {
        // 100 tasks and 20 ms of CPU a second, CPU per task up and down: 2 ms of compiling are a tenth of the CPU,
        // but 0.2 % of the time, and 1.5 % are allowed
        WarmUpPoint idle = window(100, 20 * MILLI, 2 * MILLI, 0);
        assertTrue(steady(last(idle, window(100, 30 * MILLI, 2 * MILLI, 0))));
        assertFalse(steady(five(window(100, 20 * MILLI, 15 * MILLI, 0))));
    }

    @Test
    void a_busy_process_must_have_run_its_own_code_often_enough_to_be_compiled() {
        // 5 x 3,999 = 19,995 tasks of 250 us
        assertFalse(steady(five(window(3_999, SECOND, 0, 0))));
        assertTrue(steady(five(window(4_000, SECOND, 0, 0))));
    }

    @Test
    void large_tasks_need_not_be_many() {
        // 50 tasks of 20 ms each: what runs once per task does not show beside them
        assertTrue(steady(five(window(50, SECOND, 0, 0))));
    }

    @Test
    void without_a_cpu_clock_compiling_and_loading_decide() {
        WarmUpPoint blind = new WarmUpPoint("c", SECOND, 10, null, 10 * MILLI, 0, false);
        assertTrue(steady(five(blind)));
        assertFalse(steady(five(new WarmUpPoint("c", SECOND, 10, null, 20 * MILLI, 0, false))));
    }

    @Test
    void a_window_is_a_fifth_of_the_least_time_within_a_fifth_of_a_second_and_a_second() {
        assertEquals(SECOND, Steadiness.windowNanos(5 * SECOND));
        assertEquals(SECOND, Steadiness.windowNanos(60 * SECOND));
        assertEquals(500 * MILLI, Steadiness.windowNanos(2_500 * MILLI));
        assertEquals(200 * MILLI, Steadiness.windowNanos(600 * MILLI));
    }

    private static boolean steady(List<WarmUpPoint> windows) {
        return Steadiness.steady(windows, LEAST);
    }

    private static List<WarmUpPoint> five(WarmUpPoint window) {
        return Collections.nCopies(5, window);
    }

    /// Four windows and another one at the end; five seconds in all.
    private static List<WarmUpPoint> last(WarmUpPoint four, WarmUpPoint last) {
        List<WarmUpPoint> windows = new ArrayList<>(Collections.nCopies(4, four));
        windows.add(last);
        return windows;
    }

    private static WarmUpPoint window(long tasks, long cpuNanos, long jitNanos, int classes) {
        return new WarmUpPoint("c", SECOND, tasks, cpuNanos, jitNanos, classes, false);
    }
}
