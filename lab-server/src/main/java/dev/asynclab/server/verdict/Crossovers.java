package dev.asynclab.server.verdict;

import dev.asynclab.api.CrossoverResult;
import dev.asynclab.server.plan.ProbeRound;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchRound;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Searches as they are measured and as they are reported: what to measure next, and what the stored
/// trials say.
public final class Crossovers {

    private Crossovers() {}

    /// The next round of a search; empty when more rounds would not say more.
    ///
    /// @param index place of the search in the plan
    /// @param records every trial of the run so far
    public static Optional<SearchRound> next(
            Search search, int index, List<TrialRecord> records, Calibration calibration) {
        SearchEvidence evidence = new SearchEvidence(search, index, records, calibration);
        if (search.isMap()) {
            return new WinnerGrid(evidence).next(index);
        }
        ProbeHistory history = evidence.history();
        return finder(evidence).next(history).map(probe -> round(search, index, history, probe));
    }

    private static SearchRound round(Search search, int index, ProbeHistory history, ProbeRound probe) {
        int n = history.phase(probe.stage(), probe.phase()).size() + 1;
        return new SearchRound(
                SearchRounds.number(index, probe.stage(), probe.phase(), n),
                probe.stage(),
                n,
                probe.values().stream().map(v -> search.point(v)).toList());
    }

    private static CrossoverFinder finder(SearchEvidence evidence) {
        Search search = evidence.search();
        Search.Range axis = search.axes().getFirst();
        return new CrossoverFinder(new SearchRange(axis.from(), axis.to()), evidence.margin(), search.seed());
    }

    /// What a crossover search came to.
    static CrossoverResult result(SearchEvidence evidence) {
        Search search = evidence.search();
        String a = search.between().a();
        String b = search.between().b();
        CrossoverFinder finder = finder(evidence);
        ProbeHistory history = evidence.history();
        CrossoverFound found = CrossoverFound.of(history, finder, a, b);
        Optional<BoundCrossover.Found> byHand = new BoundCrossover(evidence).find();
        boolean unsure = found.kind().equals(CrossoverFound.INCONCLUSIVE);
        Optional<String> disturbance = unsure ? evidence.disturbance() : Optional.empty();
        return new CrossoverResult(
                search.id(),
                found.kind(),
                search.metric().id(),
                a,
                b,
                search.axes().getFirst().axis(),
                found.place().map(i -> Estimates.finite(i.estimate())).orElse(null),
                found.place().map(i -> Estimates.finite(i.lo())).orElse(null),
                found.place().map(i -> Estimates.finite(i.hi())).orElse(null),
                found.reason()
                        .map(why -> why + disturbance.map(d -> " (" + d + ")").orElse(""))
                        .orElse(null),
                found.roundsNeeded().isPresent()
                        ? (Integer) found.roundsNeeded().getAsInt()
                        : null,
                byHand.map(BoundCrossover.Found::value).orElse(null),
                byHand.map(BoundCrossover.Found::formula).orElse(null),
                probes(history, evidence.sign()));
    }

    private static List<CrossoverResult.Probe> probes(ProbeHistory history, double sign) {
        TreeMap<Long, double[]> byValue = history.byValue();
        return history.values().stream()
                .map(value -> {
                    double[] logs = byValue.getOrDefault(value, new double[0]).clone();
                    for (int i = 0; i < logs.length; i++) {
                        logs[i] *= sign;
                    }
                    Interval ratio =
                            SignedRank.twoSided(logs, RoundsNeeded.ALPHA).map(StrictMath::exp);
                    return new CrossoverResult.Probe(
                            value,
                            logs.length,
                            Estimates.finite(ratio.estimate()),
                            ratio.bounded() ? (Double) ratio.lo() : null,
                            ratio.bounded() ? (Double) ratio.hi() : null);
                })
                .toList();
    }
}
