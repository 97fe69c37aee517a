package dev.asynclab.model.broken;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/// Broken on purpose: puts a pipeline together, never subscribes to it, and reports success.
///
/// *The mistake:* a pipeline is a description. Without a subscriber no operator runs, no request leaves,
/// nothing fails; what is timed is the making of the description.
///
/// *Where it was made:* controllers that drop the `Mono` they were given, benchmarks of Java streams without a
/// terminal operation, and in asyncio `fetch()` without `await`.
///
/// *What gives it away:* every task of the lab returns a checksum, and this one returns 0. The backend
/// agrees: it saw no call.
final class LazyPipelineModel implements ConcurrencyModel {

    private final ConcurrencyModel honest;

    LazyPipelineModel(Setup setup) {
        honest = Models.create("virtual-threads", BrokenModels.virtualThreads(setup));
    }

    @Override
    public void start(Task task, Completion done) {
        done.started();
        @SuppressWarnings("UnusedVariable") // which is the mistake
        Mono<Long> answer = Mono.create(sink -> honest.start(task, answering(sink)));
        done.succeeded(0);
    }

    /// Would work, if anybody subscribed.
    private static Completion answering(MonoSink<Long> sink) {
        return new Completion() {
            @Override
            public void started() {
                // Nobody asked when.
            }

            @Override
            public void succeeded(long checksum) {
                sink.success(checksum);
            }

            @Override
            public void failed(Throwable cause) {
                sink.error(cause);
            }
        };
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("broken", "never subscribes");
    }

    @Override
    public void close() {
        honest.close();
    }
}
