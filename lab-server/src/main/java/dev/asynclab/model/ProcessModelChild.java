package dev.asynclab.model;

import static dev.asynclab.model.ProcessChild.ADD;
import static dev.asynclab.model.ProcessChild.CANCELLED;
import static dev.asynclab.model.ProcessChild.ENTER;
import static dev.asynclab.model.ProcessChild.FAILURE;
import static dev.asynclab.model.ProcessChild.GIVE;
import static dev.asynclab.model.ProcessChild.GRANTED;
import static dev.asynclab.model.ProcessChild.KEEP;
import static dev.asynclab.model.ProcessChild.LEAVE;
import static dev.asynclab.model.ProcessChild.PART;
import static dev.asynclab.model.ProcessChild.PREPARE;
import static dev.asynclab.model.ProcessChild.RANGE;
import static dev.asynclab.model.ProcessChild.READY;
import static dev.asynclab.model.ProcessChild.REFUSED;
import static dev.asynclab.model.ProcessChild.RESULT;
import static dev.asynclab.model.ProcessChild.SEND;
import static dev.asynclab.model.ProcessChild.SENT;
import static dev.asynclab.model.ProcessChild.TASK;
import static dev.asynclab.model.ProcessChild.TIMES;

import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The main class of a child of [ProcessModel]: reads frames, runs one task at a time, writes its result.
///
/// The reading thread never works, so that it notices the end of its input at once: then the parent is gone, and
/// the child halts whatever it is doing.
final class ProcessModelChild implements ParentProcess {

    private static final byte[] KEPT = {};

    private static final boolean ONE_CLOCK = System.getProperty("os.name", "").startsWith("Linux");

