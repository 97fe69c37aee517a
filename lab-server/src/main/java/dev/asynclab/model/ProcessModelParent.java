package dev.asynclab.model;

import static dev.asynclab.model.ProcessFrames.ENTER;
import static dev.asynclab.model.ProcessFrames.LEAVE;
import static dev.asynclab.model.ProcessFrames.SEND;

import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.StepFailure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// The parent as its child sees it: the pipe to it, and what it has been asked and not answered yet.
///
/// Questions carry a ticket, since branches of a task ask beside each other. The thread that asks waits; the one
/// that reads the other pipe hands it the answer.
final class ProcessModelParent implements ParentProcess {

    private final DataOutputStream out; // guarded by itself: branches ask for places beside each other
    private final AtomicInteger nextTicket = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Returned>> sent = new ConcurrentHashMap<>();

    /// Writes the fields of a frame.
    @FunctionalInterface
    interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Returned(long sum, byte[] code) {}

    ProcessModelParent(DataOutputStream out) {
        this.out = out;
    }

    /// Asks for a place, and waits for the answer.
    @Override
    public Runnable enter(Limit limit) throws StepFailure, InterruptedException {
        int ticket = nextTicket.getAndIncrement();
        var answer = new CompletableFuture<Boolean>();
        asked.put(ticket, answer);
        Runnable leave = () -> tell(LEAVE, o -> o.writeInt(ticket));
        tell(ENTER, o -> {
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

    /// What [#enter] waits for.
    void answered(int ticket, boolean granted) {
        CompletableFuture<Boolean> answer = asked.get(ticket);
        if (answer != null) { // null: whoever asked gave up
            answer.complete(granted);
        }
    }

    @Override
    public long send(Payload payload, Codec codec) throws StepFailure, InterruptedException {
        int ticket = nextTicket.getAndIncrement();
        var answer = new CompletableFuture<Returned>();
        sent.put(ticket, answer);
        Shape shape = PayloadCodec.shape(payload);
        byte[] code = PayloadCodec.encode(payload, codec);
        tell(SEND, o -> {
            o.writeInt(ticket);
            o.writeByte(codec.ordinal());
            o.writeByte(shape.ordinal());
            o.writeInt(code.length);
            o.write(code);
        });
        try {
            Returned back = answer.get();
            PayloadCodec.decode(back.code(), shape, codec);
            return back.sum();
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } finally {
            sent.remove(ticket);
        }
    }

    /// What [#send] waits for: the sum the parent took, and the payload it sent back.
    void returned(int ticket, long sum, byte[] code) {
        CompletableFuture<Returned> answer = sent.get(ticket);
        if (answer != null) { // null: whoever sent it gave up
            answer.complete(new Returned(sum, code));
        }
    }

    /// Writes one frame. Without a reader there is nothing to live for.
    void tell(int frame, Fields fields) {
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
}
