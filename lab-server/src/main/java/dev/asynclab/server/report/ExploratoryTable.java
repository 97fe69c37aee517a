package dev.asynclab.server.report;

import dev.asynclab.api.ExploratoryResult;
import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import java.util.List;
import java.util.stream.Collectors;

/// Differences in what the run was not made to compare, apart from the verdicts and under their own heading.
final class ExploratoryTable {
    static final String TITLE = "Exploratory: not a verdict";
    private static final List<String> HEADS = List.of("metric", "at", "a", "b", "a / b", "larger");

    private ExploratoryTable() {}

    static String html(ResultDocument result, ReportWords words) {
        List<ExploratoryResult> shown = shown(result);
        if (shown.isEmpty()) {
            return "";
        }
        List<List<String>> rows = shown.stream()
                .map(e -> List.of(
                        words.link(e.metric()),
                        Html.text(Sentences.at(e.at())),
                        Html.text(e.a()),
                        Html.text(e.b()),
                        Html.text(ratio(e)),
                        Html.text(larger(e))))
                .toList();
        return Html.section(
                words.link("exploratory", TITLE), Html.details(Html.text(note(result)), Html.table("", HEADS, rows)));
    }

    static void markdown(List<String> lines, ResultDocument result) {
        List<ExploratoryResult> shown = shown(result);
        if (shown.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "## " + TITLE, "", note(result), ""));
        lines.add(HEADS.stream().collect(Collectors.joining(" | ", "| ", " |")));
        lines.add("|---|---|---|---|---|---|");
        shown.forEach(e ->
                lines.add(List.of(e.metric(), Sentences.at(e.at()), e.a(), e.b(), ratio(e), larger(e)).stream()
                        .map(MarkdownReport::text)
                        .collect(Collectors.joining(" | ", "| ", " |"))));
    }

    private static List<ExploratoryResult> shown(ResultDocument result) {
        List<ExploratoryResult> all = result.exploratory();
        return all == null
                ? List.of()
                : all.stream().filter(ExploratoryResult::shown).toList();
    }

    private static String note(ResultDocument result) {
        List<ExploratoryResult> all = result.exploratory();
        return shown(result).size() + " of " + (all == null ? 0 : all.size())
                + " comparisons of other metrics; about one in ten of those shown is expected to be chance";
    }

    private static String ratio(ExploratoryResult e) {
        Double ratio = e.ratio();
        Double low = e.lo();
        Double high = e.hi();
        return (ratio == null ? "" : Figures.ratio(ratio))
                + (low == null || high == null ? "" : " [" + Figures.ratio(low) + ", " + Figures.ratio(high) + "]");
    }

    private static String larger(ExploratoryResult e) {
        return e.finding().equals("a-larger") ? e.a() : e.b();
    }
}