    private final DataOutputStream out; // guarded by itself: branches ask for places beside each other
    private final ExecutorService tasks =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("task").factory());
    private final BlockingSteps steps;
    private final Cancellations cancellations;
    private final AtomicInteger nextTicket = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Answer>> sent = new ConcurrentHashMap<>();
    private @Nullable ProcessModelPart part; // touched by the thread for tasks only

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Answer(long sum, byte[] back) {}

    private ProcessModelChild(int connections, DataOutputStream out) {
        this.out = out;
        ExecutorService branches = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("branch-", 0).factory());
        // A global lock is that of this process; another child has its own, which is what processes are for.
        var crew = Crew.of(branches, 1);
        var shared = new SharedState();
        this.cancellations = shared.cancellations();
        this.steps = new BlockingSteps(new LateCalls(connections), crew, shared, this, new AtTheParent());
    }

    /// Runs tasks until standard input ends.
    ///
    /// @param args the most connections to one backend
    public static void main(String[] args) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(System.err); // the pipe is ours alone, whatever a library prints
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            new ProcessModelChild(Integer.parseInt(args[0]), out).read(in);
        } catch (IOException | RuntimeException e) {
            System.err.println("child " + ProcessHandle.current().pid() + " gives up: " + e);
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0); // not exit: nothing may delay it, least of all a task that still computes
    }

    private void read(DataInputStream in) throws IOException {
        send(READY, _ -> {});
        for (int frame = in.read(); frame >= 0; frame = in.read()) {
            switch (frame) {
                case TASK -> {
                    boolean sampled = in.readBoolean();
                    Task task = TaskCodec.read(in);
                    tasks.execute(() -> run(task, sampled));
                }
                case GRANTED -> answered(in.readInt(), true);
                case REFUSED -> answered(in.readInt(), false);
                case SENT -> {
                    CompletableFuture<Answer> answer = sent.get(in.readInt());
                    var arrived = new Answer(in.readLong(), in.readNBytes(in.readInt()));
                    if (answer != null) { // null: whoever sent it gave up
                        answer.complete(arrived);
                    }
                }
                case PREPARE -> {
                    Task task = TaskCodec.read(in);
                    String file = in.readUTF();
                    tasks.execute(() -> prepare((Step.Job) task.steps().getFirst(), file));
                }
                case RANGE -> {
                    var range = new Range(in.readLong(), in.readLong());
                    int slot = in.readInt();
                    answer(part -> {
                        if (slot == KEEP) {
                            part.accumulate(range);
                            return KEPT;
                        }
                        return part.compute(range, slot);
                    });
                }
                case GIVE -> {
                    int slot = in.readInt();
                    answer(part -> part.give(slot));
                }
                case ADD -> {
                    int slot = in.readInt();
                    byte[] vector = in.readNBytes(in.readInt());
                    answer(part -> {
                        part.add(vector, slot);
                        return KEPT;
                    });
                }
                default -> throw new IOException("unknown frame " + frame);
            }
        }
    }

    private void prepare(Step.Job job, String file) {
        if (part != null) {
            part.close();
        }
        try {
            part = new ProcessModelPart(job, file);
        } catch (IOException e) {
            part = null;
            System.err.println("no shared memory: " + e); // the range that comes next is answered by a failure
        }
    }

    /// Does something for a job on the thread for tasks, and answers with a vector.
    private void answer(Function<ProcessModelPart, byte[]> work) {
        tasks.execute(() -> {
            try {
                byte[] vector = work.apply(Objects.requireNonNull(part, "no job"));
                send(PART, o -> {
                    o.writeInt(vector.length);
                    o.write(vector);
                });
            } catch (RuntimeException | Error e) {
                failed(Failures.of(e));
            }
        });
    }

    private void run(Task task, boolean sampled) {
        RecordedTimeline timeline = sampled ? RecordedTimeline.queuedNow(System::nanoTime, Integer.MAX_VALUE) : null;
        try {
            long checksum;
            try {
                checksum = timed(task, timeline);
            } finally {
                tellCancelled();
            }
            send(RESULT, o -> o.writeLong(checksum));
        } catch (StepFailure e) {
            failed(e);
        }
    }

    /// One task at a time, and it has ended: so has whatever was cancelled in it.
    private void tellCancelled() {
        Cancellations.Stretch ofTask = cancellations.next();
        if (ofTask.ended() > 0) {
            send(CANCELLED, o -> {
                o.writeLong(ofTask.ended());
                o.writeLong(ofTask.nanos());
            });
        }
    }

    private void failed(StepFailure failure) {
        send(FAILURE, o -> {
            o.writeUTF(failure.kind().name());
            o.writeUTF(String.valueOf(failure.getMessage()));
        });
    }

    /// Where the time of a sampled task went is told before its result: System.nanoTime is one clock for all
    /// processes of a Linux machine. Elsewhere it may not be, so nothing is told.
    private long timed(Task task, @Nullable RecordedTimeline timeline) throws StepFailure {
        if (timeline == null) {
            return steps.run(task, Timeline.NONE);
        }
        timeline.running();
        try {
            return steps.run(task, timeline);
        } finally {
            timeline.ended();
            if (ONE_CLOCK) {
                String lane = "child " + ProcessHandle.current().pid();
                send(
                        TIMES,
                        o -> SegmentCodec.write(
                                timeline.segments().stream()
                                        .map(s -> new Segment(s.state(), s.startNanos(), s.endNanos(), lane))
                                        .toList(),
                                o));
            }
        }
    }

    /// Asks the parent for a place, and waits for its answer.
    @Override
    public Runnable enter(Limit limit) throws StepFailure, InterruptedException {
        int ticket = nextTicket.getAndIncrement();
        var answer = new CompletableFuture<Boolean>();
        asked.put(ticket, answer);
        Runnable leave = () -> send(LEAVE, o -> o.writeInt(ticket));
        send(ENTER, o -> {
            o.writeInt(ticket);
            o.writeUTF(limit.name());
            o.writeInt(limit.permits());
            o.writeInt(limit.queue());
        });
        try {
            if (!answer.get()) {
                throw Failures.rejected(limit.name());
            }
            return leave;
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            leave.run(); // from the line, or from the place if that was granted in the meantime
            throw e;
        } finally {
            asked.remove(ticket);
        }
    }

    @Override
    public long send(Payload payload, Codec codec) throws StepFailure, InterruptedException {
        int ticket = nextTicket.getAndIncrement();
        var answer = new CompletableFuture<Answer>();
        sent.put(ticket, answer);
        Shape shape = PayloadCodec.shape(payload);
        byte[] code = PayloadCodec.encode(payload, codec);
        send(SEND, o -> {
            o.writeInt(ticket);
            o.writeByte(codec.ordinal());
            o.writeByte(shape.ordinal());
            o.writeInt(code.length);
            o.write(code);
        });
        try {
            Answer back = answer.get();
            PayloadCodec.decode(back.back(), shape, codec);
            return back.sum();
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            sent.remove(ticket);
        }
    }

    /// What only the parent can do, since it takes other children.
    private static final class AtTheParent implements BlockingSteps.Divided {
        @Override
        public long job(Step.Job job, Strand strand) throws StepFailure {
            throw Failures.notExpressed(job);
        }

        @Override
        public long graph(Step.Graph graph, long taskId, Strand strand, BlockingSteps all) throws StepFailure {
            throw Failures.notExpressed(graph);
        }
    }

    private void answered(int ticket, boolean granted) {
        CompletableFuture<Boolean> answer = asked.get(ticket);
        if (answer != null) { // null: whoever asked gave up
            answer.complete(granted);
        }
    }

    private void send(int frame, Fields fields) {
        try {
            synchronized (out) {
                out.writeByte(frame);
                fields.write(out);
                out.flush();
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1); // nobody listens any more
        }
    }

    /// Loads the HTTP client with the first call: a child that only computes starts faster without it.
    private static final class LateCalls implements BlockingCalls {

        private final int connections;
        private @Nullable BlockingCalls calls;

        LateCalls(int connections) {
            this.connections = connections;
        }

        @Override
        public Exchange exchange(Call call, long taskId) {
            return calls().exchange(call, taskId);
        }

        private synchronized BlockingCalls calls() {
            if (calls == null) {
                calls = BlockingCalls.named("apache", connections);
            }
            return calls;
        }

        @Override
        public synchronized void close() {
            if (calls != null) {
                calls.close();
            }
        }
    }

    @FunctionalInterface
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }
}
