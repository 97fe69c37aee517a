package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.kernel.Primes;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import dev.asynclab.workload.Step.Graph;
import dev.asynclab.workload.Step.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreTest {

    @TempDir
    Path folder;

    private static Node node(String name, int fibonacci, String... needs) {
        return new Node(name, List.of(needs), List.of(new Step.Compute(new Fibonacci(fibonacci), false)));
    }

    private static Graph graph(Node... nodes) {
        return new Graph(List.of(nodes), true, Before.NOTHING);
    }

    @Test
    void a_value_is_found_by_content_not_by_name() {
        var before = graph(node("a", 10), node("b", 11, "a"));
        var kept = new NodeStore(folder, before);
        kept.store(before.nodes().get(0), 55);
        kept.store(before.nodes().get(1), 144);
        var renamed = graph(node("x", 10), node("y", 11, "x"));
        var later = new NodeStore(folder, renamed);
        assertEquals(OptionalLong.of(55), later.find(renamed.nodes().get(0)));
        assertEquals(OptionalLong.of(144), later.find(renamed.nodes().get(1)));
    }

    @Test
    void a_changed_node_and_all_downstream_of_it_are_missing() {
        var graph = graph(node("a", 10), node("b", 11, "a"), node("c", 12, "b"), node("d", 13));
        var then = new NodeStore(folder, graph, Set.of("b"));
        graph.nodes().forEach(n -> then.store(n, 7));
        var now = new NodeStore(folder, graph);
        assertEquals(
                List.of(true, false, false, true),
                graph.nodes().stream().map(n -> now.find(n).isPresent()).toList());
    }

    @Test
    void steps_with_other_parameters_and_other_needs_are_other_content() {
        var then = graph(node("a", 10), node("b", 11), node("c", 12, "a"));
        var kept = new NodeStore(folder, then);
        kept.store(then.nodes().get(2), 1);
        var now = graph(node("a", 10), node("b", 11), node("c", 12, "b"));
        assertEquals(
                OptionalLong.empty(),
                new NodeStore(folder, now).find(now.nodes().get(2)));
        var other = graph(
                node("a", 10),
                node("b", 11),
                new Node("c", List.of("a"), List.of(new Step.Compute(new Primes(2, 12), false))));
        assertEquals(
                OptionalLong.empty(),
                new NodeStore(folder, other).find(other.nodes().get(2)));
    }

    @Test
    void a_torn_or_foreign_file_counts_as_missing() throws Exception {
        var graph = graph(node("a", 10));
        var store = new NodeStore(folder, graph);
        store.store(graph.nodes().getFirst(), 1234);
        Path file;
        try (var files = Files.list(folder)) {
            file = files.toList().getFirst();
        }
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            assertEquals(OptionalLong.empty(), store.find(graph.nodes().getFirst()), whole.substring(0, length));
        }
        Files.writeString(file, "1234\n");
        assertEquals(OptionalLong.empty(), store.find(graph.nodes().getFirst()));
        Files.writeString(file, whole);
        assertEquals(OptionalLong.of(1234), store.find(graph.nodes().getFirst()));
    }

    @Test
    void nothing_but_whole_values_stands_in_the_folder() throws Exception {
        var graph = graph(node("a", 10), node("b", 11));
        var store = new NodeStore(folder, graph);
        for (int i = 0; i < 3; i++) {
            graph.nodes().forEach(n -> store.store(n, 1));
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.allMatch(f -> f.getFileName().toString().matches("[0-9a-f]{64}")));
        }
    }

    @Test
    void a_history_is_what_a_killed_process_left_and_comes_back_with_every_reset() {
        var nodes = List.of(node("a", 10), node("b", 11, "a"), node("c", 12, "b"));
        var graph = new Graph(nodes, true, new Before(2, List.of()));
        try (var shared = new SharedState()) {
            var store = shared.nodeStore(graph);
            // fib(10) = 55; fib(11) + 55 = 144; the process died before the third.
            assertEquals(OptionalLong.of(55), store.find(nodes.get(0)));
            assertEquals(OptionalLong.of(144), store.find(nodes.get(1)));
            assertEquals(OptionalLong.empty(), store.find(nodes.get(2)));
            store.store(nodes.get(2), 288);
            shared.reset();
            assertEquals(OptionalLong.of(144), store.find(nodes.get(1)));
            assertEquals(OptionalLong.empty(), store.find(nodes.get(2)));
        }
    }
}
