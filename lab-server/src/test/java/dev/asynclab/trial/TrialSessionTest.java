package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.wire.WarmUpPoint;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole conversations on small real models. Nothing here depends on how long something takes.
@Timeout(60)
class TrialSessionTest {

    private static final long MILLIS = 1_000_000;

    private final List<FromTrial> answers = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final AtomicInteger startsAfterClose = new AtomicInteger();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<Watched> models = new CopyOnWriteArrayList<>();
    private final TrialSession session = new TrialSession(
            (id, setup) -> watched(id),
            TrialClock.system(),
            answer -> {
                answers.add(answer);
                if (answer instanceof FromTrial.Edge) {
                    opened.countDown();
                }
            },
            0);

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void closed_load_gives_edges_and_a_result_that_holds_together() {
        Measurement m = measured("pool", new ToTrial.Closed(4));

        assertEquals(
                List.of(true, false),
                answers.stream()
                        .filter(FromTrial.Edge.class::isInstance)
                        .map(a -> ((FromTrial.Edge) a).open())
                        .toList());
        assertTrue(m.windowNanos() >= 100 * MILLIS);
        assertTrue(m.completed() > 0);
        assertEquals(0, m.failed());
        assertEquals(m.completed(), m.latency().count());
        assertEquals(m.completed(), m.service().count());
        assertEquals(4, m.inFlightPeak());
        // Never more than the four callers' tasks; the figure is a quotient of whole nanoseconds.
        assertTrue(m.inFlightMean() < 4.0001, "in flight " + m.inFlightMean());
        // Little's law by hand, at any speed: a task is in flight while it is served. So what tasks ended inside
        // were served, less what four of them may have been before the window opened, was in flight inside.
        // Histograms are right to a thousandth.
        Long longest = m.service().max();
        assertNotNull(longest);
        double served = m.completed() * m.service().mean() / 1.001 - 4.0 * longest;
        assertTrue(m.inFlightMean() * m.windowNanos() >= served, "in flight " + m.inFlightMean());
        assertTrue(m.turns() > 0);
        // Tasks started and tasks ended differ by at most those in flight at the two edges.
        assertTrue(Math.abs(m.started() - m.completed()) <= 4);
        assertInOrder(m.latency());
        assertInOrder(m.service());
        assertTrue(m.service().mean() <= m.latency().mean() * 1.01);
        assertEquals(0, m.kernelCalls());
    }

    @Test
    void counters_of_the_process_are_there_on_linux() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"));
        session.carryOut(prepare("pool", new ToTrial.Closed(16)));
        Long before = NativeClocks.processNanos();
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", 50 * MILLIS, 100 * MILLIS)));
        Long after = NativeClocks.processNanos();
        Measurement m =
                assertInstanceOf(FromTrial.Result.class, answers.getLast()).measurement();

