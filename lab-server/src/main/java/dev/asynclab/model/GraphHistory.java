package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a persistent graph finds when it comes: the values a process left that was killed on its way.
///
/// It really is another process, and it really dies: it halts after its last node, as an out-of-memory killer or a
/// power switch would end it, with no `finally`, no shutdown hook and no flush. What it leaves is what survives.
final class GraphHistory {

    /// How a process ends that was killed, by the convention of Unix shells: 128 and the number of the signal.
    private static final int KILLED = 137;

    /// Calls of the past carry the id of a task like those of the present.
    private static final long TASK = 0;

    private GraphHistory() {}

    /// Lets a child run the graph as far as its history says. Costs the start of a JVM, and the work.
    ///
    /// @param folder where the child keeps values; must exist
    /// @throws IOException when the child cannot be started, or ends in another way
    static void leave(Step.Graph graph, Path folder) throws IOException {
        Process child = new ProcessBuilder(
                        String.join(File.separator, System.getProperty("java.home"), "bin", "java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GraphHistory.class.getName(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new DataOutputStream(new BufferedOutputStream(child.getOutputStream()))) {
            TaskCodec.write(new Task(TASK, List.of(graph)), out);
            out.flush();
            int end = child.waitFor();
            if (end != KILLED) {
                throw new IOException("the process that was to leave the history of a graph ended with " + end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process left the history of a graph", e);
        } finally {
            child.destroyForcibly();
        }
    }

    /// The child.
    ///
    /// @param args the folder
    public static void main(String[] args) throws IOException, StepFailure {
        Task task;
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            task = TaskCodec.read(in);
        }
        if (!(task.steps().getFirst() instanceof Step.Graph graph)) {
            throw new IOException("no graph: " + task);
        }
        var steps = new BlockingSteps(BlockingCalls.named("socket", 1), Crew.alone(), new SharedState());
        var store =
                new NodeStore(Path.of(args[0]), graph, Set.copyOf(graph.before().changed()));
        Map<String, Long> values = new HashMap<>();
        for (Step.Node node : finished(graph)) {
            long value = steps.run(new Task(TASK, node.steps()), Timeline.NONE);
            for (String need : node.needs()) {
                value += values.getOrDefault(need, 0L);
            }
            values.put(node.name(), value);
            store.store(node, value);
        }
        Runtime.getRuntime().halt(KILLED);
    }

    private static List<Step.Node> finished(Step.Graph graph) {
        int nodes = graph.before().nodes();
        return nodes < 0
                ? graph.nodes()
                : graph.nodes().subList(0, Math.min(nodes, graph.nodes().size()));
    }
}
