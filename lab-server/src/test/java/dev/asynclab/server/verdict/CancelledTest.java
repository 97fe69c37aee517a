package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.asynclab.wire.Measurement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancelledTest {

    private static Measurement measurement(@Nullable Map<String, Double> counts) {
        Window window = Window.at(1_000);
        window.counts = counts;
        Measurement measurement = window.record("c").measurement();
        assertNotNull(measurement);
        return measurement;
    }

    @Test
    void the_latency_is_the_mean_in_seconds() {
        // 8 ms in 4 cancellations are 2 ms each.
        Measurement m = measurement(Map.of("cancel.begun", 4.0, "cancel.ended", 4.0, "cancel.nanos", 8e6));
        assertEquals(0.002, Cancelled.latency(m));
        assertEquals(Optional.empty(), Cancelled.stillRunning(m));
    }

    @Test
    void work_that_went_on_has_no_latency_and_is_told() {
        Measurement some = measurement(Map.of("cancel.begun", 4.0, "cancel.ended", 3.0, "cancel.nanos", 6e6));
        assertNull(Cancelled.latency(some));
        assertEquals(
                Optional.of("1 of 4 cancellations had not ended what they cancelled"), Cancelled.stillRunning(some));
        Measurement all = measurement(Map.of("cancel.begun", 4.0, "cancel.ended", 0.0, "cancel.nanos", 0.0));
        assertNull(Cancelled.latency(all));
    }

    @Test
    void where_nothing_was_cancelled_there_is_nothing_to_tell() {
        assertNull(Cancelled.latency(measurement(Map.of())));
        assertNull(Cancelled.latency(measurement(null)));
        assertEquals(Optional.empty(), Cancelled.stillRunning(measurement(null)));
    }
}
