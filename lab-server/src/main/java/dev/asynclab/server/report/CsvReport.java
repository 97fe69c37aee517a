package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.ResultDocument.PredictionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cells as CSV (RFC 4180), one line per cell and metric; a cell without figures has one line with its reason;
/// then one line per prediction.
///
/// Values are in base units (seconds, bytes, per second) and unrounded. Raw rounds stand in one field, separated by
/// spaces, a void round as `-`.
public final class CsvReport {
    private static final List<String> BEFORE_AXES = List.of("cell", "model");

    private static final List<String> AFTER_AXES = List.of(
            "state",
            "metric",
            "unit",
            "median",
            "lo",
            "hi",
            "rounds",
            "bound",
            "efficiency",
            "flags",
            "reason",
            "answer",
            "score");

    private CsvReport() {}

    /// The columns of a result with these axes, in order. What each means is documented in `docs/csv.md`.
    static List<String> columns(List<String> axes) {
        return Stream.of(BEFORE_AXES, axes, AFTER_AXES).flatMap(List::stream).toList();
    }

    /// Renders the cells of a result.
    public static String of(ResultDocument result) {
        List<String> axes = result.cells().stream()
                .flatMap(c -> c.at().keySet().stream())
                .distinct()
                .toList();
        var lines = new ArrayList<String>();
        lines.add(line(columns(axes)));
        for (Cell cell : result.cells()) {
            if (cell.metrics().isEmpty()) {
                lines.add(line(row(cell, axes, "", null)));
            }
            cell.metrics().forEach((metric, estimate) -> lines.add(line(row(cell, axes, metric, estimate))));
        }
        result.predictions().forEach(p -> lines.add(line(row(p, axes))));
        return String.join("\r\n", lines) + "\r\n";
    }

    private static List<String> row(Cell cell, List<String> axes, String metric, @Nullable Estimate estimate) {
        var row = new ArrayList<String>();
        row.add(cell.id());
        row.add(cell.model());
        axes.forEach(axis -> row.add(cell.at().getOrDefault(axis, "")));
        row.add(cell.state());
        row.add(metric);
        row.add(estimate == null ? "" : estimate.unit());
        row.add(estimate == null ? "" : number(estimate.median()));
        row.add(estimate == null ? "" : number(estimate.lo()));
        row.add(estimate == null ? "" : number(estimate.hi()));
        row.add(estimate == null ? "" : rounds(estimate));
        row.add(cell.bound(metric).map(b -> number(b.value())).orElse(""));
        row.add(cell.bound(metric).map(_ -> number(cell.efficiency())).orElse(""));
        row.add(String.join(" ", cell.flags()));
        row.add(Objects.requireNonNullElse(cell.reason(), ""));
        row.add("");
        row.add("");
        return row;
    }

    /// The state of a prediction is `prediction`, its cell the question; what was measured stands as text in
    /// `median`, the computation in `reason`.
    private static List<String> row(PredictionResult prediction, List<String> axes) {
        var row = new ArrayList<>(List.of(prediction.id(), Objects.requireNonNullElse(prediction.about(), "")));
        axes.forEach(_ -> row.add(""));
        row.addAll(List.of("prediction", "", "", text(prediction.measured()), "", "", "", "", "", ""));
        row.add(text(prediction.byHand()));
        row.add(text(prediction.answer()));
        row.add(number(prediction.score()));
        return row;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String rounds(Estimate estimate) {
        return estimate.rounds().stream()
                .map(r -> r == null ? "-" : r.toString())
                .collect(Collectors.joining(" "));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    private static String line(List<String> fields) {
        return fields.stream().map(CsvReport::field).collect(Collectors.joining(","));
    }

    /// A text that a spreadsheet would take for a formula gets a quote in front. Negative numbers stay numbers.
    private static String field(String text) {
        boolean formula =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !text.matches("-?[0-9.]+(E-?[0-9]+)?");
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
