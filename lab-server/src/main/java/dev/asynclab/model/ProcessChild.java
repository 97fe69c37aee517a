package dev.asynclab.model;

import static dev.asynclab.model.ProcessFrames.ADD;
import static dev.asynclab.model.ProcessFrames.CANCELLED;
import static dev.asynclab.model.ProcessFrames.ENTER;
import static dev.asynclab.model.ProcessFrames.FAILURE;
import static dev.asynclab.model.ProcessFrames.GIVE;
import static dev.asynclab.model.ProcessFrames.GRANTED;
import static dev.asynclab.model.ProcessFrames.KEEP;
import static dev.asynclab.model.ProcessFrames.LEAVE;
import static dev.asynclab.model.ProcessFrames.PART;
import static dev.asynclab.model.ProcessFrames.PREPARE;
import static dev.asynclab.model.ProcessFrames.RANGE;
import static dev.asynclab.model.ProcessFrames.READY;
import static dev.asynclab.model.ProcessFrames.REFUSED;
import static dev.asynclab.model.ProcessFrames.RESULT;
import static dev.asynclab.model.ProcessFrames.SEND;
import static dev.asynclab.model.ProcessFrames.SENT;
import static dev.asynclab.model.ProcessFrames.TASK;
import static dev.asynclab.model.ProcessFrames.TIMES;

import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.StepFailure.Kind;
import dev.asynclab.workload.Task;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A child as its parent sees it: a process, and two pipes with [ProcessFrames].
final class ProcessChild implements AutoCloseable {

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out; // guarded by itself: another child's end may grant a ticket of this one
    private final Bulkhead.Registry bulkheads;
    private final SharedState shared;
    private final Map<Integer, Place> places = new ConcurrentHashMap<>();
    private boolean ready;

    ProcessChild(Process process, Bulkhead.Registry bulkheads, SharedState shared) {
        this.process = process;
        this.bulkheads = bulkheads;
        this.shared = shared;
        this.in = new DataInputStream(process.getInputStream()); // buffered already
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until the child can take tasks.
    void awaitReady() throws IOException {
        if (!ready) {
            int first = in.readUnsignedByte();
            if (first != READY) {
                throw new IOException("child " + pid() + " began with " + first + " instead of READY");
            }
            ready = true;
        }
    }

    /// Ships a task and waits for its result.
    ///
    /// @throws IOException when the child died
    long run(Task task, Timeline timeline) throws IOException, StepFailure {
        timeline.queued(); // until the child has read it, and after its end until this thread hears of that
        synchronized (out) {
            out.writeByte(TASK);
            out.writeBoolean(timeline.sampled());
            TaskCodec.write(task, out);
            out.flush();
        }
        try {
            return result(timeline);
        } finally {
            timeline.running();
        }
    }

    private long result(Timeline timeline) throws IOException, StepFailure {
        while (true) {
            int frame = in.readUnsignedByte();
            switch (frame) {
                case RESULT -> {
                    return in.readLong();
                }
                case FAILURE -> throw new StepFailure(Kind.valueOf(in.readUTF()), in.readUTF());
                case ENTER -> enter(in.readInt(), new Limit(in.readUTF(), in.readInt(), in.readInt(), List.of()));
                case LEAVE -> leave(in.readInt());
                case SEND -> receive();
                case CANCELLED -> shared.cancellations().elsewhere(in.readLong(), in.readLong());
                case TIMES -> timeline.elsewhere(SegmentCodec.read(in));
                default -> throw new IOException("child " + pid() + " sent an unknown frame " + frame);
            }
        }
    }

    /// Another process has the payload now: decodes it, sums it up, and sends it back.
    private void receive() throws IOException {
        int ticket = in.readInt();
        Codec codec = Codec.values()[in.readByte()];
        Shape shape = Shape.values()[in.readByte()];
        byte[] code = in.readNBytes(in.readInt());
        Payload arrived = PayloadCodec.decode(code, shape, codec);
        long sum = arrived.sum();
        byte[] back = PayloadCodec.encode(arrived, codec);
        shared.count("bytes.moved", (long) code.length + back.length);
        synchronized (out) {
            out.writeByte(SENT);
            out.writeInt(ticket);
            out.writeLong(sum);
            out.writeInt(back.length);
            out.write(back);
            out.flush();
        }
    }

    /// Tells the child of which job the ranges are that come next.
    ///
    /// @param file of the shared memory; empty for none
    void prepare(Step.Job job, String file) throws IOException {
        synchronized (out) {
            out.writeByte(PREPARE);
            TaskCodec.write(new Task(0, List.of(job)), out);
            out.writeUTF(file);
        }
    }

    /// Has a range computed and its vector sent: empty when there is a slot for it to stand in.
    byte[] compute(Range range, int slot) throws IOException, StepFailure {
        synchronized (out) {
            out.writeByte(RANGE);
            out.writeLong(range.from());
            out.writeLong(range.to());
            out.writeInt(slot);
            out.flush();
        }
        return part();
    }

    /// Has a range computed and kept.
    void accumulate(Range range) throws IOException, StepFailure {
        compute(range, KEEP);
    }

    /// What the child has kept.
    byte[] give(int slot) throws IOException, StepFailure {
        synchronized (out) {
            out.writeByte(GIVE);
            out.writeInt(slot);
            out.flush();
        }
        return part();
    }

    /// Has the child add what another one gave.
    void add(byte[] vector, int slot) throws IOException, StepFailure {
        synchronized (out) {
            out.writeByte(ADD);
            out.writeInt(slot);
            out.writeInt(vector.length);
            out.write(vector);
            out.flush();
        }
        part();
    }

    private byte[] part() throws IOException, StepFailure {
        int frame = in.readUnsignedByte();
        return switch (frame) {
            case PART -> in.readNBytes(in.readInt());
            case FAILURE -> throw new StepFailure(Kind.valueOf(in.readUTF()), in.readUTF());
            default -> throw new IOException("child " + pid() + " sent " + frame + " in place of a part");
        };
    }

    private void enter(int ticket, Limit limit) throws IOException {
        Bulkhead bulkhead = bulkheads.of(limit);
        var place = new Place(bulkhead, () -> grant(ticket));
        places.put(ticket, place);
        switch (bulkhead.enter(place.handedOver())) {
            case INSIDE -> grant(ticket);
            case WAITING -> {} // answered by whoever leaves
            case REJECTED -> {
                places.remove(ticket);
                answer(REFUSED, ticket);
            }
        }
    }

    private void grant(int ticket) {
        try {
            answer(GRANTED, ticket);
        } catch (IOException e) {
            // The child died; whoever reads from it notices and closes it, which gives the place back.
        }
    }

    private void answer(int frame, int ticket) throws IOException {
        synchronized (out) {
            out.writeByte(frame);
            out.writeInt(ticket);
            out.flush();
        }
    }

    private void leave(int ticket) {
        Place place = places.remove(ticket);
        if (place != null && !place.bulkhead().giveUp(place.handedOver())) {
            place.bulkhead().leave();
        }
    }

    /// Ends the process; whoever waits for its answer gets an end of file.
    void kill() {
        process.destroyForcibly();
    }

    /// Kills, waits for the end of the process, and gives back what its task held.
    @Override
    public void close() {
        kill();
        process.onExit().join();
        List.copyOf(places.keySet()).forEach(this::leave);
    }

    /// A place inside a bulkhead or in its line.
    private record Place(Bulkhead bulkhead, Runnable handedOver) {}
}
