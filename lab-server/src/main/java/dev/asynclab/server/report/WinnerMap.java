package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who wins where: a row per variant, a column per sweep point.
///
/// A cell is best only when the pairs say so: never by being the largest number. No wins are counted.
final class WinnerMap {
    private final ResultDocument result;
    private final String metric;

    private WinnerMap(ResultDocument result, String metric) {
        this.result = result;
        this.metric = metric;
    }

    static String of(ResultDocument result, String metric) {
        var map = new WinnerMap(result, metric);
        List<Map<String, String>> points = result.points();
        var heads = new ArrayList<String>();
        heads.add("model");
        points.forEach(p -> heads.add(p.isEmpty() ? "result" : Html.text(Sentences.at(p))));
        var rows = new ArrayList<List<String>>();
        for (String model : result.models()) {
            var row = new ArrayList<String>();
            row.add(Html.text(model));
            points.forEach(p -> row.add(result.cell(model, p).map(map::cell).orElse("")));
            rows.add(row);
        }
        return Html.table(
                "<b>" + Html.text(metric) + "</b>, median and share of the bound. <b class=best>best</b> beats every "
                        + "other it was compared with or ties; <b>=</b> tie; <b>?</b> no verdict; <b>E</b> errors; "
                        + "<b>!</b> void; hatched: left out",
                heads,
                rows);
    }

    private String cell(Cell cell) {
        return switch (cell.state()) {
            case "measured" -> measured(cell);
            case "void" -> mark("void", "!", Sentences.absence(cell));
            case "skipped" -> mark("skip", "left out", Sentences.absence(cell));
            default -> mark("none", "not run", Sentences.absence(cell));
        };
    }

    private String measured(Cell cell) {
        Estimate estimate = cell.metrics().get(metric);
        if (estimate == null) {
            return "";
        }
        boolean errors = cell.flags().contains("errors") || cell.flags().contains("wrong-result");
        String standing = errors ? "<b class=bad>E</b>" : standing(cell);
        var bound = cell.bound();
        Double efficiency = cell.efficiency();
        String share = bound != null && bound.metric().equals(metric) && efficiency != null
                ? " <small>" + Figures.percent(efficiency) + "</small>"
                : "";
        return "<span class=figure>" + Html.text(Sentences.value(estimate)) + "</span>" + share + " " + standing;
    }

    private String standing(Cell cell) {
        List<PairResult> pairs = result.pairs().stream()
                .filter(p -> p.metric().equals(metric) && p.at().equals(cell.at()))
                .filter(p -> p.a().equals(cell.model()) || p.b().equals(cell.model()))
                .toList();
        boolean loses = pairs.stream()
                .anyMatch(p -> p.verdict().equals(p.a().equals(cell.model()) ? "b-beats-a" : "a-beats-b"));
        boolean wins = pairs.stream()
                .anyMatch(p -> p.verdict().equals(p.a().equals(cell.model()) ? "a-beats-b" : "b-beats-a"));
        boolean ties = pairs.stream().anyMatch(p -> p.verdict().equals("tie"));
        boolean open = pairs.stream().anyMatch(p -> p.verdict().equals("inconclusive"));
        String tie = ties ? "<b>=</b>" : "";
        if (loses) {
            return tie;
        }
        if (open) {
            return tie + "<b>?</b>";
        }
        return tie + (wins ? " <b class=best>best</b>" : "");
    }

    private static String mark(String type, String sign, String reason) {
        return "<span class=" + type + "><b>" + sign + "</b> <small>" + Html.text(reason) + "</small></span>";
    }
}
