package dev.asynclab.server.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.CalibrationCard.Line;
import dev.asynclab.server.calibrate.TimerFloor.Overshoot;
import dev.asynclab.server.fork.CalibrationBench.Outcome;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.FromTrial.ReferenceRate;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.Measurement.Distribution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CardLinesTest {

    private static final long MILLIS = 1_000_000;

    /// Every figure right: 50.5 ms; 980/s; 49, 784 and 3,136 calls a second of 20.4 ms make 1, 16 and 64 callers
    /// within
    /// 0.1 %; 0.92 s of a stall, 1 ms of service; 99 ms beside a held loop.
    private final Map<String, CellRecord> cells = new LinkedHashMap<>();

    CardLinesTest() {
        put(CardCells.DELAY_50, 19.8, 50_500_000, 0, 0);
        put(CardCells.RATE_100, 980, 102 * MILLIS, 0, 0);
        put(CardCells.LITTLE + 1, 49, 20_400_000, 0, 0);
        put(CardCells.LITTLE + 16, 784, 20_400_000, 0, 0);
        put(CardCells.LITTLE + 64, 3_136, 20_400_000, 0, 0);
        put(CardCells.STALL, 400, 920 * MILLIS, MILLIS, 0);
        put(CardCells.BLOCKED, 10, 100 * MILLIS, 0, 99 * MILLIS);
    }

    @Test
    void figures_in_range_are_ok() {
        assertEquals(Set.of(), wrong());
        assertEquals(8, LoopLines.of(cells).size());
    }

    @Test
    void each_wrong_figure_fails_its_own_line() {
        put(CardCells.DELAY_50, 19.8, 52_100_000, 0, 0);
        assertEquals(Set.of("delay-50ms"), wrong());
        put(CardCells.DELAY_50, 19.8, 49_900_000, 0, 0);
        assertEquals(Set.of("delay-50ms"), wrong());
        put(CardCells.DELAY_50, 19.8, 50 * MILLIS, 0, 0);
        put(CardCells.RATE_100, 1_001, 102 * MILLIS, 0, 0);
        assertEquals(Set.of("rate-100-callers"), wrong());
        put(CardCells.RATE_100, 950, 102 * MILLIS, 0, 0);
        // 3,136 x 19.3 ms / 64 = 0.946.
        put(CardCells.LITTLE + 64, 3_136, 19_300_000, 0, 0);
        assertEquals(Set.of("little-64"), wrong());
        put(CardCells.LITTLE + 64, 3_136, 20_400_000, 0, 0);
        put(CardCells.BLOCKED, 10, 100 * MILLIS, 0, 89 * MILLIS);
        assertEquals(Set.of("blocked-loop"), wrong());
    }

    /// As a recorder would that takes the time when a task is really started.
    @Test
    void a_recorder_that_omits_the_stall_is_found_out() {
        put(CardCells.STALL, 400, 2 * MILLIS, MILLIS, 0);
        assertEquals(Set.of("stall-response"), wrong());
        // And a stall that also shows in the service time proves nothing.
        put(CardCells.STALL, 400, 920 * MILLIS, 919 * MILLIS, 0);
        assertEquals(Set.of("stall-service"), wrong());
    }

    @Test
    void a_figure_that_is_missing_is_not_ok() {
        cells.put(CardCells.DELAY_50, record(measurement(19.8, EMPTY, EMPTY, EMPTY, null)));
        assertEquals(Set.of("delay-50ms"), wrong());
        cells.remove(CardCells.DELAY_50);
        assertThrows(IllegalArgumentException.class, () -> LoopLines.of(cells));
    }

    /// One of two cores is 50 %, of which 80 % must be seen: 40 %. One of eight: 10 %.
    @Test
    void a_spinning_program_must_show_as_most_of_a_core() {
        assertTrue(HostLines.foreign(2, 0.40).ok());
        assertTrue(!HostLines.foreign(2, 0.39).ok());
        assertTrue(HostLines.foreign(8, 0.10).ok());
        assertTrue(!HostLines.foreign(8, null).ok());
    }

    /// 190/s on the pool beside 198 and 202/s alone: 0.95.
    @Test
    void a_kernel_is_compared_with_its_own_rate_just_before_and_after() {
        List<ReferenceRate> rates = List.of(new ReferenceRate("k", 198, 1), new ReferenceRate("k", 202, 1));
        assertTrue(kernel(190, rates).ok());
        assertTrue(!kernel(189, rates).ok());
        assertTrue(!kernel(190, List.of()).ok());
    }

    private static Line kernel(double rate, List<ReferenceRate> rates) {
        Measurement m = measurement(rate, EMPTY, EMPTY, EMPTY, null);
        return HostLines.kernel(new Outcome(Map.of("k", record(m)), rates), 0.0);
    }

    @Test
    void parked_threads_cost_less_than_ten_kilobytes() {
        assertTrue(parked(9_999.0).ok());
        assertTrue(!parked(10_001.0).ok());
        assertTrue(!parked(null).ok());
        assertEquals("0..10 KB", parked(9_999.0).expected());
    }

    private static Line parked(@Nullable Double bytes) {
        Measurement m = measurement(1, EMPTY, EMPTY, EMPTY, bytes);
        return HostLines.parked(new Outcome(Map.of("p", record(m)), List.of()));
    }

    /// Ranks of 1 to 200: the 100th and the 198th.
    @Test
    void overshoot_is_by_nearest_rank() {
        long[] late = java.util.stream.LongStream.rangeClosed(1, 200)
                .map(i -> 201 - i)
                .toArray();
        assertEquals(new Overshoot(100, 198), Overshoot.of(late));
    }

    @Test
    void timers_are_judged_by_their_floor() {
        Overshoot fine = new Overshoot(MILLIS, 2 * MILLIS);
        assertEquals(Set.of(), ids(TimerLines.of(new TimerFloor(30, 20, fine, fine, fine))));
        Overshoot late = new Overshoot(2 * MILLIS, 21 * MILLIS);
        assertEquals(
                Set.of("virtual-sleep", "virtual-sleep-p99", "hiccup-p99", "clock-cost"),
                ids(TimerLines.of(new TimerFloor(1_001, 20, fine, late, late))));
    }

    @Test
    void equal_facts_have_equal_names_in_any_order() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", 2);
        facts.put("jdk", "25");
        Map<String, Object> turned = new LinkedHashMap<>();
        turned.put("jdk", "25");
        turned.put("cores", 2);
        assertEquals(Fingerprint.of(facts), Fingerprint.of(turned));
        assertEquals(16, Fingerprint.of(facts).length());
        turned.put("cores", 4);
        assertNotEquals(Fingerprint.of(facts), Fingerprint.of(turned));
    }

    private Set<String> wrong() {
        return ids(LoopLines.of(cells));
    }

    private static Set<String> ids(List<Line> lines) {
        return lines.stream().filter(l -> !l.ok()).map(Line::id).collect(Collectors.toSet());
    }

    private static final Distribution EMPTY = Distribution.EMPTY;

    private void put(String id, double rate, long latency, long service, long dispatch) {
        cells.put(id, record(measurement(rate, all(latency), all(service), all(dispatch), null)));
    }

    private static CellRecord record(Measurement measurement) {
        return new CellRecord("c", measurement, null, List.of(), null);
    }

    /// Every quantile alike.
    private static Distribution all(long nanos) {
        return new Distribution(1_000, nanos, nanos, nanos, nanos, null, nanos, "");
    }

    private static Measurement measurement(
            double rate, Distribution latency, Distribution service, Distribution dispatch, @Nullable Double memory) {
        return new Measurement(
                "c", 1, 1, 0, 0, Map.of(), rate, 1, List.of(), 1, 0, 0, 0, 1, 1, latency, service, dispatch, Map.of(),
                0, null, null, null, null, null, null, null, 1, null, memory, null, 0, 0, 0, 0, null, null);
    }
}
