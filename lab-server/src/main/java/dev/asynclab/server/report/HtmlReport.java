package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.LimitEntry;
import dev.asynclab.api.Sentences;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The report: one HTML file that opens from a disk, asks no network for anything and runs no script.
///
/// In the order readers look: the verdicts and whether they are valid, who wins where, the claims, the
/// figures with
/// their intervals, why, the limits each model ran under, and what is needed to run it again.
public final class HtmlReport {
    /// Larger reports are cut: first the embedded data, see [EmbeddedJson].
    public static final int LARGEST_BYTES = 400 * 1024;

    private static final int LONGEST_SCENARIO = 64 * 1024;
    private final ResultDocument result;
    private final Map<String, byte[]> pictures;
    private final ReportWords words = new ReportWords();

    private HtmlReport(ResultDocument result, Map<String, byte[]> pictures) {
        this.result = result;
        this.pictures = pictures;
    }

    /// Renders a result without its pictures.
    public static String of(ResultDocument result, String json, String scenario) {
        return of(result, json, scenario, Map.of());
    }

    /// Renders a result.
    ///
    /// @param json the same result as JSON, embedded for programs
    /// @param scenario the exact text of the scenario file
    /// @param pictures content of the result's artifacts, by name; those missing are left out
    public static String of(ResultDocument result, String json, String scenario, Map<String, byte[]> pictures) {
        var report = new HtmlReport(result, pictures);
        String page = report.head()
                + report.verdicts()
                + report.validity()
                + report.winners()
                + report.claims()
                + report.figures()
                + PictureGallery.html(result, report.pictures)
                + report.why()
                + ExploratoryTable.html(result, report.words)
                + report.limits()
                + report.again(scenario)
                + report.words.section();
        String end = "</main></body></html>\n";
        int room = LARGEST_BYTES - (page + end).getBytes(StandardCharsets.UTF_8).length - 1024;
        return page + EmbeddedJson.of(json, result, room) + end;
    }

    private String head() {
        String id = Html.text(result.scenario().id());
        return """
                <!doctype html>
                <html lang=en><head><meta charset=utf-8>
                <meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
                <meta name=viewport content="width=device-width, initial-scale=1">
                <meta name=referrer content=no-referrer>
                <title>%s: %s</title>
                <style>
                %s</style></head><body>
                <header><div><h1>%s</h1><span class=soft>%s</span></div>
                <fieldset aria-label="colours"><label><input type=radio name=scheme id=auto checked> as the system</label>
                <label><input type=radio name=scheme id=light> light</label>
                <label><input type=radio name=scheme id=dark> dark</label></fieldset></header><main>
                """.formatted(id, Html.text(result.outcome()), ReportStyle.CSS, id, Html.text(subtitle()));
    }

    private String subtitle() {
        return "run " + result.run() + ", profile " + result.profile() + ", "
                + (result.rounds() == 1 ? "1 round" : result.rounds() + " rounds") + ", " + result.started();
    }

    private String verdicts() {
        String outcome = "<p class=lead><span class=\"outcome " + word(result.outcome()) + "\">"
                + words.link(result.outcome()) + "</span> " + Html.text(result.summary()) + "</p>\n";
        String pairs = result.pairs().stream()
                .map(p -> "<li>" + Html.text(Sentences.pair(p)) + " <small>" + words.link(p.metric())
                        + Html.text(at(p.at()) + ", ") + words.link(p.verdict()) + "</small>"
                        + (p.limitedBy() == null
                                ? ""
                                : "<br><small>limited by: " + Html.text(p.limitedBy()) + "</small>"))
                .collect(Collectors.joining("\n"));
        String crossovers = result.crossovers().stream()
                .map(c -> "<li>" + Html.text(Sentences.crossover(c)) + " <small>" + words.link(c.kind()) + "</small>")
                .collect(Collectors.joining("\n"));
        ResultDocument.MapResult map = result.map();
        String letters = map == null ? "" : "<pre>" + Html.text(String.join("\n", Sentences.map(map))) + "</pre>\n";
        return outcome + "<ul class=verdicts>" + pairs + crossovers + "</ul>\n" + letters;
    }

    private String validity() {
        long failed = result.checks().stream().filter(c -> !c.ok()).count();
        String head = failed == 0
                ? "<b class=good>Valid:</b> all " + result.checks().size() + " checks passed. "
                : "<b class=doubt>Read with care:</b> " + failed + " of "
                        + result.checks().size() + " checks failed. ";
        String evidence = result.checks().stream()
                .map(c -> (c.ok() ? "" : "<b class=doubt>not ok:</b> ") + Html.text(c.evidence()))
                .collect(Collectors.joining("; "));
        return result.checks().isEmpty() ? "" : "<p>" + head + evidence + ".</p>\n";
    }

