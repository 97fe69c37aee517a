package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every cell of the run as it is reported: state, figures with their raw rounds, bound, flags.
final class CellResults {

    private static final List<Metric> OF_A_KIND = List.of(
            Metric.THROUGHPUT,
            Metric.LATENCY_P50,
            Metric.LATENCY_P90,
            Metric.LATENCY_P99,
            Metric.LATENCY_P999,
            Metric.LATENCY_MAX,
            Metric.LATENCY_MEAN);

    private final Judgement judgement;

    CellResults(Judgement judgement) {
        this.judgement = judgement;
    }

    List<ResultDocument.Cell> all() {
        return judgement.plan().cells().stream().map(this::cell).toList();
    }

    private ResultDocument.Cell cell(Plan.Cell cell) {
        if (!cell.runs()) {
            return empty(cell, "skipped", cell.skipped());
        }
        Optional<String> notRun = notRun(cell);
        if (notRun.isPresent()) {
            return empty(cell, "not-run", notRun.get());
        }
        Optional<String> fault = judgement.validity().voidReason(cell);
        double efficiency = Observations.median(judgement.samples().present(Metric.EFFICIENCY, Optional.empty(), cell));
        return new ResultDocument.Cell(
                cell.id(),
                cell.variant().name(),
                cell.point().at(),
                label(cell),
                fault.isPresent() ? "void" : "measured",
                fault.or(() -> judgement.validity().cannotWin(cell)).orElse(null),
                metrics(cell),
                judgement.bounds().of(cell).map(Bounds.Bound::document).orElse(null),
                Estimates.finite(efficiency),
                judgement.validity().flags(cell));
    }

    private ResultDocument.Cell empty(Plan.Cell cell, String state, String reason) {
        return new ResultDocument.Cell(
                cell.id(),
                cell.variant().name(),
                cell.point().at(),
                label(cell),
                state,
                reason,
                Map.of(),
                null,
                null,
                List.of());
    }

    /// Why a cell was never measured, when nothing the model did explains it.
    Optional<String> notRun(Plan.Cell cell) {
        List<Observations.Entry> entries = judgement.runs().rounds().stream()
                .flatMap(r -> judgement.runs().entry(cell, r).stream())
                .toList();
        if (entries.isEmpty()) {
            return Optional.of("the run ended before this cell was measured");
        }
        boolean nothing = entries.stream().allMatch(e -> e.measurement() == null);
        return nothing && judgement.validity().share(cell, "did-not-finish").orElse(0.0) == 0
                ? Optional.of(ModelFlags.why(entries.getFirst()))
                : Optional.empty();
    }

    private Map<String, ResultDocument.Estimate> metrics(Plan.Cell cell) {
        Map<String, ResultDocument.Estimate> metrics = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            put(metrics, metric.id(), metric, Optional.empty(), cell);
        }
        if (cell.point().kinds().size() > 1) {
            for (Scenario.TaskKind kind : cell.point().kinds()) {
                OF_A_KIND.forEach(m -> put(metrics, m.id() + "/" + kind.name(), m, Optional.of(kind.name()), cell));
            }
        }
        return metrics;
    }

    /// A metric this platform or load does not have is left out; one whose every round was spoiled stays, as
    /// nulls.
    private void put(
            Map<String, ResultDocument.Estimate> into,
            String id,
            Metric metric,
            Optional<String> kind,
            Plan.Cell cell) {
        boolean known = judgement.runs().rounds().stream()
                .anyMatch(r -> judgement.samples().raw(metric, kind, cell, r) != null);
        if (known) {
            into.put(
                    id, Estimates.of(metric.unit().symbol(), judgement.samples().rounds(metric, kind, cell)));
        }
    }

    /// The sweep point as written in the file.
    private String label(Plan.Cell cell) {
        Map<String, String> written = new LinkedHashMap<>();
        cell.point().at().forEach((axis, value) -> written.put(axis, written(axis, value)));
        return label(written);
    }

    private String written(String axis, String canonical) {
        return judgement.plan().scenario().axes().stream()
                .filter(a -> a.name().equals(axis))
                .flatMap(a -> a.values().stream())
                .filter(v -> v.canonical().equals(canonical))
                .map(Scenario.AxisValue::label)
                .findFirst()
                .orElse(canonical);
    }

    static String label(Map<String, String> at) {
        return at.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
