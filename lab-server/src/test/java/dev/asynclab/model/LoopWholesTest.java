package dev.asynclab.model;

import static dev.asynclab.model.LoopVariants.CORES;
import static dev.asynclab.model.LoopVariants.create;
import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Distribute;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Jobs and graphs on loops.
class LoopWholesTest {
    private static final String VARIANTS = "dev.asynclab.model.LoopVariants#all";
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    private final SharedState shared = new SharedState();
    private ScriptedBackend backend;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
    }

    @AfterEach
    void stop_backend() {
        backend.close();
        shared.close();
    }

    /// Three numbers: how many items, their sum, the sum of their squares. Fails at an item.
    record Sums(long items, long failsAt) implements Divisible {
        @Override
        public KernelKind kind() {
            return new KernelKind("sums", "", List.of(), "", v -> new Sums(v.get("items"), v.get("fails-at")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("items", items, "fails-at", failsAt);
        }

        @Override
        public int width() {
            return 3;
        }

        @Override
        public void run(long from, long to, long[] into) {
            for (long item = from; item < to; item++) {
                if (item == failsAt) {
                    throw new IllegalStateException("broken on purpose");
                }
                into[0]++;
                into[1] += item;
                into[2] += item * item;
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_has_one_result_however_it_is_cut_carried_and_added_up(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            for (var distribute : Distribute.values()) {
                for (var reduce : Reduce.values()) {
                    for (var transport : Transport.values()) {
                        var job = new Step.Job(new Sums(100, -1), 7, distribute, reduce, transport);
                        // 100 items, their sum 4,950, that of their squares 328,350:
                        // 100 + 2 x 4,950 + 3 x 328,350 = 995,050.
                        assertEquals("succeeded 995050", start(model, 1, job).await(), job::toString);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void every_result_that_is_handed_over_is_moved(Variant variant) throws Exception {
        // 24 bytes a vector; 100 items in chunks of 7 are 15.
        assertEquals(15 * 24, bytesMoved(variant, Reduce.CALLER));
        long lanes = lanes(variant);
        assertEquals(lanes * 24, bytesMoved(variant, Reduce.WORKERS));
        // All but the first give theirs to another lane, the first to the caller.
        assertEquals(lanes * 24, bytesMoved(variant, Reduce.TREE));
    }

    private long bytesMoved(Variant variant, Reduce reduce) throws Exception {
        shared.reset();
        try (var model = create(variant, shared)) {
            var job = new Step.Job(new Sums(100, -1), 7, Distribute.STATIC, reduce, Transport.BINARY);
            assertEquals("succeeded 995050", start(model, 1, job).await());
        }
        return shared.counts().getOrDefault("bytes.moved", 0L);
    }

    private static int lanes(Variant variant) {
        var parameters = variant.parameters();
        return parameters.containsKey("offload") ? CORES : Integer.parseInt(parameters.getOrDefault("loops", "1"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_lets_others_have_their_turn_and_ends_when_it_is_cancelled(Variant variant) throws Exception {
        List<Outcome> endless = new ArrayList<>();
        try (var model = create(variant, shared)) {
            for (var transport : Transport.values()) {
                // Would take hours: what stops it is the timer, which needs a turn of the loop.
                var job = new Step.Job(new Sums(1L << 50, -1), 100, Distribute.DYNAMIC, Reduce.TREE, transport);
                assertEquals(
                        "TIMEOUT",
                        start(model, 1, new Step.Timeout(MOMENT, List.of(job))).await());
                endless.add(start(model, 2, job));
            }
            assertEquals("succeeded 5", start(model, 3, call("/ok")).await());
        }
        for (Outcome outcome : endless) {
            assertEquals("CANCELLED", outcome.await());
        }
        awaitNoSharedMemory();
    }

    /// Of this process, as the operating system sees it. A chunk that was being computed may outlive its model.
    private static void awaitNoSharedMemory() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "only Linux tells");
        long began = System.nanoTime();
        while (anySharedMemory(open)) {
            assertTrue(System.nanoTime() - began < Duration.ofSeconds(20).toNanos(), "shared memory was left open");
            Thread.onSpinWait();
        }
    }

    private static boolean anySharedMemory(Path open) throws IOException {
        try (var files = Files.newDirectoryStream(open)) {
            for (Path file : files) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.readSymbolicLink(file).toString().contains("asynclab-shared-")) {
                    return true;
                }
            }
        } catch (NoSuchFileException closedMeanwhile) {
            return true; // ask again
        }
        return false;
    }

    /// More results than may be on their way, from lanes that have less to do than their caller.
    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_of_very_many_results_for_the_caller_works_and_can_be_stopped(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            // 0 to 19,999: their sum is 199,990,000, that of their squares 2,666,466,670,000. As above:
            // 20,000 + 399,980,000 + 7,999,400,010,000.
            var job = new Step.Job(new Sums(20_000, -1), 1, Distribute.DYNAMIC, Reduce.CALLER, Transport.JSON);
            assertEquals("succeeded 7999800010000", start(model, 1, job).await());
            var endless = new Step.Job(new Sums(1L << 50, -1), 1, Distribute.DYNAMIC, Reduce.CALLER, Transport.JSON);
            assertEquals(
                    "TIMEOUT",
                    start(model, 2, new Step.Timeout(MOMENT, List.of(endless))).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_chunk_that_fails_fails_the_job(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            for (var reduce : Reduce.values()) {
                var job = new Step.Job(new Sums(1L << 40, 500), 7, Distribute.DYNAMIC, reduce, Transport.SHARED_MEMORY);
                assertEquals("OTHER", start(model, 1, job).await());
            }
            assertEquals("succeeded 55", start(model, 2, compute(10)).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_node_runs_once_and_its_value_goes_to_all_that_need_it(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            // top 55; left 55 + 5 and right 55 + 5, side by side, or nobody would answer; bottom 60 + 60 + 1.
            assertEquals("succeeded 121", start(model, 1, diamond(false)).await());
            assertEquals(4L, shared.counts().get("nodes.run"));
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void kept_values_are_found_and_only_what_changed_runs_again(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            assertEquals("succeeded 121", start(model, 1, diamond(true)).await());
            assertEquals("succeeded 121", start(model, 2, diamond(true)).await());
            assertEquals(4L, shared.counts().get("nodes.run"));
        }
        assertEquals(2, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_node_that_fails_stops_the_others(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            var nodes = List.of(
                    new Node("hanging", List.of(), List.of(call("/hang"))),
                    new Node("failing", List.of(), List.of(call("/fail-after-hangs/1"))),
                    new Node("last", List.of("hanging", "failing"), List.of(call("/never"))));
            assertEquals("STATUS", start(model, 1, graph(nodes, false)).await());
            assertTrue(backend.awaitAbandoned(1));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_long_chain_of_nodes_works(Variant variant) throws Exception {
        var nodes = new ArrayList<Node>();
        nodes.add(new Node("0", List.of(), List.of(new Step.Wait(MOMENT))));
        for (int i = 1; i <= 3_000; i++) {
            nodes.add(new Node("" + i, List.of("" + (i - 1)), List.of(compute(1))));
        }
        try (var model = create(variant, shared)) {
            assertEquals("succeeded 3000", start(model, 1, graph(nodes, false)).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void every_strand_ends(Variant variant) throws Exception {
        var job = new Step.Job(new Sums(100, -1), 7, Distribute.DYNAMIC, Reduce.TREE, Transport.HEAP);
        var race = new Step.Race(List.of(List.of(call("/hang")), List.of(call("/ok"))), 0);
        try (var model = create(variant, shared)) {
            var sampled = SampledTask.start(model, 1, diamond(true), race, job);
            assertEquals(121 + 5 + 995_050, sampled.checksum());
            assertEquals(0, sampled.openBranches());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void close_ends_whatever_is_going_on(Variant variant) throws Exception {
        Step hang = call("/hang");
        Step hour = new Step.Wait(Duration.ofHours(1).toNanos());
        Step locked = new Step.Lock("lock", Step.LockKind.MONITOR, false, List.of(hour));
        Step cached = new Step.Cache("cache", new Keys(1, 0, 1), 1, Step.Policy.LRU, 0, true, List.of(hour));
        Step graph = graph(
                List.of(
                        new Node("a", List.of(), List.of(hour)),
                        new Node("b", List.of("a"), List.of(hour)),
                        new Node("c", List.of(), List.of(hang))),
                true);
        List<Outcome> outcomes = new ArrayList<>();
        var model = create(variant, shared);
        outcomes.addAll(startMany(model, 3, new Step.Race(List.of(List.of(hang), List.of(hour)), 1_000)));
        outcomes.addAll(startMany(model, 3, new Step.Retry(List.of(List.of(hour), List.of(hour)), 1_000)));
        outcomes.addAll(startMany(model, 3, locked));
        outcomes.addAll(startMany(model, 3, cached));
        outcomes.addAll(startMany(model, 3, graph));
        assertTrue(backend.awaitArrivals("/hang", 3));
        model.close();
        for (Outcome outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
            assertEquals(1, outcome.ends());
        }
    }

    private Step diamond(boolean persist) {
        var nodes = List.of(
                new Node("top", List.of(), List.of(compute(10))),
                new Node("left", List.of("top"), List.of(call("/together/2"))),
                new Node("right", List.of("top"), List.of(new Step.Wait(0), call("/together/2"))),
                new Node("bottom", List.of("left", "right"), List.of(compute(1))));
        return graph(nodes, persist);
    }

    private static Step graph(List<Node> nodes, boolean persist) {
        return new Step.Graph(nodes, persist, Step.Before.NOTHING);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
