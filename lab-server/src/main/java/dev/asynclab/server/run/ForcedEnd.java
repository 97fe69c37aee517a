package dev.asynclab.server.run;

import static dev.asynclab.api.RunState.CANCELLED;
import static dev.asynclab.api.RunState.CANCELLING;

import dev.asynclab.server.fork.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a cancelled run end within three seconds, also when its thread does not heed the interrupt.
///
/// First it only watches. After [#GRACE] it kills the processes of the run, which ends every wait for them, and has
/// the run's next word refused, which ends whoever only forgot to look. A thread that goes on computing after that
/// cannot be stopped in Java: then the run gets its end in the store, and the queue waits for the thread, because
/// the next run would be measured beside it.
///
/// Runs on a thread of its own, which ends with the run's or by an interrupt.
final class ForcedEnd implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ForcedEnd.class);

    private static final Duration GRACE = Duration.ofMillis(1_500);
    private static final Duration AFTER_KILL = Duration.ofMillis(700);

    private final EngineParts parts;
    private final RunExecution execution;
    private final Thread thread;

    /// @param thread the one the run was interrupted on
    ForcedEnd(EngineParts parts, RunExecution execution, Thread thread) {
        this.parts = parts;
        this.execution = execution;
        this.thread = thread;
    }

    @Override
    public void run() {
        try {
            if (!thread.join(GRACE)) {
                LOG.warn("run {} does not heed its cancellation; its processes are killed", execution.id());
                force();
            }
        } catch (InterruptedException _) {
            // The queue closes, and does not wait for such a run either.
        } catch (StoreFailure e) {
            LOG.error("the end of run {} could not be written", execution.id(), e);
        }
    }

    private void force() throws InterruptedException {
        Path directory = parts.store().directory(execution.id());
        execution.abandon();
        kill(directory);
        if (!thread.join(AFTER_KILL)) {
            parts.store()
                    .move(Transition.of(
                            execution.id(),
                            Set.of(CANCELLING),
                            CANCELLED,
                            parts.clock().instant()));
        }
        while (!thread.join(AFTER_KILL)) {
            kill(directory); // it may have started others
        }
    }

    private void kill(Path directory) {
        ChildProcess.killAll(directory);
        thread.interrupt();
    }
}
