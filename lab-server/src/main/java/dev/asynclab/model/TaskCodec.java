package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import dev.asynclab.workload.Step.Block;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Compute;
import dev.asynclab.workload.Step.Distribute;
import dev.asynclab.workload.Step.How;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.Step.Policy;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.Step.Timeout;
import dev.asynclab.workload.Step.Transport;
import dev.asynclab.workload.Step.Wait;
import dev.asynclab.workload.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A task as bytes: what a process model has to pay before another process can work. Python's word is pickling.
///
/// One byte says which step follows, then its fields in the order of the record; whole numbers take as many bytes
/// as they need, seven bits each; a kernel travels as its id and parameters, since code does not travel.
final class TaskCodec {

    private static final int CALL = 1;
    private static final int COMPUTE = 2;
    private static final int WAIT = 3;
    private static final int BLOCK = 4;
    private static final int PARALLEL = 5;
    private static final int TIMEOUT = 6;
    private static final int LIMIT = 7;
    private static final int RACE = 8;
    private static final int RETRY = 9;
    private static final int LOCK = 10;
    private static final int CACHE = 11;
    private static final int UPDATE = 12;
    private static final int HOLD = 13;
    private static final int SEND = 14;
    private static final int JOB = 15;
    private static final int GRAPH = 16;

    private TaskCodec() {}

    static void write(Task task, DataOutput out) throws IOException {
        number(task.id(), out);
        steps(task.steps(), out);
    }

    static Task read(DataInput in) throws IOException {
        return new Task(number(in), steps(in));
    }

    static void writeSegments(List<Segment> segments, DataOutput out) throws IOException {
        number(segments.size(), out);
        for (Segment segment : segments) {
            number(segment.state().ordinal(), out);
            number(segment.startNanos(), out);
            number(segment.endNanos(), out);
            out.writeUTF(segment.lane());
        }
    }

    static List<Segment> readSegments(DataInput in) throws IOException {
        int size = (int) number(in);
        var segments = new ArrayList<Segment>();
        for (int i = 0; i < size; i++) {
            segments.add(new Segment(State.values()[(int) number(in)], number(in), number(in), in.readUTF()));
        }
        return segments;
    }

    private static void step(Step step, DataOutput out) throws IOException {
        switch (step) {
            case Call(String host, int port, String target, int ordinal, long timeoutNanos, int bodyBytes) -> {
                out.writeByte(CALL);
                out.writeUTF(host);
                number(port, out);
                out.writeUTF(target);
                number(ordinal, out);
                number(timeoutNanos, out);
                number(bodyBytes, out);
            }
            case Compute(Kernel kernel, boolean globalLock) -> {
                out.writeByte(COMPUTE);
                kernel(kernel, out);
                out.writeBoolean(globalLock);
            }
            case Wait(long nanos) -> {
                out.writeByte(WAIT);
                number(nanos, out);
            }
            case Block(long nanos) -> {
                out.writeByte(BLOCK);
                number(nanos, out);
            }
            case Parallel(List<List<Step>> branches, int limit) -> {
                out.writeByte(PARALLEL);
                branches(branches, out);
                number(limit, out);
            }
            case Timeout(long nanos, List<Step> covered) -> {
                out.writeByte(TIMEOUT);
                number(nanos, out);
                steps(covered, out);
            }
            case Limit(String name, int permits, int queue, List<Step> inside) -> {
                out.writeByte(LIMIT);
                out.writeUTF(name);
                number(permits, out);
                number(queue, out);
                steps(inside, out);
            }
            case Step.Race(List<List<Step>> branches, long staggerNanos) -> {
                out.writeByte(RACE);
                branches(branches, out);
                number(staggerNanos, out);
            }
            case Step.Retry(List<List<Step>> attempts, long backoffNanos) -> {
                out.writeByte(RETRY);
                branches(attempts, out);
                number(backoffNanos, out);
            }
            case Step.Lock(String name, LockKind lockKind, boolean perTask, List<Step> inside) -> {
                out.writeByte(LOCK);
                out.writeUTF(name);
                number(lockKind.ordinal(), out);
                out.writeBoolean(perTask);
                steps(inside, out);
            }
            case Step.Cache cache -> cache(cache, out);
            case Step.Update(String counter, How how) -> {
                out.writeByte(UPDATE);
                out.writeUTF(counter);
                number(how.ordinal(), out);
            }
            case Step.Hold(int bytes, boolean perThread) -> {
                out.writeByte(HOLD);
                number(bytes, out);
                out.writeBoolean(perThread);
            }
            case Step.Send(int bytes, Shape shape, Codec codec) -> {
                out.writeByte(SEND);
                number(bytes, out);
                number(shape.ordinal(), out);
                number(codec.ordinal(), out);
            }
            case Step.Job job -> job(job, out);
            case Step.Graph graph -> graph(graph, out);
        }
    }

