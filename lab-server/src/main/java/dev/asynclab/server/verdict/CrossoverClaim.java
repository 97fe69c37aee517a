package dev.asynclab.server.verdict;

import dev.asynclab.api.Claim;
import dev.asynclab.api.CrossoverResult;
import dev.asynclab.server.verdict.ClaimTest.Settled;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Claims about crossovers, settled by the interval of the place.
final class CrossoverClaim {

    private CrossoverClaim() {}

    /// Holds when the whole interval lies inside, refuted when all of it lies outside or nothing changes
    /// at all.
    static Settled in(Claim.CrossoverIn claim, List<CrossoverResult> crossovers) {
        return about(claim.crossover(), crossovers, found -> {
            Interval place = place(found).orElse(null);
            if (place == null) {
                return settled(ClaimTest.REFUTED, found);
            }
            boolean inside = place.lo() >= claim.from() && place.hi() <= claim.to();
            boolean outside = place.hi() < claim.from() || place.lo() > claim.to();
            return inside
                    ? settled(ClaimTest.HOLDS, found)
                    : outside
                            ? settled(ClaimTest.REFUTED, found)
                            : settled(ClaimTest.INCONCLUSIVE, found).because("the interval contains the limit");
        });
    }

    static Settled none(Claim.CrossoverNone claim, List<CrossoverResult> crossovers) {
        return about(
                claim.crossover(),
                crossovers,
                found ->
                        settled(found.kind().equals(CrossoverFound.NONE) ? ClaimTest.HOLDS : ClaimTest.REFUTED, found));
    }

    private static Settled about(
            String id, List<CrossoverResult> crossovers, Function<CrossoverResult, Settled> decided) {
        Optional<CrossoverResult> found =
                crossovers.stream().filter(c -> c.id().equals(id)).findFirst();
        if (found.isEmpty() || found.get().probes().isEmpty()) {
            return Settled.without(ClaimTest.NOT_RUN, "the run did not search for " + id);
        }
        return found.get().kind().equals(CrossoverFound.INCONCLUSIVE)
                ? settled(ClaimTest.INCONCLUSIVE, found.get())
                : decided.apply(found.get());
    }

    private static Settled settled(String outcome, CrossoverResult found) {
        Integer needed = found.roundsNeeded();
        return new Settled(
                outcome,
                place(found),
                needed == null ? OptionalInt.empty() : OptionalInt.of(needed),
                Optional.ofNullable(found.reason()));
    }

    private static Optional<Interval> place(CrossoverResult found) {
        Double value = found.value();
        Double lo = found.lo();
        Double hi = found.hi();
        return value == null || lo == null || hi == null ? Optional.empty() : Optional.of(new Interval(value, lo, hi));
    }
}
