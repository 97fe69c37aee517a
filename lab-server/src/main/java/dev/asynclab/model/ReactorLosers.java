package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Branches beside each other of which the first to decide ends the others: the winner of a race, or the first
/// failure of a `parallel`. The operators cancel; this only notes when, for one subscription.
final class ReactorLosers {
    private final Cancellations cancellations;
    private final AtomicInteger open = new AtomicInteger();
    private volatile @Nullable Cancellation decided;

    ReactorLosers(Cancellations cancellations) {
        this.cancellations = cancellations;
    }

    void branchBegins() {
        open.incrementAndGet();
    }

    /// To be called before the operator around the branch learns of its end.
    void branchEnds() {
        decided = open.decrementAndGet() > 0 ? cancellations.in(0) : null;
    }

    /// To be called where the operator hands on what decided: it cancels the others before that.
    void haveEnded() {
        Cancellation ofOthers = decided;
        if (ofOthers != null) {
            ofOthers.ended();
        }
    }
}
