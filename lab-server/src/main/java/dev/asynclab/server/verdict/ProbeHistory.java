package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.ProbeRound;
import dev.asynclab.server.plan.ProbeRound.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a search has measured so far: ln(a / b) per value and round.
final class ProbeHistory {

    /// One round of a search.
    ///
    /// @param values those measured
    /// @param logRatios by value; one that gave no usable ratio is missing
    record Round(Stage stage, int phase, List<Long> values, Map<Long, Double> logRatios) {
        Round {
            values = List.copyOf(values);
            logRatios = Collections.unmodifiableMap(new TreeMap<>(logRatios));
        }
    }

    private final List<Round> rounds;

    /// @param rounds in the order measured
    ProbeHistory(List<Round> rounds) {
        this.rounds = List.copyOf(rounds);
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    Round last() {
        return rounds.getLast();
    }

    int size() {
        return rounds.size();
    }

    /// The rounds of one phase.
    List<Round> phase(Stage stage, int phase) {
        return rounds.stream()
                .filter(r -> r.stage() == stage && r.phase() == phase)
                .toList();
    }

    /// Phases of a stage so far.
    int phases(Stage stage) {
        return rounds.stream()
                .filter(r -> r.stage() == stage)
                .mapToInt(r -> r.phase() + 1)
                .max()
                .orElse(0);
    }

    /// Every value with its ratios, ascending.
    static TreeMap<Long, double[]> byValue(List<Round> rounds) {
        TreeMap<Long, List<Double>> lists = new TreeMap<>();
        rounds.forEach(r -> r.logRatios()
                .forEach((v, y) ->
                        lists.computeIfAbsent(v, k -> new ArrayList<>()).add(y)));
        TreeMap<Long, double[]> arrays = new TreeMap<>();
        lists.forEach((v, y) ->
                arrays.put(v, y.stream().mapToDouble(Double::doubleValue).toArray()));
        return arrays;
    }

    /// Every value measured, usable or not, ascending.
    TreeSet<Long> values() {
        TreeSet<Long> values = new TreeSet<>();
        rounds.forEach(r -> values.addAll(r.values()));
        return values;
    }

    TreeMap<Long, double[]> byValue() {
        return byValue(rounds);
    }

    /// The median of every value, ascending.
    TreeMap<Long, Double> medians() {
        TreeMap<Long, Double> medians = new TreeMap<>();
        byValue().forEach((v, y) -> medians.put(v, Observations.median(y)));
        return medians;
    }

    /// Spread of one ratio around the median of its value, over all values measured at least twice; 0
    /// when none
    /// was. The absolute deviations are used, which one disturbed round hardly moves.
    double spread() {
        List<Double> deviations = new ArrayList<>();
        byValue().values().stream().filter(y -> y.length > 1).forEach(y -> {
            double median = Observations.median(y);
            // n - 1 of n deviations are free, and the median itself has none at odd n
            double free = StrictMath.sqrt(y.length / (y.length - 1.0));
            for (double one : y) {
                deviations.add(StrictMath.abs(one - median) * free);
            }
        });
        // 0.6745 standard deviations hold half of a normal distribution.
        return deviations.isEmpty()
                ? 0
                : Observations.median(deviations.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        / 0.6745;
    }

    /// The same round again: the values its phase asked for.
    ProbeRound again() {
        Round last = last();
        TreeSet<Long> values = new TreeSet<>();
        phase(last.stage(), last.phase()).forEach(r -> values.addAll(r.values()));
        return new ProbeRound(last.stage(), last.phase(), List.copyOf(values));
    }
}
