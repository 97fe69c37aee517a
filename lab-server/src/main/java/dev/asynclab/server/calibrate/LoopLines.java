package dev.asynclab.server.calibrate;

import dev.asynclab.api.CalibrationCard.Line;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lines about time and load, measured on one event loop. Pure.
final class LoopLines {

    private LoopLines() {}

    /// @param cells by the ids of [CardCells]
    static List<Line> of(Map<String, CellRecord> cells) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(
                "delay-50ms",
                "a backend delay of 50 ms, median",
                "ms",
                50.0,
                52.0,
                millis(measurement(cells, CardCells.DELAY_50).latency().p50()),
                "latencies carry an overhead of their own: read them as differences between models only"));
        lines.add(Line.of(
                "rate-100-callers",
                "100 callers of a 100 ms backend",
                "/s",
                950.0,
                1_000.0,
                measurement(cells, CardCells.RATE_100).throughput(),
                "below: the generator or the host is too slow; above: tasks are counted that did not happen"));
        for (int callers : CardCells.LITTLE_CALLERS) {
            Measurement m = measurement(cells, CardCells.LITTLE + callers);
            lines.add(Line.of(
                    "little-" + callers,
                    "rate x residence / callers, " + callers + (callers == 1 ? " caller" : " callers"),
                    "",
                    0.95,
                    1.05,
                    m.throughput() * m.latency().mean() / 1e9 / callers,
                    "rates and latencies contradict each other: neither can be believed"));
        }
        lines.addAll(stall(measurement(cells, CardCells.STALL)));
        lines.add(Line.of(
                "blocked-loop",
                "dispatch p99 beside steps that hold the loop for 100 ms",
                "ms",
                90.0,
                null,
                millis(measurement(cells, CardCells.BLOCKED).dispatch().p99()),
                "the dispatch probe does not see a held loop: loop-blocked cannot be relied on"));
        return lines;
    }

    /// A stall of S = 1 s in T = 10 s: latency falls from S to 0 over the stalled tenth of the arrivals, so p99 is
    /// S - 0.01 T = 0.9 s. Who takes the time from the actual start sees next to nothing of it.
    private static List<Line> stall(Measurement m) {
        return List.of(
                Line.of(
                        "stall-response",
                        "p99 from the intended start, backend frozen for 1 of 10 s",
                        "s",
                        0.9,
                        1.05,
                        seconds(m.latency().p99()),
                        "coordinated omission: latencies leave out the time the load generator was kept waiting"),
                Line.of(
                        "stall-service",
                        "the same p99 from the actual start, which must miss the stall",
                        "s",
                        null,
                        0.5,
                        seconds(m.service().p99()),
                        "the stall reached the tasks some other way: the line above proves nothing"));
    }

    private static Measurement measurement(Map<String, CellRecord> cells, String id) {
        CellRecord record = cells.get(id);
        Measurement measurement = record == null ? null : record.measurement();
        if (measurement == null) {
            throw new IllegalArgumentException("cell " + id + " was not measured");
        }
        return measurement;
    }

    private static @Nullable Double millis(@Nullable Long nanos) {
        return nanos == null ? null : nanos / 1e6;
    }

    private static @Nullable Double seconds(@Nullable Long nanos) {
        return nanos == null ? null : nanos / 1e9;
    }
}
