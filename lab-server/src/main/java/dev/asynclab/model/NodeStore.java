package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The values of a graph's nodes, kept in a folder by what they were made from.
///
/// A file is named after the content of its node: its steps, and the content of the nodes it needs. So a node that
/// changes gets another name, and so does every node downstream of it, while a node that was only renamed is
/// found. Nobody has to invalidate anything.
///
/// A value is written into a file of another name, which is then renamed: whoever is killed in between leaves no
/// half a value under a name that is looked for. Thread-safe, and safe between processes.
final class NodeStore {

    private final Path folder;
    private final Map<String, String> names;

    /// @param folder must exist
    NodeStore(Path folder, Step.Graph graph) {
        this(folder, graph, Set.of());
    }

    /// @param changed names of nodes to be taken for nodes with another content
    NodeStore(Path folder, Step.Graph graph, Set<String> changed) {
        this.folder = folder;
        this.names = names(graph, changed);
    }

    /// The value of a node, if it was kept. A file that is torn, or that someone else put there, counts as missing.
    OptionalLong find(Step.Node node) {
        String name = name(node);
        String text;
        try {
            text = Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the value of node " + node.name(), e);
        }
        if (!text.startsWith(name + " ") || !text.endsWith("\n")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.substring(name.length() + 1, text.length() - 1)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// Keeps a value, against a crash of this process. Against one of the machine it would have to be forced to the
    /// disk, at the price of a few milliseconds each.
    void store(Step.Node node, long value) {
        String name = name(node);
        try {
            Path written = Files.createTempFile(folder, "node-", ".part");
            Files.writeString(written, name + " " + value + "\n", StandardCharsets.ISO_8859_1);
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the value of node " + node.name(), e);
        }
    }

    private String name(Step.Node node) {
        String name = names.get(node.name());
        if (name == null) {
            throw new IllegalArgumentException("no node " + node.name() + " in this graph");
        }
        return name;
    }

    private static Map<String, String> names(Step.Graph graph, Set<String> changed) {
        Map<String, String> names = new HashMap<>();
        for (Step.Node node : graph.nodes()) { // those it needs come first
            // A sum does not ask in which order the needs are named.
            List<String> needs = node.needs().stream().map(names::get).sorted().toList();
            names.put(node.name(), hash(node.steps(), needs, changed.contains(node.name())));
        }
        return names;
    }

    private static String hash(List<Step> steps, List<String> needs, boolean changed) {
        var content = new ByteArrayOutputStream();
        try {
            TaskCodec.writeSteps(steps, new DataOutputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        content.writeBytes((" needs " + needs + (changed ? " changed" : "")).getBytes(StandardCharsets.UTF_8));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
