package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folders of persistent graphs: for each graph one with its history, and one with the values it finds and adds.
///
/// Thread-safe. All stand in one private folder among the temporary files, which [#close()] deletes.
final class GraphStores implements AutoCloseable {

    private record Folders(Path history, Path present, NodeStore store) {}

    private final Map<Step.Graph, Folders> byGraph = new HashMap<>();
    private @Nullable Path home;

    /// The store of a graph, made with the first question.
    synchronized NodeStore of(Step.Graph graph) {
        Folders folders = byGraph.get(graph);
        if (folders == null) {
            try {
                folders = make(graph);
            } catch (IOException e) {
                throw new UncheckedIOException("no store for the values of a graph", e);
            }
            byGraph.put(graph, folders);
        }
        return folders.store();
    }

    private Folders make(Step.Graph graph) throws IOException {
        Path parent = home == null ? Files.createTempDirectory("asynclab-graphs-") : home;
        home = parent;
        Path history = Files.createDirectory(parent.resolve("history-" + byGraph.size()));
        Path present = Files.createDirectory(parent.resolve("present-" + byGraph.size()));
        if (graph.before().nodes() != 0) {
            GraphHistory.leave(graph, history);
        }
        copy(history, present);
        return new Folders(history, present, new NodeStore(present, graph));
    }

    /// Every graph finds its history again, and nothing else. To be called while no task runs.
    synchronized void reset() {
        try {
            for (Folders folders : byGraph.values()) {
                empty(folders.present());
                copy(folders.history(), folders.present());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the values of a graph cannot be put back", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            for (Folders folders : byGraph.values()) {
                empty(folders.history());
                empty(folders.present());
                Files.delete(folders.history());
                Files.delete(folders.present());
            }
            if (home != null) {
                Files.deleteIfExists(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the values of graphs cannot be deleted", e);
        }
        byGraph.clear();
        home = null;
    }
}
