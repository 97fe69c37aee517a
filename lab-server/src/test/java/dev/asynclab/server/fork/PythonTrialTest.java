package dev.asynclab.server.fork;

import static dev.asynclab.wire.EveryForm.FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.wire.EveryForm;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The trial process in CPython, as the control JVM sees it: the same lines, the same answers.
@Tag("slow")
@Timeout(120)
class PythonTrialTest {

    private @Nullable Process process;
    private @Nullable Writer orders;
    private @Nullable BufferedReader answers;

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Every model with its defaults, and processes in each way of starting them.
    static Stream<Variant> variants() {
        return Stream.concat(
                PythonModels.all().stream().map(m -> variant(m, Map.of())),
                Stream.of("fork", "forkserver")
                        .map(start ->
                                variant(Catalogue.model("python-processes").orElseThrow(), Map.of("start", start))));
    }

    private static Variant variant(Catalogue.Model model, Map<String, String> set) {
        Map<String, String> parameters = new HashMap<>(Catalogue.defaults(model));
        parameters.replaceAll((name, value) -> name.equals("threads") ? "16" : value);
        parameters.putAll(set);
        return new Variant(model.id(), parameters);
    }

    record Variant(String model, Map<String, String> parameters) {
        @Override
        public String toString() {
            return model + parameters;
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void every_kernel_and_step_has_the_results_of_java(Variant variant) throws Exception {
        Map<String, String> refuses =
                Catalogue.model(variant.model()).orElseThrow().refuses();
        List<ToTrial.Cell> cells = new ArrayList<>();
        EveryForm.steps().forEach((name, steps) -> {
            if (!refuses.containsKey(name)) {
                cells.add(cell(variant, name, steps, new ToTrial.Batch(6)));
            }
        });
        FromTrial.Hello hello = start(variant);
        kernels(hello).forEach((id, kernel) -> cells.add(cell(variant, "kernel " + id, kernel, new ToTrial.Batch(2))));
        send(prepare(variant, cells));
        assertNotNull(next(FromTrial.Ready.class));
        for (ToTrial.Cell cell : cells) {
            Measurement m = measure(cell.id(), 1_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            assertTrue(m.completed() > 0, cell.id());
            assertEquals(m.started(), m.completed(), cell.id() + ": each task ends once");
        }
        shutdown();
    }

    /// Every kernel the process says it has, small, against Java's own result.
    private static Map<String, Work> kernels(FromTrial.Hello hello) {
        Map<String, Map<String, Long>> parameters = new HashMap<>();
        parameters.put("primes", Map.of("from", 100_000_000L, "count", 100L));
        parameters.put("mandelbrot", Map.of("size", 16L, "iterations", 64L));
        parameters.put("pi", Map.of("steps", 1_000L));
        parameters.put("fibonacci", Map.of("n", 12L));
        parameters.put("sha-256", Map.of("bytes", 20L, "rounds", 3L));
        parameters.put("julia", Map.of("size", 16L, "iterations", 64L));
        parameters.put("pi-sum", Map.of("steps", 1_000L));
        parameters.put("pi-monte-carlo", Map.of("points", 1_000L, "seed", 7L));
        parameters.put("word-count", Map.of("documents", 3L, "words", 50L, "vocabulary", 100L, "seed", 7L));
        parameters.put("sort", Map.of("n", 1_000L, "seed", 7L));
        parameters.put("fibonacci-memo", Map.of("n", 90L));
        Map<String, Work> all = new HashMap<>();
        for (String id : hello.capabilities().getOrDefault("kernels", "").split(" ", -1)) {
            var kernel = Kernels.create(id, parameters.getOrDefault(id, Map.of()));
            all.put(id, new Work(kernel.run(), List.of(new Step.Compute(kernel, false))));
        }
        assertTrue(all.keySet().containsAll(parameters.keySet()), all.keySet().toString());
        return all;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void every_form_of_load_gives_each_task_one_end_and_the_right_answer(Variant variant) throws Exception {
        Work work = new Work(10, List.of(FIVE, new Step.Wait(1_000_000), FIVE));
        List<ToTrial.Cell> cells = EveryForm.loads().stream()
                .map(load -> cell(variant, load.toString(), work, load))
                .toList();
        start(variant);
        send(prepare(variant, cells));
        next(FromTrial.Ready.class);
        for (ToTrial.Cell cell : cells) {
            Measurement m = measure(cell.id(), 200_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            assertEquals(0, m.dropped(), cell.id());
            // Those in flight at the edges of the window began before it, or end after it.
            long edges = cell.load() instanceof ToTrial.Batch ? 0 : m.inFlightPeak();
            assertTrue(Math.abs(m.started() - m.completed()) <= edges, m::toString);
            assertTrue(m.completed() > 0, m::toString);
        }
        shutdown();
    }

    @Test
    void the_generator_of_an_open_load_is_a_process_beside_the_model_and_ends_with_its_cell() throws Exception {
        Variant variant = variants().findFirst().orElseThrow();
        Work five = new Work(5, List.of(FIVE));
        start(variant);
        send(prepare(variant, List.of(cell(variant, "c", five, new ToTrial.Open(1_000, false, 100)))));
        assertEquals(
                "a process of its own", next(FromTrial.Ready.class).limits().get("generator"));
        Process trial = process;
        assertNotNull(trial);
        assertEquals(0, trial.descendants().count());
        send(new ToTrial.Measure("c", 0, 100_000_000));
        next(FromTrial.Edge.class);
        assertEquals(1, trial.descendants().count());
        next(FromTrial.Edge.class);
        Measurement m = next(FromTrial.Result.class).measurement();
        assertEquals(0, trial.descendants().count());
        // It cannot send one before it is due, nor all of them at the very nanosecond.
        assertTrue(m.lateness99Nanos() > 0, m::toString);
        assertEquals(1, m.processesPeak());
        shutdown();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void an_edited_node_runs_again_with_exactly_those_that_need_it(Variant variant) throws Exception {
        Map<String, Double> expected = new HashMap<>();
        List<ToTrial.Cell> cells = new ArrayList<>();
        EveryForm.edited().forEach((graph, runs) -> {
            String id = graph.before().toString();
            cells.add(cell(variant, id, new Work(20, List.of(graph)), new ToTrial.Batch(1)));
            expected.put(id, (double) runs);
        });
        start(variant);
        send(prepare(variant, cells));
        next(FromTrial.Ready.class);
        Map<String, Double> ran = new HashMap<>();
        for (ToTrial.Cell cell : cells) {
            Measurement m = measure(cell.id(), 1_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            Map<String, Double> counts = m.counts();
            ran.put(cell.id(), counts == null ? Double.NaN : counts.getOrDefault("nodes.run", 0.0));
        }
        assertEquals(expected, ran);
        shutdown();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failing_step_fails_its_task_alone_and_a_timeout_stops_what_it_covers(Variant variant) throws Exception {
        start(variant);
        List<Step> late =
                List.of(new Step.Timeout(1_000_000, List.of(new Step.Parallel(hours(), 0), new Step.Wait(1))));
        ToTrial.Cell cell = new ToTrial.Cell(
                "c",
                variant.parameters(),
                4,
                0,
                0,
                List.of(new ToTrial.Kind("good", 0.5, 5, List.of(FIVE)), new ToTrial.Kind("late", 0.5, 0, late)),
                new ToTrial.Batch(20));
        send(prepare(variant, List.of(cell)));
        next(FromTrial.Ready.class);

        Measurement m = measure("c", 1_000_000);

        assertTrue(m.completed() > 0 && m.failed() > 0, m.toString());
        assertEquals(Map.of("timeout", m.failed()), m.errors());
        assertEquals(m.started(), m.completed() + m.failed());
        assertEquals(0, m.wrong());
        shutdown();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_race_nobody_won_fails_like_the_branch_that_stands_first(Variant variant) throws Exception {
        try (RequestLog backend = new RequestLog()) {
            List<Step> soon = List.of(new Step.Call("127.0.0.1", backend.port(), "/busy", 0, 0, 0));
            List<Step> later = List.of(new Step.Timeout(20_000_000, List.of(new Step.Wait(3_600_000_000_000L))));
            Map<String, Step> races = Map.of(
                    "status", new Step.Race(List.of(soon, later), 0),
                    "timeout", new Step.Race(List.of(later, soon), 0));
            List<ToTrial.Cell> cells = races.entrySet().stream()
                    .map(e -> cell(variant, e.getKey(), new Work(0, List.of(e.getValue())), new ToTrial.Batch(3)))
                    .toList();
            start(variant);
            send(prepare(variant, cells));
            next(FromTrial.Ready.class);
            for (String kind : races.keySet()) {
                Measurement m = measure(kind, 1_000_000);
                assertEquals(Map.of(kind, m.started()), m.errors());
            }
            shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void what_is_cancelled_is_counted_and_has_ended_when_its_task_has(Variant variant) throws Exception {
        List<Step> hour = List.of(new Step.Wait(3_600_000_000_000L));
        List<Step> five = List.of(FIVE);
        Map<String, Work> all = Map.of(
                "timeout", new Work(0, List.of(new Step.Timeout(1_000_000, List.of(new Step.Parallel(hours(), 0))))),
                "race", new Work(5, List.of(new Step.Race(List.of(hour, five, hour), 0))),
                "none", new Work(5, List.of(new Step.Timeout(3_600_000_000_000L, five))));
        start(variant);
        send(prepare(
                variant,
                all.entrySet().stream()
                        .map(e -> cell(variant, e.getKey(), e.getValue(), new ToTrial.Batch(4)))
                        .toList()));
        next(FromTrial.Ready.class);
        for (String name : all.keySet()) {
            Measurement m = measure(name, 1_000_000);
            Map<String, Double> counts = m.counts();
            assertNotNull(counts);
            // One for each task, however much it covers.
            Double expected = name.equals("none") ? null : (double) m.started();
            assertEquals(expected, counts.get("cancel.begun"), name);
            assertEquals(expected, counts.get("cancel.ended"), name);
        }
        shutdown();
    }

    private static List<List<Step>> hours() {
        return IntStream.range(0, 3)
                .mapToObj(_ -> List.<Step>of(new Step.Wait(3_600_000_000_000L)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_backend_sees_the_same_requests_on_kept_alive_connections(Variant variant) throws Exception {
        try (RequestLog backend = new RequestLog()) {
            start(variant);
            List<Step> calls = List.of(
                    new Step.Call("127.0.0.1", backend.port(), "/a", 0, 0, 0),
                    new Step.Call("127.0.0.1", backend.port(), "/b", 1, 60_000_000_000L, 3));
            send(prepare(variant, List.of(cell(variant, "c", new Work(14, calls), new ToTrial.Batch(10)))));
            next(FromTrial.Ready.class);

            Measurement m = measure("c", 1_000_000);

            assertEquals(Map.of(), m.errors());
            // Two of the first task of the process, and two of each of at least ten tasks.
            assertTrue(backend.requests().size() >= 22, () -> backend.requests().size() + " requests");
            assertTrue(backend.connections() <= 4, () -> backend.connections() + " connections");
            String host = " HTTP/1.1\r\nhost: 127.0.0.1:" + backend.port() + "\r\n";
            for (int id = 0; id < 10; id++) {
                String get = "GET /a?id=" + id + "-0" + host + "\r\n";
                String post = "POST /b?id=" + id + "-1" + host + "content-length: 3\r\n\r\n\0\0\0";
                assertTrue(backend.requests().contains(get), get);
                assertTrue(backend.requests().contains(post), post);
            }
            shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void what_goes_wrong_with_a_call_counts_by_its_kind(Variant variant) throws Exception {
        int nobody;
        try (RequestLog closed = new RequestLog()) {
            nobody = closed.port();
        }
        try (RequestLog backend = new RequestLog()) {
            start(variant);
            Map<String, Step> calls = Map.of(
                    "status", new Step.Call("127.0.0.1", backend.port(), "/busy", 0, 0, 0),
                    "reset", new Step.Call("127.0.0.1", backend.port(), "/gone", 0, 0, 0),
                    "connect", new Step.Call("127.0.0.1", nobody, "/a", 0, 0, 0));
            List<ToTrial.Cell> cells = calls.entrySet().stream()
                    .map(e -> cell(variant, e.getKey(), new Work(7, List.of(e.getValue())), new ToTrial.Batch(5)))
                    .toList();
            send(prepare(variant, cells));
            next(FromTrial.Ready.class);
            for (String kind : calls.keySet()) {
                Measurement m = measure(kind, 1_000_000);
                assertEquals(Map.of(kind, m.started()), m.errors());
            }
            shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_wrong_answer_is_a_failed_task(Variant variant) throws Exception {
        start(variant);
        send(prepare(variant, List.of(cell(variant, "c", new Work(6, List.of(FIVE)), new ToTrial.Batch(3)))));
        next(FromTrial.Ready.class);
        Measurement m = measure("c", 1_000_000);
        assertEquals(0, m.completed());
        assertEquals(m.failed(), m.wrong());
        assertEquals(Map.of("wrong-result", m.wrong()), m.errors());
        shutdown();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_cancelled_order_is_answered_and_the_next_one_is_carried_out(Variant variant) throws Exception {
        start(variant);
        Work hour = new Work(0, List.of(new Step.Wait(3_600_000_000_000L)));
        Work five = new Work(5, List.of(FIVE));
        ToTrial.Cell stuck = cell(variant, "stuck", hour, new ToTrial.Closed(8));
        ToTrial.Cell good = cell(variant, "good", five, new ToTrial.Closed(8));
        send(prepare(variant, List.of(good, stuck)));
        next(FromTrial.Ready.class);
        send(new ToTrial.Measure("stuck", 0, 3_600_000_000_000L));
        assertEquals(new FromTrial.Edge("stuck", true), next(FromTrial.Edge.class));

        send(new ToTrial.Cancel());
        assertEquals("cancelled", next(FromTrial.Failed.class).reason());

        assertTrue(measure("good", 1_000_000).completed() > 0);
        shutdown();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_end_of_the_input_ends_the_process_and_its_children_whatever_they_do(Variant variant) throws Exception {
        Process trial = started(variant);
        next(FromTrial.Hello.class);
        Work busy = new Work(5, List.of(FIVE, new Step.Compute(Kernels.create("fibonacci", Map.of("n", 30L)), false)));
        send(prepare(
                variant,
                List.of(
                        cell(variant, "first", new Work(0, List.of()), new ToTrial.Closed(1)),
                        cell(variant, "c", busy, new ToTrial.Closed(4)))));
        next(FromTrial.Ready.class);
        List<ProcessHandle> children = trial.descendants().toList();
        assertEquals(variant.model().equals("python-processes"), !children.isEmpty());
        send(new ToTrial.Measure("c", 0, 3_600_000_000_000L));
        next(FromTrial.Edge.class);

        closeOrders();

        assertTrue(trial.waitFor(20, TimeUnit.SECONDS));
        for (ProcessHandle child : children) {
            CompletableFuture<ProcessHandle> gone = child.onExit();
            assertEquals(child, gone.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void orders_that_make_no_sense_are_refused_and_the_conversation_goes_on() throws Exception {
        Variant variant = variants().findFirst().orElseThrow();
        start(variant);
        ToTrial good = prepare(variant, List.of(cell(variant, "c", new Work(5, List.of(FIVE)), new ToTrial.Closed(1))));
        String line = Lines.write(good);

        assertEquals("bad-order", refused("this is not JSON"));
        assertEquals("bad-order", refused("[]"));
        assertEquals("bad-order", refused("{\"type\":\"dance\"}"));
        assertEquals("bad-order", refused(Lines.write(new ToTrial.Measure("c", 0, 1))));
        assertEquals("bad-order", refused(line.replace("\"version\":1", "\"version\":9")));
        assertEquals("bad-order", refused(line.replace("\"step\":\"compute\"", "\"step\":\"dance\"")));
        assertEquals("bad-order", refused(line.replace("\"concurrency\":1", "\"concurrency\":0")));
        assertEquals("bad-order", refused("{\"type\":\"replace\"}"));
        assertEquals("unavailable", refused(line.replace("python-asyncio", "python-dance")));

        // An unknown field is of a later version, and is passed over.
        raw(line.replace("\"version\":1", "\"version\":1,\"mood\":\"good\""));
        next(FromTrial.Ready.class);
        assertEquals("bad-order", refused(line));
        assertEquals("bad-order", refused(Lines.write(new ToTrial.Measure("other", 0, 1))));
        send(new ToTrial.Replace((ToTrial.Prepare) good));
        next(FromTrial.Ready.class);
        assertTrue(measure("c", 1_000_000).completed() > 0);
        send(new ToTrial.Cancel());
        assertEquals("cancelled", next(FromTrial.Failed.class).reason());
        shutdown();
    }

    @Test
    void histograms_are_those_of_the_java_library() throws Exception {
        Variant variant = variants().findFirst().orElseThrow();
        start(variant);
        Work moment = new Work(0, List.of(new Step.Wait(1_000_000)));
        send(prepare(variant, List.of(cell(variant, "c", moment, new ToTrial.Closed(50)))));
        next(FromTrial.Ready.class);

        Distribution d = measure("c", 300_000_000).latency();

        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(d.histogram())), 0);
        assertEquals(d.count(), decoded.getTotalCount());
        assertEquals(d.mean(), decoded.getMean(), 1e-6 * d.mean());
        assertEquals(d.max(), decoded.getMaxValue());
        assertEquals(d.p50(), decoded.getValueAtPercentile(50));
        assertEquals(d.p90(), decoded.getValueAtPercentile(90));
        assertEquals(3, decoded.getNumberOfSignificantValueDigits());
        // A task waits for a millisecond: none took less, to three digits.
        assertTrue(decoded.getMinValue() >= 999_000, () -> "" + decoded.getMinValue());
        shutdown();
    }

    @Test
    void a_reference_rate_is_that_of_the_cores_without_a_model() throws Exception {
        Variant variant = variants().findFirst().orElseThrow();
        start(variant);
        ToTrial.Cell waits = cell(variant, "waits", new Work(0, List.of(new Step.Wait(1))), new ToTrial.Closed(1));
        ToTrial.Cell computes = cell(variant, "computes", new Work(5, List.of(FIVE)), new ToTrial.Closed(1));
        send(prepare(variant, List.of(waits, computes)));
        next(FromTrial.Ready.class);

        send(new ToTrial.Reference("waits", 10_000_000));
        assertEquals(new FromTrial.ReferenceRate("waits", 0, 0), next(FromTrial.ReferenceRate.class));
        send(new ToTrial.Reference("computes", 10_000_000));
        FromTrial.ReferenceRate rate = next(FromTrial.ReferenceRate.class);
        assertTrue(rate.tasksPerSecond() > 0 && rate.cpuNanosPerTask() > 0, rate.toString());
        shutdown();
    }

    private static ToTrial.Cell cell(Variant variant, String id, Work work, ToTrial.LoadShape load) {
        ToTrial.Kind kind = new ToTrial.Kind("k", 1, work.checksum(), work.steps());
        return new ToTrial.Cell(id, variant.parameters(), 4, 0, 0, List.of(kind), load);
    }

    private static ToTrial prepare(Variant variant, List<ToTrial.Cell> cells) {
        return new ToTrial.Prepare(FromTrial.VERSION, variant.model(), 2, 1, 0, cells);
    }

    private FromTrial.Hello start(Variant variant) throws IOException {
        Process trial = started(variant);
        FromTrial.Hello hello = next(FromTrial.Hello.class);
        assertEquals(FromTrial.VERSION, hello.version());
        assertEquals("python", hello.language());
        assertEquals(trial.pid(), hello.pid());
        return hello;
    }

    private Process started(Variant variant) throws IOException {
        PythonCommand command = PythonCommand.ofThisMachine();
        assumeTrue(command.whyNot(variant.model()).isEmpty(), command.whyNot(variant.model()));
        Process trial = new ProcessBuilder(command.trial(variant.model()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = trial;
        orders = trial.outputWriter(StandardCharsets.UTF_8);
        answers = trial.inputReader(StandardCharsets.UTF_8);
        return trial;
    }

    private void send(ToTrial order) throws IOException {
        raw(Lines.write(order));
    }

    private void raw(String line) throws IOException {
        Writer out = orders;
        assertNotNull(out);
        out.write(line + "\n");
        out.flush();
    }

    private void closeOrders() throws IOException {
        Writer out = orders;
        assertNotNull(out);
        out.close();
    }

    private String refused(String line) throws IOException {
        raw(line);
        return next(FromTrial.Failed.class).reason();
    }

    private Measurement measure(String cell, long windowNanos) throws IOException {
        send(new ToTrial.Measure(cell, 0, windowNanos));
        assertEquals(new FromTrial.Edge(cell, true), next(FromTrial.Edge.class));
        assertEquals(new FromTrial.Edge(cell, false), next(FromTrial.Edge.class));
        return next(FromTrial.Result.class).measurement();
    }

    private void shutdown() throws IOException, InterruptedException {
        Process trial = process;
        assertNotNull(trial);
        List<ProcessHandle> children = trial.descendants().toList();
        send(new ToTrial.Shutdown());
        assertEquals(0, trial.waitFor());
        children.forEach(child -> child.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    /// The next answer that is not progress; every line must be an answer.
    private <T extends FromTrial> T next(Class<T> type) throws IOException {
        BufferedReader in = answers;
        assertNotNull(in);
        while (true) {
            String line = in.readLine();
            FromTrial answer = Lines.read(line == null ? "" : line, FromTrial.class);
            if (!(answer instanceof FromTrial.Sample)) {
                return assertInstanceOf(type, answer);
            }
        }
    }
}
