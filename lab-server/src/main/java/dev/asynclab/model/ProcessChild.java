package dev.asynclab.model;

import dev.asynclab.workload.Step.Limit;
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

/// A child as its parent sees it: a process, and two pipes with frames of one type byte and its fields.
///
/// ```
/// parent -> child   TASK sampled task | GRANTED ticket | REFUSED ticket
/// child -> parent   READY | RESULT checksum | FAILURE kind message | ENTER ticket limit | LEAVE ticket | TIMES
/// segments
/// ```
/// `ENTER` and `LEAVE` exist because a limit covers the tasks of all children, so that only the parent can count.
final class ProcessChild implements AutoCloseable {

    static final int TASK = 1;
    static final int GRANTED = 2;
    static final int REFUSED = 3;
    static final int READY = 4;
    static final int RESULT = 5;
    static final int FAILURE = 6;
    static final int ENTER = 7;
    static final int LEAVE = 8;
    static final int TIMES = 9;

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out; // guarded by itself: another child's end may grant a ticket of this one
    private final Bulkhead.Registry bulkheads;
    private final Map<Integer, Place> places = new ConcurrentHashMap<>();
    private boolean ready;

    ProcessChild(Process process, Bulkhead.Registry bulkheads) {
        this.process = process;
        this.bulkheads = bulkheads;
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
        synchronized (out) {
            out.writeByte(TASK);
            out.writeBoolean(timeline.sampled());
            TaskCodec.write(task, out);
            out.flush();
        }
        timeline.queued(); // until the child has read it, and after that until this thread hears of the end
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
                case TIMES -> timeline.elsewhere(TaskCodec.readSegments(in));
                default -> throw new IOException("child " + pid() + " sent an unknown frame " + frame);
            }
        }
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
