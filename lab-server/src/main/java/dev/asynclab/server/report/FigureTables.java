package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The figures behind the pictures, as tables.
final class FigureTables {
    private FigureTables() {}

    /// A row per cell with every round of one metric.
    static String rounds(ResultDocument result, String metric, ReportWords words) {
        var rows = new ArrayList<List<String>>();
        for (Cell cell : result.cells()) {
            var estimate = cell.measured(metric);
            rows.add(List.of(
                    Html.text(cell.model()),
                    Html.text(Sentences.at(cell.at())),
                    Html.text(estimate.map(Sentences::value).orElse(Sentences.absence(cell))),
                    Html.text(estimate.map(Sentences::interval).orElse("")),
                    cell.bound(metric)
                            .map(b -> words.inside(Sentences.bound(cell), b.binding()))
                            .orElse(""),
                    String.join(", ", words.links(cell.flags())),
                    Html.text(estimate.map(FigureTables::raw).orElse(""))));
        }
        return Html.table(
                Html.text(metric) + ", rounds in base units",
                List.of(
                        words.link("model"),
                        words.link("sweep-point", "at"),
                        words.link("median"),
                        words.link("interval"),
                        words.link("bound"),
                        words.link("flag", "flags"),
                        words.link("round", "rounds")),
                rows);
    }

    private static String raw(Estimate estimate) {
        return estimate.rounds().stream()
                .map(r -> r == null ? "void" : Figures.number(r))
                .collect(Collectors.joining("  "));
    }

    /// One table per sweep point: a row per metric, a column per variant.
    static String medians(ResultDocument result, ReportWords words) {
        var tables = new StringBuilder();
        for (Map<String, String> at : result.points()) {
            List<Cell> cells = result.competing().stream()
                    .filter(c -> c.at().equals(at) && !c.metrics().isEmpty())
                    .toList();
            List<String> metrics = cells.stream()
                    .flatMap(c -> c.metrics().keySet().stream())
                    .distinct()
                    .toList();
            var heads = new ArrayList<String>();
            heads.add("metric");
            cells.forEach(c -> heads.add(Html.text(c.model())));
            List<List<String>> rows = metrics.stream()
                    .map(metric -> {
                        var row = new ArrayList<String>();
                        row.add(words.link(metric));
                        cells.forEach(c -> {
                            Estimate estimate = c.metrics().get(metric);
                            row.add(estimate == null ? "" : Html.text(Sentences.value(estimate)));
                        });
                        return List.copyOf(row);
                    })
                    .toList();
            if (!rows.isEmpty()) {
                tables.append(Html.table(Html.text(at.isEmpty() ? "medians" : Sentences.at(at)), heads, rows));
            }
        }
        return tables.toString();
    }
}
