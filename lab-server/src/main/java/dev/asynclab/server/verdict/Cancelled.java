package dev.asynclab.server.verdict;

import dev.asynclab.wire.Measurement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of the work that was cancelled in a window.
final class Cancelled {
    private Cancelled() {}

    /// Mean time in seconds from a cancellation to the end of the last of its work. Null where nothing was
    /// cancelled, and where some of it had not ended: the mean of the rest would make the slowest look like none.
    static @Nullable Double latency(Measurement m) {
        double begun = count(m, "cancel.begun");
        return begun > 0 && open(m) <= 0 ? (Double) (count(m, "cancel.nanos") / begun / 1e9) : null;
    }

    /// Says how much of it had not ended by the end of the drain; empty when all had.
    static Optional<String> stillRunning(Measurement m) {
        return open(m) <= 0
                ? Optional.empty()
                : Optional.of("%s of %s cancellations had not ended what they cancelled"
                        .formatted(Wording.number(open(m)), Wording.number(count(m, "cancel.begun"))));
    }

    private static double open(Measurement m) {
        return count(m, "cancel.begun") - count(m, "cancel.ended");
    }

    private static double count(Measurement m, String name) {
        Map<String, Double> counts = m.counts();
        return counts == null ? 0 : counts.getOrDefault(name, 0.0);
    }
}
