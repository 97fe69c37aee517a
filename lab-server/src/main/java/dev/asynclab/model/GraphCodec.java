package dev.asynclab.model;

import static dev.asynclab.model.CompactNumbers.number;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A task graph as bytes: its nodes in their order, each with the names of those it needs.
final class GraphCodec {

    private GraphCodec() {}

    static void write(Step.Graph graph, DataOutput out) throws IOException {
        number(graph.nodes().size(), out);
        for (Step.Node node : graph.nodes()) {
            out.writeUTF(node.name());
            names(node.needs(), out);
            TaskCodec.writeSteps(node.steps(), out);
        }
        out.writeBoolean(graph.persist());
        number(graph.before().nodes(), out);
        names(graph.before().changed(), out);
    }

    static Step.Graph read(DataInput in) throws IOException {
        return new Step.Graph(nodes(in), in.readBoolean(), new Before((int) number(in), names(in)));
    }

    private static List<Step.Node> nodes(DataInput in) throws IOException {
        int size = (int) number(in);
        var nodes = new ArrayList<Step.Node>();
        for (int i = 0; i < size; i++) {
            nodes.add(new Step.Node(in.readUTF(), names(in), TaskCodec.readSteps(in)));
        }
        return List.copyOf(nodes);
    }

    private static void names(List<String> names, DataOutput out) throws IOException {
        number(names.size(), out);
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> names(DataInput in) throws IOException {
        int size = (int) number(in);
        var names = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
            names.add(in.readUTF());
        }
        return List.copyOf(names);
    }
}
