package dev.asynclab.model;

import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A task whose timeline is recorded, stamped as the generator stamps it.
final class SampledTask implements Completion {
    private final RecordedTimeline timeline = RecordedTimeline.queuedNow(System::nanoTime, 64);
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    static SampledTask start(ConcurrencyModel model, long id, Step... steps) {
        var task = new SampledTask();
        model.start(new Task(id, List.of(steps)), task);
        return task;
    }

    long checksum() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    int openBranches() {
        return timeline.openBranches();
    }

    /// Who ran it, in the order of the running.
    List<String> lanes() {
        return timeline.segments().stream()
                .filter(segment -> segment.state() == Segment.State.RUNNING)
                .map(Segment::lane)
                .toList();
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public void started() {
        timeline.running();
    }

    @Override
    public void succeeded(long checksum) {
        timeline.ended();
        end.complete(checksum);
    }

    @Override
    public void failed(Throwable cause) {
        timeline.ended();
        end.completeExceptionally(cause);
    }
}
