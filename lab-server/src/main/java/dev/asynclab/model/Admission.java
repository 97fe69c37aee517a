package dev.asynclab.model;

import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.StepFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Where blocking code asks to be let into a `limit` step.
///
/// An interface because the children of a process model must ask their parent: a limit covers all tasks.
interface Admission {

    /// Blocks until inside.
    ///
    /// @throws StepFailure when too many wait already
    void enter(Limit limit) throws StepFailure, InterruptedException;

    void leave(Limit limit);

    /// The bulkheads of one process, by name.
    final class Local implements Admission {

        private final Map<String, Bulkhead> bulkheads = new ConcurrentHashMap<>();

        @Override
        public void enter(Limit limit) throws StepFailure, InterruptedException {
            CompletableFuture<Void> ticket = of(limit).enter();
            try {
                ticket.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a ticket is only ever completed", e);
            } catch (InterruptedException e) {
                of(limit).abandon(ticket);
                throw e;
            }
        }

        @Override
        public void leave(Limit limit) {
            of(limit).leave();
        }

        Bulkhead of(Limit limit) {
            return bulkheads.computeIfAbsent(limit.name(), name -> new Bulkhead(name, limit.permits(), limit.queue()));
        }
    }
}
