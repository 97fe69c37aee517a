package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.ResultDocument.LimitEntry;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The verdict as Markdown, to be pasted into an issue or a lab notebook.
public final class MarkdownReport {
    private MarkdownReport() {}

    /// Renders a result.
    public static String of(ResultDocument result) {
        var lines = new ArrayList<String>();
        lines.add("# " + text(result.scenario().id()) + ": " + text(result.outcome()));
        lines.add("");
        lines.add(text(result.summary()));
        lines.add("");
        result.pairs().forEach(p -> {
            String limit = p.limitedBy() == null ? "" : "; limited by: " + p.limitedBy();
            lines.add("- " + text(p.metric() + at(p.at()) + ": " + Sentences.pair(p) + limit));
        });
        result.crossovers().forEach(c -> lines.add("- " + text(Sentences.crossover(c))));
        MapResult map = result.map();
        if (map != null) {
            lines.add("");
            Sentences.map(map).forEach(line -> lines.add("    " + line));
            lines.add("");
        }
        result.mechanisms().forEach(m -> lines.add("- why: " + text(m.sentence()) + " (`" + text(m.id()) + "`)"));
        result.primaryMetrics().forEach(metric -> table(lines, result, metric));
        claims(lines, result.claims());
        predictions(lines, result.predictions());
        ExploratoryTable.markdown(lines, result);
        limits(lines, result);
        checks(lines, result);
        lines.add("");
        lines.add("Run `" + text(result.run()) + "`, profile " + text(result.profile()) + ", seed " + result.seed()
                + ", " + text(result.started()) + ". Repeat with `" + text(result.repeatWith()) + "`.");
        return String.join("\n", lines) + "\n";
    }

    private static void table(List<String> lines, ResultDocument result, String metric) {
        lines.add("");
        lines.add("## " + text(metric) + ", median of " + result.rounds() + " rounds with 95 % interval");
        lines.add("");
        lines.add("| model | at | median | interval | bound | flags |");
        lines.add("|---|---|---:|---|---|---|");
        for (Cell cell : result.competing()) {
            var estimate = cell.measured(metric);
            lines.add(List.of(
                            cell.model(),
                            Sentences.at(cell.at()),
                            estimate.map(Sentences::value).orElse(Sentences.absence(cell)),
                            estimate.map(Sentences::interval).orElse(""),
                            cell.bound(metric).map(_ -> Sentences.bound(cell)).orElse(""),
                            String.join(", ", cell.flags()))
                    .stream()
                    .map(MarkdownReport::text)
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
    }

    private static void checks(List<String> lines, ResultDocument result) {
        if (result.checks().isEmpty()) {
            return;
        }
        long failed = result.checks().stream().filter(c -> !c.ok()).count();
        lines.addAll(List.of("", "## Checks", ""));
        lines.add(
                failed == 0
                        ? "Valid: all " + result.checks().size() + " checks passed."
                        : "Read with care: " + failed + " of " + result.checks().size() + " checks failed.");
        lines.add("");
        result.checks()
                .forEach(c ->
                        lines.add("- " + (c.ok() ? "ok: " : "**not ok**: ") + text(c.code() + ": " + c.evidence())));
    }

    /// A row per model: the limits that were set in bold, the others as they are by default.
    private static void limits(List<String> lines, ResultDocument result) {
        List<String> names =
                result.limits().stream().map(LimitEntry::name).distinct().toList();
        if (names.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "## Limits each model ran under (bold: set, not the default)", ""));
        lines.add(Stream.concat(Stream.of("model"), names.stream().map(MarkdownReport::text))
                .collect(Collectors.joining(" | ", "| ", " |")));
        lines.add("|---|" + "---|".repeat(names.size()));
        for (String model :
                result.limits().stream().map(LimitEntry::model).distinct().toList()) {
            lines.add(Stream.concat(Stream.of(text(model)), names.stream().map(name -> limit(result, model, name)))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
    }

    private static String limit(ResultDocument result, String model, String name) {
        return result.limits().stream()
                .filter(l -> l.model().equals(model) && l.name().equals(name))
                .findFirst()
                .map(l -> HtmlReport.isDefault(result, l) ? text(l.value()) : "**" + text(l.value()) + "**")
                .orElse("");
    }

    private static void claims(List<String> lines, List<ClaimResult> claims) {
        if (claims.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("## Claims");
        lines.add("");
        lines.add("| outcome | claim | grade | statement | measured |");
        lines.add("|---|---|---|---|---|");
        claims.forEach(c ->
                lines.add(List.of(c.outcome(), c.id(), c.grade(), c.that() + at(c.at()), Sentences.claim(c)).stream()
                        .map(MarkdownReport::text)
                        .collect(Collectors.joining(" | ", "| ", " |"))));
    }

    private static void predictions(List<String> lines, List<PredictionResult> predictions) {
        if (predictions.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("## Predictions");
        lines.add("");
        lines.add("| question | answer | measured | score | by hand |");
        lines.add("|---|---|---|---:|---|");
        predictions.forEach(p -> lines.add(Stream.of(p.id(), p.answer(), p.measured(), p.score(), p.byHand())
                .map(v -> v == null ? "" : text(v instanceof Double d ? Figures.percent(d) : v.toString()))
                .collect(Collectors.joining(" | ", "| ", " |"))));
    }

    private static String at(java.util.Map<String, String> at) {
        return at.isEmpty() ? "" : " at " + Sentences.at(at);
    }

    /// One line without markup of its own: `|` would end a cell, `<` start HTML.
    static String text(String raw) {
        return Html.plain(raw)
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("[", "\\[");
    }
}
