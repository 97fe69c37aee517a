package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.LimitEntry;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.EmbeddedJson.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The report: one HTML file that opens from a disk, asks no network for anything and runs no script.
///
/// In the order of the result page: the verdicts and whether they are valid, what was predicted, who wins where, the
/// claims, how each metric grows, where a task's time went, what single tasks did, latency, resources, why, the limits
/// each model ran under,
/// and what is needed to run it again. The result and the scenario are inside, exactly.
public final class HtmlReport {
    /// Larger reports are cut, in the order of [Cut], and say so.
    public static final int LARGEST_BYTES = 400 * 1024;

    private static final int LONGEST_SCENARIO = 64 * 1024;
    private static final int CURVE_HEIGHT = 200;

    /// Room for the sentence that says what is missing, and for the end of the page.
    private static final int RESERVE_BYTES = 1024;

    /// What a page leaves out to be small enough; each leaves out what those before it do.
    enum Cut {
        NOTHING(Loss.NOTHING, ""),
        DOTS(Loss.METRICS, "the raw rounds in the charts"),
        PICTURES(
                Loss.ALL,
                "the raw rounds in the charts, the charts of resources%s and the table of every other metric");

        private final Loss bearable;
        private final String words;

        Cut(Loss bearable, String words) {
            this.bearable = bearable;
            this.words = words;
        }

        String words(boolean timeline) {
            return words.formatted(timeline ? ", the task timeline" : "");
        }
    }

    private final ResultDocument result;
    private final ReportFiles files;
    private final TimelineSection timeline;
    private final Cut cut;
    private final Charts charts;
    private final ReportWords words = new ReportWords();

    private HtmlReport(ResultDocument result, ReportFiles files, TimelineSection timeline, Cut cut, Drawings drawings) {
        this.result = result;
        this.files = files;
        this.timeline = timeline;
        this.cut = cut;
        this.charts = Charts.of(result, cut == Cut.NOTHING, drawings);
    }

    /// Renders a result without its files.
    public static String of(ResultDocument result, String json, String scenario) {
        return of(result, json, scenario, ReportFiles.NONE);
    }

    /// Renders a result.
    ///
    /// @param json the same result as JSON, embedded for programs
    /// @param scenario the exact text of the scenario file
    /// @param files those missing are left out
    public static String of(ResultDocument result, String json, String scenario, ReportFiles files) {
        var drawings = new Drawings();
        var forms = new ResultForms(json, result);
        TimelineSection timeline = TimelineSection.of(result, files.traces());
        String page = "";
        for (Cut cut : Cut.values()) {
            if (forms.bytes(cut.bearable) > LARGEST_BYTES - RESERVE_BYTES) {
                // The data alone is too large, whatever is drawn.
                continue;
            }
            var report = new HtmlReport(result, files, timeline, cut, drawings);
            String first = report.head() + VerdictSection.html(result, report.words);
            String rest = report.rest(scenario) + EmbeddedJson.text("scenario", scenario);
            int room = LARGEST_BYTES - size(first) - size(rest) - RESERVE_BYTES;
            EmbeddedJson data = forms.fitting(room);
            page = first + report.leftOut(data.loss()) + rest + data.element() + "</main></body></html>\n";
            if (room >= 0 && data.loss().compareTo(cut.bearable) <= 0) {
                return page;
            }
        }
        return page;
    }

    private String rest(String scenario) {
        return ClaimTables.predictions(result, words)
                + winners()
                + ClaimTables.claims(result, words)
                + figures()
                + whereAndWhen()
                + LatencyCurves.html(charts, words)
                + ResourceCharts.html(charts, words, cut != Cut.PICTURES)
                + PictureGallery.html(result, files.pictures())
                + why()
                + ExploratoryTable.html(result, words)
                + limits()
                + again(scenario)
                + words.section();
    }

    /// The sums first, then the tasks one by one; both hatch what was queued, with one pattern.
    private String whereAndWhen() {
        String sums = TimeSplit.html(charts, words);
        String single = cut == Cut.PICTURES ? "" : timeline.html(charts);
        return (sums.isEmpty() && !single.isEmpty() ? TimeSplit.HATCH : "") + sums + single;
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

    private String leftOut(Loss loss) {
        var missing = new ArrayList<String>();
        String drawn = cut.words(!timeline.isEmpty());
        if (!drawn.isEmpty()) {
            missing.add(drawn);
        }
        if (loss != Loss.NOTHING) {
            missing.add(loss.words());
        }
        return missing.isEmpty()
                ? ""
                : "<p class=soft>Left out, to keep this file below " + LARGEST_BYTES / 1024 + " KB: "
                        + String.join("; ", missing) + ". The server of the run has it all.</p>\n";
    }

    private String winners() {
        return Html.section(
                "Who wins where",
                result.primaryMetrics().stream()
                        .map(m -> WinnerMap.of(result, m))
                        .collect(Collectors.joining()));
    }

    private String figures() {
        var content = new StringBuilder();
        for (String metric : result.primaryMetrics()) {
            content.append("<h3>").append(words.link(metric)).append("</h3>\n");
            List<String> curves = ScalingCurves.of(charts, metric, metric, CURVE_HEIGHT);
            content.append(Charts.grid(curves));
            List<Map<String, String>> points = curves.isEmpty() ? result.points() : Charts.drawnPoints(result.points());
            points.forEach(at -> content.append(IntervalPicture.of(result, metric, at, charts.dots())));
            content.append(curves.isEmpty() ? "" : Charts.notAll(result.points()));
            content.append(
                    Html.details("the same as a table, with every round", FigureTables.rounds(result, metric, words)));
        }
        if (cut != Cut.PICTURES) {
            content.append(Html.details("every other metric, medians", FigureTables.medians(result, words)));
        }
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
                        isDefault(result, l) ? "default" : "<b>set</b>"))
                .toList();
        return rows.isEmpty()
                ? ""
                : Html.section(
                        "Limits each model ran under",
                        Html.table("Every effective limit", List.of("model", "limit", "value", "default", ""), rows));
    }

    /// A default of `cores` stands for their number on the machine of the run.
    static boolean isDefault(ResultDocument result, LimitEntry limit) {
        String cores = String.valueOf(result.environment().get("cores"));
        return limit.value().equals(limit.fallback())
                || ("cores".equals(limit.fallback()) && limit.value().equals(cores));
    }

    private String again(String scenario) {
        String shown = scenario.length() <= LONGEST_SCENARIO ? scenario : scenario.substring(0, LONGEST_SCENARIO);
        String body = "<p>Repeat with <code>" + Html.text(result.repeatWith()) + "</code></p>\n<p>Seed " + result.seed()
                + ". From " + Html.text(result.started()) + " to " + Html.text(result.ended()) + ". Machine: "
                + Html.text(facts(result.environment())) + ".</p>\n<p class=soft>Scenario sha256 <code>"
                + Html.text(result.scenario().sha256()) + "</code></p>\n"
                + Html.details("the scenario", "<pre>" + Html.text(shown) + "</pre>");
        return Html.section("Run it again", body);
    }

    private static String facts(Map<String, Object> facts) {
        return facts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    static String at(Map<String, String> at) {
        return at.isEmpty() ? "" : " at " + Sentences.at(at);
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
