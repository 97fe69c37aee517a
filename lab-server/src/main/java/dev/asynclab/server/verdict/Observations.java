package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The trials of a run as a table: one entry per cell and round.
final class Observations {

    /// What one cell did in one round. `record` is null when the trial ended before it came to this cell.
    record Entry(TrialRecord trial, TrialRecord.@Nullable CellRecord record) {
        @Nullable
        Measurement measurement() {
            return record == null ? null : record.measurement();
        }

        TrialRecord.@Nullable HostWindow host() {
            return record == null ? null : record.host();
        }
    }

    private final Plan plan;
    private final TreeMap<Integer, Map<String, Entry>> byRound = new TreeMap<>();
    private final TreeMap<Integer, List<TrialRecord>> trials = new TreeMap<>();
    private final Map<String, TrialRecord.CellRecord> traced = new LinkedHashMap<>();

    /// @param records those of traces are kept apart: they are in no round
    Observations(Plan plan, List<TrialRecord> records) {
        this.plan = plan;
        List<TrialRecord> inOrder = new ArrayList<>(
                records.stream().filter(r -> !TraceRound.isTrace(r)).toList());
        records.stream()
                .filter(TraceRound::isTrace)
                .flatMap(t -> t.cells().stream())
                .forEach(c -> traced.put(c.cell(), c));
        inOrder.sort(Comparator.comparingInt(TrialRecord::attempt));
        for (TrialRecord trial : inOrder) {
            Map<String, Entry> cells = byRound.computeIfAbsent(trial.round(), r -> new LinkedHashMap<>());
            trials.computeIfAbsent(trial.round(), r -> new ArrayList<>()).add(trial);
            trial.cells().forEach(c -> cells.put(c.cell(), new Entry(trial, c)));
        }
        // A trial that died is an observation of every cell it did not reach.
        for (TrialRecord trial : inOrder) {
            if (!trial.measured()) {
                Map<String, Entry> cells = byRound.computeIfAbsent(trial.round(), r -> new LinkedHashMap<>());
                plan.cellsOf(trial.variant()).forEach(c -> cells.putIfAbsent(c.id(), new Entry(trial, null)));
            }
        }
    }

    Plan plan() {
        return plan;
    }

    /// Round numbers, ascending.
    List<Integer> rounds() {
        return List.copyOf(byRound.keySet());
    }

    List<TrialRecord> trials(int round) {
        return trials.getOrDefault(round, List.of());
    }

    Optional<Entry> entry(Plan.Cell cell, int round) {
        return Optional.ofNullable(byRound.getOrDefault(round, Map.of()).get(cell.id()));
    }

    Optional<Measurement> measurement(Plan.Cell cell, int round) {
        return entry(cell, round).map(Entry::measurement);
    }

    /// What the trace trial of a cell counted, if there was one: for what only a recording shows, never for a
    /// figure.
    Optional<Measurement> traced(Plan.Cell cell) {
        return Optional.ofNullable(traced.get(cell.id())).map(TrialRecord.CellRecord::measurement);
    }

    Optional<TrialRecord.HostWindow> host(Plan.Cell cell, int round) {
        return entry(cell, round).map(Entry::host);
    }

    List<TrialRecord.BackendWindow> backends(Plan.Cell cell, int round) {
        return entry(cell, round)
                .map(Entry::record)
                .map(TrialRecord.CellRecord::backends)
                .orElse(List.of());
    }

    /// The cell of a variant at a sweep point, skipped ones included.
    Optional<Plan.Cell> cell(String variant, Map<String, String> at) {
        return plan.cells().stream()
                .filter(c ->
                        c.variant().name().equals(variant) && c.point().at().equals(at))
                .findFirst();
    }

    /// Every cell at a sweep point that was to run.
    List<Plan.Cell> cellsAt(Map<String, String> at) {
        return plan.cells().stream()
                .filter(c -> c.runs() && c.point().at().equals(at))
                .toList();
    }

    /// Median over the rounds in which `figure` gives a number; NaN when none does.
    double median(ToDoubleFunction<Integer> figure) {
        return median(
                rounds().stream().mapToDouble(figure).filter(Double::isFinite).toArray());
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