    private static Step step(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CALL ->
                new Call(in.readUTF(), (int) number(in), in.readUTF(), (int) number(in), number(in), (int) number(in));
            case COMPUTE -> new Compute(kernel(in), in.readBoolean());
            case WAIT -> new Wait(number(in));
            case BLOCK -> new Block(number(in));
            case PARALLEL -> new Parallel(branches(in), (int) number(in));
            case TIMEOUT -> new Timeout(number(in), steps(in));
            case LIMIT -> new Limit(in.readUTF(), (int) number(in), (int) number(in), steps(in));
            case RACE -> new Step.Race(branches(in), number(in));
            case RETRY -> new Step.Retry(branches(in), number(in));
            case LOCK -> new Step.Lock(in.readUTF(), word(LockKind.values(), in), in.readBoolean(), steps(in));
            case CACHE ->
                new Step.Cache(
                        in.readUTF(),
                        new Keys((int) number(in), in.readDouble(), number(in)),
                        (int) number(in),
                        word(Policy.values(), in),
                        number(in),
                        in.readBoolean(),
                        steps(in));
            case UPDATE -> new Step.Update(in.readUTF(), word(How.values(), in));
            case HOLD -> new Step.Hold((int) number(in), in.readBoolean());
            case SEND -> new Step.Send((int) number(in), word(Shape.values(), in), word(Codec.values(), in));
            case JOB ->
                new Step.Job(
                        (Divisible) kernel(in),
                        number(in),
                        word(Distribute.values(), in),
                        word(Reduce.values(), in),
                        word(Transport.values(), in));
            case GRAPH -> new Step.Graph(nodes(in), in.readBoolean(), new Before((int) number(in), names(in)));
            default -> throw new IOException("no step is coded as " + kind);
        };
    }

    private static void cache(Step.Cache cache, DataOutput out) throws IOException {
        out.writeByte(CACHE);
        out.writeUTF(cache.name());
        number(cache.keys().count(), out);
        out.writeDouble(cache.keys().exponent());
        number(cache.keys().seed(), out);
        number(cache.size(), out);
        number(cache.policy().ordinal(), out);
        number(cache.ttlNanos(), out);
        out.writeBoolean(cache.singleFlight());
        steps(cache.steps(), out);
    }

    private static void job(Step.Job job, DataOutput out) throws IOException {
        out.writeByte(JOB);
        kernel(job.kernel(), out);
        number(job.chunkItems(), out);
        number(job.distribute().ordinal(), out);
        number(job.reduce().ordinal(), out);
        number(job.transport().ordinal(), out);
    }

    private static void graph(Step.Graph graph, DataOutput out) throws IOException {
        out.writeByte(GRAPH);
        number(graph.nodes().size(), out);
        for (Step.Node node : graph.nodes()) {
            out.writeUTF(node.name());
            names(node.needs(), out);
            steps(node.steps(), out);
        }
        out.writeBoolean(graph.persist());
        number(graph.before().nodes(), out);
        names(graph.before().changed(), out);
    }

    private static List<Step.Node> nodes(DataInput in) throws IOException {
        int size = (int) number(in);
        var nodes = new ArrayList<Step.Node>();
        for (int i = 0; i < size; i++) {
            nodes.add(new Step.Node(in.readUTF(), names(in), steps(in)));
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

    /// An enum travels as its place in the list of its words.
    private static <E> E word(E[] words, DataInput in) throws IOException {
        long place = number(in);
        if (place < 0 || place >= words.length) {
            throw new IOException("no word has the place " + place);
        }
        return words[(int) place];
    }

    /// Steps without a task. The same steps are the same bytes in every process: they can stand for their content.
    static void writeSteps(List<Step> steps, DataOutput out) throws IOException {
        steps(steps, out);
    }

    private static void steps(List<Step> steps, DataOutput out) throws IOException {
        number(steps.size(), out);
        for (Step step : steps) {
            step(step, out);
        }
    }

    private static List<Step> steps(DataInput in) throws IOException {
        int size = (int) number(in);
        var steps = new ArrayList<Step>();
        for (int i = 0; i < size; i++) {
            steps.add(step(in));
        }
        return List.copyOf(steps);
    }

    private static void branches(List<List<Step>> branches, DataOutput out) throws IOException {
        number(branches.size(), out);
        for (List<Step> branch : branches) {
            steps(branch, out);
        }
    }

    private static List<List<Step>> branches(DataInput in) throws IOException {
        int size = (int) number(in);
        var branches = new ArrayList<List<Step>>();
        for (int i = 0; i < size; i++) {
            branches.add(steps(in));
        }
        return List.copyOf(branches);
    }

    private static void kernel(Kernel kernel, DataOutput out) throws IOException {
        out.writeUTF(kernel.id());
        Map<String, Long> parameters = new TreeMap<>(kernel.parameters()); // in one order, whatever the map's is
        number(parameters.size(), out);
        for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
            out.writeUTF(parameter.getKey());
            number(parameter.getValue(), out);
        }
    }

    private static Kernel kernel(DataInput in) throws IOException {
        String id = in.readUTF();
        int size = (int) number(in);
        var parameters = new HashMap<String, Long>();
        for (int i = 0; i < size; i++) {
            parameters.put(in.readUTF(), number(in));
        }
        return Kernels.create(id, parameters);
    }

    /// Zigzag, so that -1 is as short as 1, then seven bits per byte, lowest first; the top bit says "more".
    private static void number(long value, DataOutput out) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long number(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = in.readByte();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("a number of more than ten bytes");
    }
}
