package dev.asynclab.model;

import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.StepFailure;
import java.util.concurrent.CountDownLatch;

/// Where blocking code asks to be let into a `limit` step.
///
/// An interface because the children of a process model must ask their parent: a limit covers all tasks.
interface Admission {

    /// Blocks until inside.
    ///
    /// @return how to leave; to be called once
    /// @throws StepFailure when too many wait already
    Runnable enter(Limit limit) throws StepFailure, InterruptedException;

    /// The bulkheads of one process. Not a `Semaphore`, whose line has no exact length: who is rejected would be
    /// luck.
    final class Local implements Admission {

        private final Bulkhead.Registry bulkheads = new Bulkhead.Registry();

        @Override
        public Runnable enter(Limit limit) throws StepFailure, InterruptedException {
            Bulkhead bulkhead = bulkheads.of(limit);
            var inside = new CountDownLatch(1);
            Runnable handedOver = inside::countDown;
            switch (bulkhead.enter(handedOver)) {
                case INSIDE -> {}
                case WAITING -> {
                    try {
                        inside.await();
                    } catch (InterruptedException e) {
                        if (!bulkhead.giveUp(handedOver)) {
                            bulkhead.leave(); // it was handed over while we were being interrupted
                        }
                        throw e;
                    }
                }
                case REJECTED -> throw Failures.rejected(limit.name());
            }
            return bulkhead::leave;
        }
    }
}
