package dev.asynclab.server.fork;

import dev.asynclab.server.record.TrialRecord.Canary;
import dev.asynclab.server.record.TrialRecord.CanaryRun;
import dev.asynclab.wire.CanaryMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canary of a run: a small JVM that does a fixed piece of work on order and tells what it took.
///
/// It computes between trials and never during one, when nobody else of the lab does.
final class CanaryProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    /// Forty times what the work takes: on a slower machine the trials will tell.
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ChildProcess child;

    private CanaryProcess(ChildProcess child) {
        this.child = child;
    }

    /// Starts the JVM and waits until it is warm: its first answer, which is dropped.
    static CanaryProcess start(List<String> command, Path directory) throws ChildGone, InterruptedException {
        ChildProcess child = ChildProcess.start(command, "canary", directory.resolve("canary.log"));
        try {
            CanaryProcess canary = new CanaryProcess(child);
            canary.compute(START);
            return canary;
        } catch (ChildGone | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    long pid() {
        return child.pid();
    }

    /// What the work takes now.
    CanaryRun compute() throws ChildGone, InterruptedException {
        return compute(ANSWER);
    }

    private CanaryRun compute(Duration patience) throws ChildGone, InterruptedException {
        child.send(new CanaryMessage.Compute());
        return switch (child.receive(CanaryMessage.class, patience)) {
            case CanaryMessage.Computed done -> new CanaryRun(done.wallNanos(), done.cpuNanos());
            case CanaryMessage.Compute _ -> throw new ChildGone("crashed", "answered with an order");
        };
    }

    /// Both readings of a trial; null when one is missing.
    static @Nullable Canary around(@Nullable CanaryRun before, @Nullable CanaryRun after) {
        return before == null || after == null ? null : new Canary(before, after);
    }

    @Override
    public void close() {
        child.close();
    }
}
