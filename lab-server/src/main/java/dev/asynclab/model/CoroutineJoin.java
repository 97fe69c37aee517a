package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The branches of a `parallel` step: launch, join all, the first failure cancels the rest.
///
/// `limit` coroutines take branches from one iterator. Nobody races for it: one runs at a time.
final class CoroutineJoin {
    private final CoroutineSteps steps;
    private final Iterator<List<Step>> branches;
    private final Scope outside;
    private final Scope together;
    private final int width;
    private final List<Future<Long>> lanes = new ArrayList<>();
    private @Nullable Cancellation ofOthers;

    CoroutineJoin(CoroutineSteps steps, Step.Parallel parallel, Scope scope) {
        this.steps = steps;
        int all = parallel.branches().size();
        this.branches = parallel.branches().iterator();
        this.outside = scope;
        this.together = scope.child();
        this.width = parallel.limit() > 0 ? Math.min(parallel.limit(), all) : all;
    }

    long run() throws Exception {
        for (int i = 0; i < width; i++) {
            lanes.add(steps.launch(together, this::lane).onFailure(_ -> cancelRest()));
        }
        try {
            steps.join(lanes, outside);
        } finally {
            together.over();
            if (ofOthers != null) {
                ofOthers.ended();
            }
        }
        return lanes.stream().mapToLong(Future::result).sum();
    }

    private long lane(Scope inLane) throws Exception {
        long sum = 0;
        while (branches.hasNext()) {
            sum += steps.all(branches.next(), inLane);
        }
        return sum;
    }

    /// What is cancelled from outside is counted there.
    private void cancelRest() {
        boolean first = !together.cancelled();
        if (first && !outside.cancelled() && !lanes.stream().allMatch(Future::isComplete)) {
            ofOthers = steps.cancellations().begin();
        }
        together.cancel();
    }
}
