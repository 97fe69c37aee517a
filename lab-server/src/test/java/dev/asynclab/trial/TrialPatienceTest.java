package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How long the trial waits for models that do not finish: real threads, on a clock twenty times as fast.
@Timeout(60)
class TrialPatienceTest {

    private static final int FASTER = 20;
    private static final long SECOND = 1_000_000_000;

    private final List<FromTrial> answers = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger built = new AtomicInteger();
    private final TrialSession session = new TrialSession(
            (id, setup) -> {
                built.incrementAndGet();
                return FakeModels.create(id);
            },
            new FastClock(),
            answers::add,
            0);

    @AfterEach
    void close() {
        session.close();
    }

    /// Task 100 never ends: one of the two callers is out with it at the end of the drain, the other goes on.
    @Test
    void tasks_still_open_after_the_drain_are_timeouts_and_the_model_is_replaced() {
        Measurement m = measured("all-but-100", new ToTrial.Closed(2), SECOND);

        assertEquals(Map.of("timeout", 1L), m.errors());
        assertEquals(1, m.failed());
        assertEquals(m.completed() + 1, m.latency().count());
        // It was waited for at least the half second in which a closed load may drain.
        assertTrue(m.latency().max() != null && m.latency().max() >= SECOND / 2);
        measure(SECOND);
        assertInstanceOf(FromTrial.Result.class, answers.getLast());
        assertEquals(2, built.get());
    }

    /// 100 a second, 100 of them before the window opens if it opens in time, and some must end inside it: three
    /// seconds late it may be. Nothing ends after task 399, 5 places: of the arrivals meant for the window those
    /// that never got a place are dropped, and none of them is left out of the latency.
    @Test
    void arrivals_that_never_started_are_dropped_but_not_forgotten() {
        Measurement m = measured("never-after-400", new ToTrial.Open(100, false, 5), 8 * SECOND);

        assertTrue(m.dropped() > 0);
        assertEquals(5, m.errors().get("timeout"));
        assertEquals(5, m.inFlightPeak());
        // The last of them was meant for the window and waited through the drain of five seconds.
        assertTrue(m.latency().max() != null && m.latency().max() >= 5 * SECOND);
        // No arrival counts twice.
        assertTrue(m.latency().count() <= m.windowNanos() * 100.0 / SECOND + 2);
    }

    @Test
    void a_first_task_that_never_ends_did_not_finish() {
        session.carryOut(prepare("never", new ToTrial.Closed(1)));
        assertEquals(
                new FromTrial.Failed("did-not-finish", "the first task did not end within 30 s"), answers.getLast());
    }

    @Test
    void a_batch_in_which_nothing_moves_any_more_did_not_finish() {
        session.carryOut(prepare("never-after-100", new ToTrial.Batch(103)));
        measure(SECOND);
        assertEquals(
                new FromTrial.Failed("did-not-finish", "3 tasks in flight, and none ended for 30 s"),
                answers.getLast());
    }

    @Test
    void a_load_in_which_nothing_ends_in_the_window_did_not_finish() {
        session.carryOut(prepare("never-after-100", new ToTrial.Closed(2)));
        measure(SECOND);
        assertEquals(
                new FromTrial.Failed("did-not-finish", "2 tasks in flight, and none ended since the window opened"),
                answers.getLast());
    }

    private Measurement measured(String model, ToTrial.LoadShape load, long windowNanos) {
        session.carryOut(prepare(model, load));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        measure(windowNanos);
        return assertInstanceOf(FromTrial.Result.class, answers.getLast()).measurement();
    }

    private void measure(long windowNanos) {
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", SECOND, windowNanos)));
    }

    private static Orders.Order prepare(String model, ToTrial.LoadShape load) {
        ToTrial.Kind kind = new ToTrial.Kind("k", 1, FakeModels.CHECKSUM, List.of());
        ToTrial.Cell cell = new ToTrial.Cell("c", Map.of(), 1, 0, 0, List.of(kind), load);
        return new Orders.Order.Given(new ToTrial.Prepare(FromTrial.VERSION, model, 2, 1, 0, List.of(cell)));
    }

    private static final class FastClock implements TrialClock {
        private final long origin = System.nanoTime();

        @Override
        public long nanos() {
            return (System.nanoTime() - origin) * FASTER;
        }

        @Override
        public void park(long untilNanos) {
            // Not shorter than 50 us, or a hundred looks per millisecond would be taken.
            long nanos = (untilNanos - nanos()) / FASTER;
            LockSupport.parkNanos(Math.max(TimeUnit.MICROSECONDS.toNanos(50), nanos));
        }
    }
}
