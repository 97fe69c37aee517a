package dev.asynclab.model;

import static dev.asynclab.model.ProcessFrames.ADD;
import static dev.asynclab.model.ProcessFrames.CANCELLED;
import static dev.asynclab.model.ProcessFrames.FAILURE;
import static dev.asynclab.model.ProcessFrames.GIVE;
import static dev.asynclab.model.ProcessFrames.GRANTED;
import static dev.asynclab.model.ProcessFrames.KEEP;
import static dev.asynclab.model.ProcessFrames.PART;
import static dev.asynclab.model.ProcessFrames.PREPARE;
import static dev.asynclab.model.ProcessFrames.RANGE;
import static dev.asynclab.model.ProcessFrames.READY;
import static dev.asynclab.model.ProcessFrames.REFUSED;
import static dev.asynclab.model.ProcessFrames.RESULT;
import static dev.asynclab.model.ProcessFrames.SENT;
import static dev.asynclab.model.ProcessFrames.TASK;
import static dev.asynclab.model.ProcessFrames.TIMES;

import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The main class of a child of [ProcessModel]: reads frames, runs one task at a time, writes its result.
///
/// The reading thread never works, so that it notices the end of its input at once: then the parent is gone, and
/// the child halts whatever it is doing.
final class ProcessModelChild {

    private static final byte[] KEPT = {};

    private static final boolean ONE_CLOCK = System.getProperty("os.name", "").startsWith("Linux");

    private final ProcessModelParent parent;
    private final ExecutorService tasks =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("task").factory());
    private final BlockingSteps steps;
    private final Cancellations cancellations;
    private @Nullable ProcessModelPart part; // touched by the thread for tasks only

    private ProcessModelChild(int connections, ProcessModelParent parent) {
        this.parent = parent;
        ExecutorService branches = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("branch-", 0).factory());
        // A global lock is that of this process; another child has its own, which is what processes are for.
        var crew = Crew.of(branches, 1);
        var shared = new SharedState();
        this.cancellations = shared.cancellations();
        this.steps = new BlockingSteps(new ProcessModelCalls(connections), crew, shared, parent, new AtTheParent());
    }

    /// Runs tasks until standard input ends.
    ///
    /// @param args the most connections to one backend
    public static void main(String[] args) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(System.err); // the pipe is ours alone, whatever a library prints
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            new ProcessModelChild(Integer.parseInt(args[0]), new ProcessModelParent(out)).read(in);
        } catch (IOException | RuntimeException e) {
            System.err.println("child " + ProcessHandle.current().pid() + " gives up: " + e);
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0); // not exit: nothing may delay it, least of all a task that still computes
    }

    private void read(DataInputStream in) throws IOException {
        parent.tell(READY, _ -> {});
        for (int frame = in.read(); frame >= 0; frame = in.read()) {
            switch (frame) {
                case TASK -> {
                    boolean sampled = in.readBoolean();
                    Task task = TaskCodec.read(in);
                    tasks.execute(() -> run(task, sampled));
                }
                case GRANTED -> parent.answered(in.readInt(), true);
                case REFUSED -> parent.answered(in.readInt(), false);
                case SENT -> parent.returned(in.readInt(), in.readLong(), in.readNBytes(in.readInt()));
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
                parent.tell(PART, o -> {
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
            parent.tell(RESULT, o -> o.writeLong(checksum));
        } catch (StepFailure e) {
            failed(e);
        }
    }

    /// One task at a time, and it has ended: so has whatever was cancelled in it.
    private void tellCancelled() {
        Cancellations.Stretch ofTask = cancellations.next();
        if (ofTask.ended() > 0) {
            parent.tell(CANCELLED, o -> {
                o.writeLong(ofTask.ended());
                o.writeLong(ofTask.nanos());
            });
        }
    }

    private void failed(StepFailure failure) {
        parent.tell(FAILURE, o -> {
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
                parent.tell(
                        TIMES,
                        o -> SegmentCodec.write(
                                timeline.segments().stream()
                                        .map(s -> new Segment(s.state(), s.startNanos(), s.endNanos(), lane))
                                        .toList(),
                                o));
            }
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
}
