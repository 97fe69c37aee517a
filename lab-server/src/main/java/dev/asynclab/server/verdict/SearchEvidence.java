package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What the stored trials of one search say, judged by the rules of every other comparison: void rounds
/// and rounds a
/// busy host spoilt have no ratio.
final class SearchEvidence {

    /// One round: where it stands in the search, and the points it measured.
    record Round(int number, List<List<Long>> points) {}

    private final Search search;
    private final List<TrialRecord> records;
    private final Calibration calibration;
    private final Optional<Judgement> judgement;

    /// @param index place of the search in the plan
    /// @param all every trial of the run
    SearchEvidence(Search search, int index, List<TrialRecord> all, Calibration calibration) {
        this.search = search;
        this.records = SearchRounds.of(index, all);
        this.calibration = calibration;
        List<String> cells = records.stream()
                .flatMap(r -> r.cells().stream())
                .map(TrialRecord.CellRecord::cell)
                .toList();
        this.judgement = search.plan(search.points(cells)).map(plan -> Judgement.of(plan, records, calibration));
    }

    Search search() {
        return search;
    }

    List<TrialRecord> records() {
        return records;
    }

    Calibration calibration() {
        return calibration;
    }

    /// Empty when nothing was measured.
    Optional<Judgement> judgement() {
        return judgement;
    }

    double margin() {
        return Margins.of(search.metric(), search.file().measure());
    }

    /// Rounds in the order of their numbers, which is the order measured within a stage and phase.
    List<Round> rounds() {
        return records.stream()
                .map(TrialRecord::round)
                .distinct()
                .map(number -> new Round(number, points(number)))
                .toList();
    }

    private List<List<Long>> points(int round) {
        return records.stream()
                .filter(r -> r.round() == round)
                .flatMap(r -> r.cells().stream())
                .flatMap(c -> search.values(c.cell()).stream())
                .distinct()
                .toList();
    }

    /// The history of a crossover search, in storing order.
    ProbeHistory history() {
        List<ProbeHistory.Round> history = new ArrayList<>();
        for (Round round : rounds()) {
            Map<Long, Double> leads = new TreeMap<>();
            List<Long> values =
                    round.points().stream().map(List::getFirst).sorted().toList();
            values.forEach(v -> lead(v, round.number()).ifPresent(lead -> leads.put(v, lead)));
            history.add(new ProbeHistory.Round(
                    SearchRounds.stage(round.number()), SearchRounds.phase(round.number()), values, leads));
        }
        return new ProbeHistory(history);
    }

    /// ln(a / b) in one round, turned round where less is better: above zero, a is ahead.
    private OptionalDouble lead(long value, int round) {
        Optional<Plan.Cell> a = cell(search.between().a(), value);
        Optional<Plan.Cell> b = cell(search.between().b(), value);
        if (a.isEmpty() || b.isEmpty()) {
            return OptionalDouble.empty();
        }
        Samples samples = judgement.orElseThrow().samples();
        Double x = samples.at(search.metric(), Optional.empty(), a.get(), round);
        Double y = samples.at(search.metric(), Optional.empty(), b.get(), round);
        return x == null || y == null || x <= 0 || y <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sign() * StrictMath.log(x / y));
    }

    /// 1 where more is better, else -1.
    double sign() {
        return search.metric().better() == Metric.Better.HIGHER ? 1 : -1;
    }

    private Optional<Plan.Cell> cell(String variant, long value) {
        return judgement.flatMap(j -> j.plan().cells().stream()
                .filter(c -> c.variant().name().equals(variant))
                .filter(c -> search.values(c.id()).equals(Optional.of(List.of(value))))
                .findFirst());
    }

    /// The pair at every point measured.
    List<PairResult> pairs() {
        return judgement.map(j -> new Pairs(j).judge()).orElse(List.of());
    }

    /// What the machine or a model did that leaves rounds without a ratio, if anything.
    Optional<String> disturbance() {
        return judgement.flatMap(j -> j.plan().cells().stream()
                .flatMap(c -> j
                        .validity()
                        .voidReason(c)
                        .or(() ->
                                j.validity().cannotWin(c).map(why -> c.variant().name() + ": " + why))
                        .or(() -> j.samples().hostBusy(search.metric(), c))
                        .stream())
                .findFirst());
    }
}
