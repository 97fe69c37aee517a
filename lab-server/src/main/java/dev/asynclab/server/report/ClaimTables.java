package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import java.util.List;

/// What the scenario claimed and what its reader predicted, beside what came out.
final class ClaimTables {
    private ClaimTables() {}

    static String predictions(ResultDocument result, ReportWords words) {
        String items = Html.list(result.predictions().stream()
                .map(p -> Html.text(Sentences.prediction(p)) + small(Sentences.score(p)) + small(byHand(p)))
                .toList());
        return Html.section(items.isEmpty() ? "" : words.link("prediction", "Predictions"), items);
    }

    static String claims(ResultDocument result, ReportWords words) {
        List<List<String>> rows = result.claims().stream()
                .map(c -> List.of(
                        "<span class=" + VerdictSection.word(c.outcome()) + ">" + words.link(c.outcome()) + "</span>",
                        Html.text(c.id()),
                        words.link(c.grade()),
                        "<code>" + Html.text(c.that()) + "</code>" + Html.text(HtmlReport.at(c.at())),
                        Html.text(Sentences.claim(c))))
                .toList();
        return Html.section(
                "Claims",
                rows.isEmpty()
                        ? ""
                        : Html.table(
                                "Written in the scenario before anything was measured",
                                List.of(words.link("outcome"), words.link("claim"), "grade", "statement", "measured"),
                                rows));
    }

    private static String byHand(ResultDocument.PredictionResult prediction) {
        return prediction.byHand() == null || prediction.inWords() == null ? "" : "by hand: " + prediction.byHand();
    }

    private static String small(String text) {
        return text.isEmpty() ? "" : " <small>" + Html.text(text) + "</small>";
    }
}
