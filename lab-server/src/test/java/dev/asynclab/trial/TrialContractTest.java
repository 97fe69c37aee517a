package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.model.Models;
import dev.asynclab.wire.EveryForm;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every step and every form of load on every model of the catalogue, through the trial that measures it. The
/// models in CPython are asked the same by their own trial.
@Timeout(120)
class TrialContractTest {

    private static final long MOMENT = 1_000_000;

    private final List<FromTrial> answers = new CopyOnWriteArrayList<>();
    private final TrialSession session = new TrialSession(Models::create, TrialClock.system(), answers::add, 0);

    static Stream<Catalogue.Model> models() {
        return Catalogue.models().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_step_has_its_result_and_every_task_one_end(Catalogue.Model model) {
        List<ToTrial.Cell> cells = new ArrayList<>();
        EveryForm.steps().forEach((name, work) -> {
            if (!model.refuses().containsKey(name)) {
                cells.add(cell(model, name, List.of(kind("k", 1, work)), new ToTrial.Batch(6)));
            }
        });
        for (Measurement m : measured(model, cells, MOMENT, false)) {
            assertEquals(Map.of(), m.errors(), m.cell());
            assertTrue(m.completed() >= 6, m.cell());
            assertEquals(m.started(), m.completed(), m.cell() + ": each task ends once");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_form_of_load_gives_each_task_one_end_and_the_right_answer(Catalogue.Model model) {
        var five = new Work(5, List.of(EveryForm.FIVE));
        var ten = new Work(10, List.of(EveryForm.FIVE, new Step.Wait(MOMENT), EveryForm.FIVE));
        List<ToTrial.Cell> cells = EveryForm.loads().stream()
                .map(load ->
                        cell(model, load.toString(), List.of(kind("five", 0.5, five), kind("ten", 0.5, ten)), load))
                .toList();
        for (Measurement m : measured(model, cells, 200 * MOMENT, true)) {
            assertEquals(Map.of(), m.errors(), m.cell());
            assertEquals(0, m.dropped(), m.cell());
            assertEquals(Set.of("five", "ten"), m.kinds().keySet(), m.cell());
            if (!m.cell().startsWith("Open")) { // whose latencies are those of the tasks meant for the window
                assertEquals(
                        m.completed(),
                        m.kinds().values().stream()
                                .mapToLong(Measurement.Distribution::count)
                                .sum(),
                        m.cell() + ": every task is of a kind");
            }
            // Those in flight at the edges of the window began before it, or end after it.
            long edges = m.cell().startsWith("Batch") ? 0 : m.inFlightPeak();
            assertTrue(Math.abs(m.started() - m.completed()) <= edges, m::toString);
            assertTrue(m.completed() > 0, m::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void an_edited_node_runs_again_with_exactly_those_that_need_it(Catalogue.Model model) {
        List<ToTrial.Cell> cells = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        EveryForm.edited().forEach((graph, runs) -> {
            var work = new Work(20, List.of(graph));
            cells.add(cell(model, graph.before().toString(), List.of(kind("k", 1, work)), new ToTrial.Batch(1)));
            expected.add((double) runs);
        });
        List<Double> runs = new ArrayList<>();
        for (Measurement m : measured(model, cells, MOMENT, false)) {
            assertEquals(Map.of(), m.errors(), m.cell());
            Map<String, Double> counts = m.counts() == null ? Map.of() : m.counts();
            runs.add(counts.getOrDefault("nodes.run", 0.0));
        }
        assertEquals(
                expected,
                runs,
                () -> cells.stream().map(ToTrial.Cell::id).toList().toString());
    }

    /// Measures every cell, closes the model, and sees to it that no thread is left.
    ///
    /// @param memory also read it, which collects the garbage of this whole JVM, and takes longer than most cells
    private List<Measurement> measured(
            Catalogue.Model model, List<ToTrial.Cell> cells, long windowNanos, boolean memory) {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        order(new ToTrial.Prepare(FromTrial.VERSION, model.id(), 2, 1, 0, cells));
        assertInstanceOf(FromTrial.Ready.class, answers.getLast());
        List<Measurement> all = new ArrayList<>();
        for (ToTrial.Cell cell : cells) {
            order(new ToTrial.Measure(cell.id(), 0, windowNanos, memory));
            all.add(assertInstanceOf(FromTrial.Result.class, answers.getLast(), cell.id())
                    .measurement());
        }
        order(new ToTrial.Shutdown());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && !ofTheJdk(thread)) {
                assertTrue(left(thread), () -> "still alive: " + thread);
            }
        }
        return all;
    }

    private static boolean left(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Carriers of virtual threads and their timers belong to the JDK and stay.
    private static boolean ofTheJdk(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || thread.getName().startsWith("ForkJoinPool")
                || thread.getName().startsWith("VirtualThread-")
                || thread.getName().startsWith("process reaper")
                || group.getName().equals("InnocuousThreadGroup")
                || group.getName().equals("system");
    }

    private void order(ToTrial order) {
        session.carryOut(new Orders.Order.Given(order));
    }

    private static ToTrial.Kind kind(String name, double share, Work work) {
        return new ToTrial.Kind(name, share, work.checksum(), work.steps());
    }

    private static ToTrial.Cell cell(
            Catalogue.Model model, String id, List<ToTrial.Kind> kinds, ToTrial.LoadShape load) {
        Map<String, String> parameters = new HashMap<>(Catalogue.defaults(model));
        parameters.replaceAll((name, value) -> name.equals("threads") && !value.equals("cores") ? "16" : value);
        return new ToTrial.Cell(id, parameters, 4, 0, 0, kinds, load);
    }
}
