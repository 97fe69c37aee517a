package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The branches of a `parallel` step: start, join all, the first failure cancels the rest.
///
/// `limit` lanes take branches from one iterator. Nobody races for it: all lanes are callbacks of one loop.
final class NettyJoin implements Then {
    private final NettySteps steps;
    private final Cancellations cancellations;
    private final Iterator<List<Step>> branches;
    private final Scope outside;
    private final Scope together;
    private final Timeline timeline;
    private final Then then;
    private final int lanes;
    private int open;
    private long sum;
    private @Nullable StepFailure first;
    private @Nullable Cancellation ofOthers;

    NettyJoin(NettySteps steps, Step.Parallel parallel, Cancellations cancellations, Scope scope, Then then) {
        this.steps = steps;
        this.cancellations = cancellations;
        this.outside = scope;
        int all = parallel.branches().size();
        this.branches = parallel.branches().iterator();
        this.together = scope.child();
        this.timeline = scope.timeline();
        this.then = then;
        // At least one, so that no branches at all end like any others.
        this.lanes = Math.max(1, parallel.limit() > 0 ? Math.min(parallel.limit(), all) : all);
        this.open = lanes;
    }

    void start() {
        for (int i = 0; i < lanes; i++) {
            lane();
        }
    }

    private void lane() {
        Scope lane = together.child(timeline.branch());
        lane.timeline().running();
        Then ended = (sum, failure) -> {
            lane.over();
            lane.timeline().ended();
            end(sum, failure);
        };
        new NettySteps.Sequence<>(branches, steps::all, lane, ended).advance();
    }

    @Override
    public void end(long result, @Nullable StepFailure failure) {
        sum += result;
        if (failure != null && first == null) {
            first = failure;
            // What is cancelled from outside is counted there.
            ofOthers = open > 1 && !outside.cancelled() ? cancellations.begin() : null;
            together.cancelBecause(ofOthers);
        }
        if (--open == 0) {
            together.over();
            if (ofOthers != null) {
                ofOthers.ended();
            }
            then.end(sum, first);
        }
    }
}