        Long cpu = m.cpuNanos();
        Long removed = m.cpuRemovedNanos();
        assertNotNull(before);
        assertNotNull(after);
        assertNotNull(cpu);
        assertNotNull(removed);
        // The window lies inside the order, so that it cannot have cost more than the whole order did.
        assertTrue(cpu >= 0 && cpu <= after - before, "cpu " + cpu + " of " + (after - before));
        // Tasks ended in the window, so that it cost something. Where compiler and collector took all of that,
        // what is left for the tasks is nothing: only the two together are more than nothing on any machine.
        assertTrue(removed >= 0 && m.completed() > 0 && cpu + removed > 0);
        assertEquals(0L, m.childrenCpuNanos());
        assertTrue(m.allocatedBytes() != null && m.allocatedBytes() > 0);
        assertNotNull(m.voluntarySwitches());
        assertTrue(m.threadsPeak() != null && m.threadsPeak() > 4);
        assertEquals(1, m.processesPeak());
        assertTrue(m.rssPeakBytes() != null && m.rssPeakBytes() > 10_000_000);
        assertNotNull(m.memoryPerTaskBytes());
    }

    @Test
    void the_warm_up_is_told_with_its_counters() {
        session.carryOut(prepare("pool", new ToTrial.Closed(4)));
        List<WarmUpPoint> curve =
                assertInstanceOf(FromTrial.Ready.class, answers.getLast()).warmUp();
        assertNotNull(curve);
        // of fixed length: one window, the whole of it
        assertEquals(1, curve.size());
        assertEquals("c", curve.getFirst().cell());
        assertTrue(curve.getFirst().nanos() >= 10 * MILLIS);
        assertTrue(curve.getFirst().tasks() > 0);
        assertFalse(curve.getFirst().steady());
    }

    @Test
    void a_cell_may_ask_for_a_longer_warm_up_than_its_part() {
        ToTrial.Prepare short10 =
                (ToTrial.Prepare) ((Orders.Order.Given) prepare("pool", new ToTrial.Closed(4))).message();
        ToTrial.Cell cell = short10.cells().getFirst();
        ToTrial.Cell longer = new ToTrial.Cell(cell.id(), Map.of(), 1, 0, 0, cell.kinds(), cell.load(), 60 * MILLIS);
        session.carryOut(new Orders.Order.Given(
                new ToTrial.Prepare(FromTrial.VERSION, "pool", 2, 1, 10 * MILLIS, List.of(longer))));
        List<WarmUpPoint> curve =
                assertInstanceOf(FromTrial.Ready.class, answers.getLast()).warmUp();
        assertNotNull(curve);
        assertTrue(curve.getFirst().nanos() >= 60 * MILLIS, "" + curve);
    }

    @Test
    void a_warm_up_until_steady_ends_by_its_own_signals_or_at_its_most() {
        ToTrial.Prepare fixed =
                (ToTrial.Prepare) ((Orders.Order.Given) prepare("pool", new ToTrial.Closed(4))).message();
        session.carryOut(new Orders.Order.Given(
                new ToTrial.Prepare(fixed.version(), fixed.model(), 2, 1, 10 * MILLIS, 2_000 * MILLIS, fixed.cells())));
        List<WarmUpPoint> curve =
                assertInstanceOf(FromTrial.Ready.class, answers.getLast()).warmUp();
        assertNotNull(curve);
        // windows of 0.2 s at least: five of them before anything is steady, ten before the two seconds are over
        assertTrue(curve.size() >= 5 && curve.size() <= 10, "windows " + curve.size());
        long nanos = curve.stream().mapToLong(WarmUpPoint::nanos).sum();
        assertTrue(curve.getLast().steady() || nanos >= 2_000 * MILLIS);
        assertTrue(curve.subList(0, curve.size() - 1).stream().noneMatch(WarmUpPoint::steady));
    }

    @Test
    void memory_per_task_is_not_given_below_ten_in_flight() {
        assertNull(measured("pool", new ToTrial.Closed(4)).memoryPerTaskBytes());
    }

    /// Eighty callers leave in three steps, down to twenty; the model is as good as new for the next order.
    @Test
    void memory_per_task_is_read_at_several_numbers_of_callers_on_order() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"));
        ToTrial.Measure order = new ToTrial.Measure("c", 50 * MILLIS, 100 * MILLIS, true, 4, null);
        session.carryOut(prepare("pool", new ToTrial.Closed(80)));
        for (int i = 0; i < 2; i++) {
            session.carryOut(new Orders.Order.Given(order));
            Measurement m =
                    assertInstanceOf(FromTrial.Result.class, answers.getLast()).measurement();
            assertNotNull(m.memoryPerTaskBytes());
            assertTrue(m.completed() > 0);
            assertEquals(0, m.failed());
        }
        // Three levels make no slope.
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", 50 * MILLIS, 100 * MILLIS, true, 3, null)));
        assertNull(assertInstanceOf(FromTrial.Result.class, answers.getLast())
                .measurement()
                .memoryPerTaskBytes());
    }

    @Test
    void open_load_starts_the_arrivals_that_were_planned() {
        Measurement m = measured("pool", new ToTrial.Open(1_000, false, 1_000));

        assertEquals(0, m.failed());
        assertEquals(0, m.dropped());
        assertEquals(0, m.turns());
        // Evenly spaced arrivals: one each millisecond of the window, give or take the one at either edge.
        double planned = m.windowNanos() / (double) MILLIS;
        assertTrue(Math.abs(m.latency().count() - planned) <= 2, m.latency().count() + " of " + planned);
        assertInOrder(m.latency());
    }

    @Test
    void a_batch_is_repeated_whole() {
        Measurement m = measured("pool", new ToTrial.Batch(50));

        int repetitions = m.wallNanos().size();
        assertTrue(repetitions >= 1);
        assertEquals(50L * repetitions, m.completed());
        assertEquals(50L * repetitions, m.started());
        assertTrue(m.wallNanos().stream().mapToLong(n -> n).sum() <= m.windowNanos());
    }

    @Test
    void wrong_checksums_are_failed_tasks() {
        Measurement m = measured("wrong", new ToTrial.Closed(2));

        assertEquals(0, m.completed());
        assertTrue(m.failed() > 0);
        assertEquals(m.failed(), m.wrong());
        assertEquals(Map.of("wrong-result", m.failed()), m.errors());
        assertEquals(0, m.throughput());
    }

    @Test
    void every_third_task_failing_leaves_two_thirds_of_the_throughput() {
        Measurement m = measured("every-third-fails", new ToTrial.Closed(1));

        assertEquals(Map.of("status", m.failed()), m.errors());
        // Of any run of consecutive tasks, as many as two thirds are right, give or take one.
        assertTrue(Math.abs(m.completed() - 2 * m.failed()) <= 2, m.completed() + " : " + m.failed());
        assertEquals(m.completed(), m.latency().count());
    }

    @Test
    void a_model_that_ends_tasks_inside_start_neither_overflows_the_stack_nor_hangs() {
        Measurement m = measured("inline", new ToTrial.Closed(3));

        assertEquals(0, m.failed());
        // A pacer that starts the next task inside the end of the last gets one call deeper with every task: it
        // would be as deep as it has done tasks, and what is as deep as one call cannot overflow. One call each
        // for the three callers is the most that turns may need.
        assertTrue(m.completed() > 3, "completed " + m.completed());
        int depth = Integer.parseInt(models.getLast().limits().get("depth"));
        assertTrue(depth <= 3, "calls of start inside each other: " + depth);
    }

    @Test
    void refused_tasks_are_counted_as_rejected() {
        Measurement m = measured("refuses", new ToTrial.Closed(2));

        assertEquals(0, m.completed());
        assertEquals(Map.of("rejected", m.failed()), m.errors());
        assertEquals(0, m.latency().count());
    }

    @Test
    void running_out_of_threads_is_the_result_of_the_model() {
        assertEquals("out-of-memory unable to create native thread", failure("no-thread"));
    }

    @Test
    void ending_a_task_twice_is_a_bug_of_the_model() {
        assertEquals("bug the model ended task 0 twice", failure("twice"));
    }

    @Test
    void an_unknown_model_is_unavailable() {
        session.carryOut(prepare("nonsense", new ToTrial.Closed(1)));
        assertEquals(new FromTrial.Failed("unavailable", "no model nonsense"), answers.getLast());
    }

    @Test
    void orders_that_make_no_sense_are_refused_and_the_session_goes_on() {
        session.carryOut(new Orders.Order.Malformed("what"));
        assertEquals(new FromTrial.Failed("bad-order", "what"), answers.getLast());
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", 1, 1)));
        assertEquals(
                "bad-order",
                assertInstanceOf(FromTrial.Failed.class, answers.getLast()).reason());
        ToTrial.Prepare old = new ToTrial.Prepare(99, "pool", 2, 1, 0, List.of());
        session.carryOut(new Orders.Order.Given(old));
        assertEquals(new FromTrial.Failed("bad-order", "protocol version 99; this trial speaks 1"), answers.getLast());
        session.carryOut(prepare("pool", new ToTrial.Closed(1)));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("d", 1, 1)));
        assertEquals(new FromTrial.Failed("bad-order", "no cell d; prepared are [c]"), answers.getLast());
        assertFalse(session.carryOut(new Orders.Order.Given(new ToTrial.Shutdown())));
    }

    @Test
    void a_second_model_needs_a_replace_and_the_first_is_closed_before_it_stands() {
        session.carryOut(prepare("pool", new ToTrial.Closed(2)));
        session.carryOut(prepare("single", new ToTrial.Closed(2)));
        assertEquals(
                new FromTrial.Failed("bad-order", "already prepared; another model in the same process needs replace"),
                answers.getLast());

        session.carryOut(replace("single"));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        assertEquals(List.of("pool"), closed);
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", MILLIS, 20 * MILLIS)));
        Measurement m =
                assertInstanceOf(FromTrial.Result.class, answers.getLast()).measurement();
        assertTrue(m.completed() > 0);
        assertEquals(0, m.failed());
    }

    @Test
    void a_replace_after_a_model_that_could_not_be_built_is_a_prepare() {
        session.carryOut(prepare("nonsense", new ToTrial.Closed(1)));
        session.carryOut(replace("pool"));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        session.carryOut(new Orders.Order.Given(new ToTrial.Replace(null)));
        assertEquals(
                new FromTrial.Failed("bad-order", "replace without a prepare order under `by`"), answers.getLast());
    }

    @Test
    void cancelling_ends_a_measurement_that_would_take_an_hour() throws InterruptedException {
        cancelled("pool");
    }

    @Test
    void cancelling_works_on_a_model_that_blocks_in_start() throws InterruptedException {
        Thread preparing = Thread.ofPlatform().start(() -> session.carryOut(prepare("stuck", new ToTrial.Closed(1))));
        // Until the order is noticed as cancelled; before it has begun, a cancellation finds nothing to stop.
        while (preparing.isAlive()) {
            session.cancel();
            Thread.onSpinWait();
        }
        assertEquals(new FromTrial.Failed("cancelled", "the order was cancelled"), answers.getLast());
    }

    @Test
    void a_cancellation_with_nothing_to_cancel_is_answered_too() {
        session.cancel();
        assertEquals(List.of(new FromTrial.Failed("cancelled", "the order was cancelled")), answers);
    }

    /// Two callers and the prober may each be on the way into the model when it is closed, but none of them
    /// goes on.
    @Test
    void a_cancelled_load_does_not_go_on_against_the_closed_model() throws InterruptedException {
        cancelled("pool");
        assertTrue(startsAfterClose.get() <= 3, "starts after close: " + startsAfterClose);
    }

    private void cancelled(String model) throws InterruptedException {
        session.carryOut(prepare(model, new ToTrial.Closed(2)));
        Thread measuring = Thread.ofPlatform()
                .start(() ->
                        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", MILLIS, 3_600_000 * MILLIS))));
        opened.await();
        session.cancel();
        measuring.join();
        assertEquals(new FromTrial.Failed("cancelled", "the order was cancelled"), answers.getLast());
        // The session is as good as new.
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", MILLIS, 10 * MILLIS)));
        assertInstanceOf(FromTrial.Result.class, answers.getLast());
    }

    private Measurement measured(String model, ToTrial.LoadShape load) {
        session.carryOut(prepare(model, load));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", 50 * MILLIS, 100 * MILLIS)));
        return assertInstanceOf(FromTrial.Result.class, answers.getLast()).measurement();
    }

    private String failure(String model) {
        session.carryOut(prepare(model, new ToTrial.Closed(2)));
        if (answers.getLast() instanceof FromTrial.Ready) {
            session.carryOut(new Orders.Order.Given(new ToTrial.Measure("c", 50 * MILLIS, 100 * MILLIS)));
        }
        FromTrial.Failed failed = assertInstanceOf(FromTrial.Failed.class, answers.getLast());
        return failed.reason() + " " + failed.detail();
    }

    private static Orders.Order replace(String model) {
        Orders.Order.Given given = (Orders.Order.Given) prepare(model, new ToTrial.Closed(2));
        return new Orders.Order.Given(new ToTrial.Replace((ToTrial.Prepare) given.message()));
    }

    private static Orders.Order prepare(String model, ToTrial.LoadShape load) {
        ToTrial.Cell cell = new ToTrial.Cell(
                "c", Map.of(), 1, 0, 0, List.of(new ToTrial.Kind("k", 1, FakeModels.CHECKSUM, List.of())), load);
        return new Orders.Order.Given(new ToTrial.Prepare(FromTrial.VERSION, model, 2, 1, 10 * MILLIS, List.of(cell)));
    }

    private static void assertInOrder(Measurement.Distribution d) {
        long last = 0;
        for (Long quantile : new Long[] {d.p50(), d.p90(), d.p99(), d.p999(), d.max()}) {
            if (quantile != null) {
                assertTrue(quantile >= last, "quantiles descend in " + d);
                last = quantile;
            }
        }
    }

    private Watched watched(String id) {
        Watched model = new Watched(id, FakeModels.create(id));
        models.add(model);
        return model;
    }

    private final class Watched implements ConcurrencyModel {
        private final String id;
        private final ConcurrencyModel model;
        private volatile boolean shut;

        Watched(String id, ConcurrencyModel model) {
            this.id = id;
            this.model = model;
        }

        @Override
        public void start(Task task, Completion done) {
            if (shut) {
                startsAfterClose.incrementAndGet();
            }
            model.start(task, done);
        }

        @Override
        public Map<String, String> limits() {
            return model.limits();
        }

        @Override
        public void close() {
            shut = true;
            closed.add(id);
            model.close();
        }
    }
}
