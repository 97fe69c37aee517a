package dev.asynclab.model.broken;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Broken on purpose: a task counts as done when it has been handed over.
///
/// *The mistake:* `submit` returns at once, and the clock is stopped there. What is timed is a queue
/// insertion. The work goes on behind the reader's back, or is refused, and nobody looks.
///
/// *Where it was made:* a tutorial times `map_async` and a remote call by the moment they return: half a
/// millisecond for thirty seconds of work.
///
/// *What gives it away:* at that moment there is no result, so the checksum can only be made up.
final class SubmitOnlyModel implements ConcurrencyModel {

    /// A real program would queue until it runs out of memory. This one drops what does not fit, as unseen.
    private static final int UNFINISHED = 1_000;

    private final ConcurrencyModel honest;
    private final Semaphore places = new Semaphore(UNFINISHED);

    SubmitOnlyModel(Setup setup) {
        honest = Models.create("virtual-threads", BrokenModels.virtualThreads(setup));
    }

    @Override
    public void start(Task task, Completion done) {
        done.started();
        if (places.tryAcquire()) {
            honest.start(task, unseen());
        }
        done.succeeded(0);
    }

    private Completion unseen() {
        return new Completion() {
            @Override
            public void started() {
                // Reported at hand-over already.
            }

            @Override
            public void succeeded(long checksum) {
                places.release();
            }

            @Override
            public void failed(Throwable cause) {
                places.release();
            }
        };
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("broken", "done when handed over", "unfinished", String.valueOf(UNFINISHED));
    }

    @Override
    public void close() {
        honest.close();
    }
}
