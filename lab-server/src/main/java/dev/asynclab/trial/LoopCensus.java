package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How many loops really take tasks: the threads on which empty tasks start.
///
/// Configured is not effective. Vert.x 5, for one, puts all instances of a virtual-thread deployment on one loop,
/// whatever their number; such a model would be compared as if it had all of them.
final class LoopCensus {

    private static final int PROBES_PER_LOOP = 8;
    private static final int TURNS = 3;
    private static final long PATIENCE_SECONDS = 2;

    private LoopCensus() {}

    /// Distinct threads seen; empty when tasks start on virtual threads, which do not show their loop.
    ///
    /// @param configured how many there should be: the search ends when so many were seen
    static OptionalInt seen(ConcurrencyModel model, int configured) throws InterruptedException {
        Set<Long> threads = ConcurrentHashMap.newKeySet();
        for (int turn = 0; turn < TURNS && threads.size() < configured; turn++) {
            CountDownLatch ended = new CountDownLatch(PROBES_PER_LOOP * configured);
            for (int i = 0; i < PROBES_PER_LOOP * configured; i++) {
                model.start(new Task(-1, List.of()), new Probe(threads, ended));
            }
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                break;
            }
        }
        return threads.isEmpty() ? OptionalInt.empty() : OptionalInt.of(threads.size());
    }

    private record Probe(Set<Long> threads, CountDownLatch ended) implements Completion {
        @Override
        public void started() {
            if (!Thread.currentThread().isVirtual()) {
                threads.add(Thread.currentThread().threadId());
            }
        }

        @Override
        public void succeeded(long checksum) {
            ended.countDown();
        }

        @Override
        public void failed(Throwable cause) {
            ended.countDown();
        }
    }
}
