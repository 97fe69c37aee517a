package dev.asynclab.model;

import static dev.asynclab.model.CompactNumbers.number;
import static dev.asynclab.model.CompactNumbers.word;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
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
import java.util.List;

/// A task as bytes: what a process model has to pay before another process can work. Python's word is pickling.
///
/// One byte says which step follows, then its fields in the order of the record ([CompactNumbers], [KernelCodec],
/// [GraphCodec]).
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
        writeSteps(task.steps(), out);
    }

    static Task read(DataInput in) throws IOException {
        return new Task(number(in), readSteps(in));
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
                KernelCodec.write(kernel, out);
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
                writeSteps(covered, out);
            }
            case Limit(String name, int permits, int queue, List<Step> inside) -> {
                out.writeByte(LIMIT);
                out.writeUTF(name);
                number(permits, out);
                number(queue, out);
                writeSteps(inside, out);
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
                writeSteps(inside, out);
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
            case Step.Graph graph -> {
                out.writeByte(GRAPH);
                GraphCodec.write(graph, out);
            }
        }
    }

    private static Step step(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CALL ->
                new Call(in.readUTF(), (int) number(in), in.readUTF(), (int) number(in), number(in), (int) number(in));
            case COMPUTE -> new Compute(KernelCodec.read(in), in.readBoolean());
            case WAIT -> new Wait(number(in));
            case BLOCK -> new Block(number(in));
            case PARALLEL -> new Parallel(branches(in), (int) number(in));
            case TIMEOUT -> new Timeout(number(in), readSteps(in));
            case LIMIT -> new Limit(in.readUTF(), (int) number(in), (int) number(in), readSteps(in));
            case RACE -> new Step.Race(branches(in), number(in));
            case RETRY -> new Step.Retry(branches(in), number(in));
            case LOCK -> new Step.Lock(in.readUTF(), word(LockKind.values(), in), in.readBoolean(), readSteps(in));
            case CACHE ->
                new Step.Cache(
                        in.readUTF(),
                        new Keys((int) number(in), in.readDouble(), number(in)),
                        (int) number(in),
                        word(Policy.values(), in),
                        number(in),
                        in.readBoolean(),
                        readSteps(in));
            case UPDATE -> new Step.Update(in.readUTF(), word(How.values(), in));
            case HOLD -> new Step.Hold((int) number(in), in.readBoolean());
            case SEND -> new Step.Send((int) number(in), word(Shape.values(), in), word(Codec.values(), in));
            case JOB ->
                new Step.Job(
                        (Divisible) KernelCodec.read(in),
                        number(in),
                        word(Distribute.values(), in),
                        word(Reduce.values(), in),
                        word(Transport.values(), in));
            case GRAPH -> GraphCodec.read(in);
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
        writeSteps(cache.steps(), out);
    }

    private static void job(Step.Job job, DataOutput out) throws IOException {
        out.writeByte(JOB);
        KernelCodec.write(job.kernel(), out);
        number(job.chunkItems(), out);
        number(job.distribute().ordinal(), out);
        number(job.reduce().ordinal(), out);
        number(job.transport().ordinal(), out);
    }

    /// Steps without a task. The same steps are the same bytes in every process: they can stand for their content.
    static void writeSteps(List<Step> steps, DataOutput out) throws IOException {
        number(steps.size(), out);
        for (Step step : steps) {
            step(step, out);
        }
    }

    static List<Step> readSteps(DataInput in) throws IOException {
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
            writeSteps(branch, out);
        }
    }

    private static List<List<Step>> branches(DataInput in) throws IOException {
        int size = (int) number(in);
        var branches = new ArrayList<List<Step>>();
        for (int i = 0; i < size; i++) {
            branches.add(readSteps(in));
        }
        return List.copyOf(branches);
    }
}