    private String winners() {
        return Html.section(
                "Who wins where",
                result.primaryMetrics().stream()
                        .map(m -> WinnerMap.of(result, m))
                        .collect(Collectors.joining()));
    }

    private String claims() {
        List<List<String>> rows = result.claims().stream()
                .map(c -> List.of(
                        "<span class=" + word(c.outcome()) + ">" + words.link(c.outcome()) + "</span>",
                        Html.text(c.id()),
                        words.link(c.grade()),
                        "<code>" + Html.text(c.that()) + "</code>" + Html.text(at(c.at())),
                        Html.text(Sentences.claim(c))))
                .toList();
        String table = rows.isEmpty()
                ? ""
                : Html.table(
                        "Written in the scenario before anything was measured",
                        List.of(words.link("outcome"), words.link("claim"), "grade", "statement", "measured"),
                        rows);
        String predictions = Html.list(result.predictions().stream()
                .map(p -> Html.text(Sentences.prediction(p)) + small(Sentences.score(p)) + small(byHand(p)))
                .toList());
        return Html.section("Claims", table)
                + Html.section(predictions.isEmpty() ? "" : words.link("prediction", "Predictions"), predictions);
    }

    private static String byHand(ResultDocument.PredictionResult prediction) {
        return prediction.byHand() == null || prediction.inWords() == null ? "" : "by hand: " + prediction.byHand();
    }

    private static String small(String text) {
        return text.isEmpty() ? "" : " <small>" + Html.text(text) + "</small>";
    }

    private String figures() {
        var content = new StringBuilder();
        for (String metric : result.primaryMetrics()) {
            content.append("<h3>").append(words.link(metric)).append("</h3>\n");
            result.points().forEach(at -> content.append(IntervalPicture.of(result, metric, at)));
            content.append(
                    Html.details("the same as a table, with every round", FigureTables.rounds(result, metric, words)));
        }
        content.append(Html.details("every other metric, medians", FigureTables.medians(result, words)));
        content.append(WarmUpTable.of(result));
        return Html.section("Figures", content.toString());
    }

    private String why() {
        return Html.section(
                "Why",
                Html.list(result.mechanisms().stream()
                        .map(m -> "<b>" + Html.text(m.sentence()) + "</b> <small>" + words.link(m.id()) + ": "
                                + Html.text(facts(m.evidence())) + "</small>")
                        .toList()));
    }

    private String limits() {
        List<List<String>> rows = result.limits().stream()
                .map(l -> List.of(
                        Html.text(l.model()),
                        Html.text(l.name()),
                        Html.text(l.value()),
                        Html.text(Objects.requireNonNullElse(l.fallback(), "none")),
                        isDefault(l) ? "default" : "<b>set</b>"))
                .toList();
        return rows.isEmpty()
                ? ""
                : Html.section(
                        "Limits each model ran under",
                        Html.table("Every effective limit", List.of("model", "limit", "value", "default", ""), rows));
    }

    /// A default of `cores` stands for their number on the machine of the run.
    private boolean isDefault(LimitEntry limit) {
        String cores = String.valueOf(result.environment().get("cores"));
        return limit.value().equals(limit.fallback())
                || ("cores".equals(limit.fallback()) && limit.value().equals(cores));
    }

    private String again(String scenario) {
        String cut = scenario.length() <= LONGEST_SCENARIO ? scenario : scenario.substring(0, LONGEST_SCENARIO);
        String body = "<p>Repeat with <code>" + Html.text(result.repeatWith()) + "</code></p>\n<p>Seed " + result.seed()
                + ". From " + Html.text(result.started()) + " to " + Html.text(result.ended()) + ". Machine: "
                + Html.text(facts(result.environment())) + ".</p>\n<p class=soft>Scenario sha256 <code>"
                + Html.text(result.scenario().sha256()) + "</code></p>\n"
                + Html.details("the scenario, exactly", "<pre>" + Html.text(cut) + "</pre>");
        return Html.section("Run it again", body);
    }

    private static String facts(Map<String, Object> facts) {
        return facts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String at(Map<String, String> at) {
        return at.isEmpty() ? "" : " at " + Sentences.at(at);
    }

    /// An outcome as a class name: only the words the contract knows may become one.
    private static String word(String outcome) {
        return switch (outcome) {
            case "holds", "refuted", "inconclusive", "void", "not-run" -> outcome;
            default -> "doubt";
        };
    }
}
