package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.asynclab.trial.MemorySlope.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySlopeTest {

    /// 5,000 bytes that stand whatever the load, and per task 20 outside the heap and 30 live inside.
    private static Level level(int tasks, long extra) {
        return new Level(tasks, new MemoryReading(4_000 + 20L * tasks + extra, 1_000 + 30L * tasks));
    }

    @Test
    void what_all_levels_have_alike_is_no_cost_of_a_task() {
        assertEquals(50.0, MemorySlope.bytesPerTask(List.of(level(40, 0), level(30, 0), level(20, 0), level(10, 0))));
    }

    /// 6,000 bytes too many at 30 tasks. The slopes of the six pairs: 50 for the three without that level; with it
    /// 50 - 600 (to 40), 50 + 600 (to 20), 50 + 300 (to 10). In order: -550, 50, 50, 50, 350, 650. Least squares
    /// would add 5 x 6,000 / 500 = 60.
    @Test
    void one_spoilt_reading_does_not_move_the_slope() {
        assertEquals(
                50.0, MemorySlope.bytesPerTask(List.of(level(40, 0), level(30, 6_000), level(20, 0), level(10, 0))));
    }

    /// Levels at 40 and twice 20 and 10; bytes grow by 100 a task from 10 to 20 and by 50 from 20 to 40. Slopes: 50,
    /// 50, none between equals, 2,000 / 30 = 66.67, 100, 100. The third of five.
    @Test
    void two_levels_alike_have_no_slope_between_them() {
        List<Level> levels = List.of(
                new Level(40, new MemoryReading(3_000, 0)),
                new Level(20, new MemoryReading(2_000, 0)),
                new Level(20, new MemoryReading(2_000, 0)),
                new Level(10, new MemoryReading(1_000, 0)));
        assertEquals(2_000.0 / 30, MemorySlope.bytesPerTask(levels));
    }

    @Test
    void three_levels_or_nine_tasks_are_too_few() {
        assertNull(MemorySlope.bytesPerTask(List.of(level(40, 0), level(30, 0), level(20, 0))));
        assertNull(MemorySlope.bytesPerTask(List.of(level(36, 0), level(27, 0), level(18, 0), level(9, 0))));
        assertNull(MemorySlope.bytesPerTask(List.of(level(40, 0), level(40, 0), level(40, 0), level(40, 0))));
    }
}
