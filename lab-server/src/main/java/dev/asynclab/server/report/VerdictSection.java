package dev.asynclab.server.report;

import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What came out and whether it is valid, in sentences.
final class VerdictSection {
    /// More sentences than this are folded away: the first screen is for the answer.
    private static final int MOST_SENTENCES = 12;

    private VerdictSection() {}

    static String html(ResultDocument result, ReportWords words) {
        String outcome = "<p class=lead><span class=\"outcome " + word(result.outcome()) + "\">"
                + words.link(result.outcome()) + "</span> " + Html.text(result.summary()) + "</p>\n";
        MapResult map = result.map();
        String letters = map == null ? "" : "<pre>" + Html.text(String.join("\n", Sentences.map(map))) + "</pre>\n";
        return outcome + sentences(result, words) + letters + validity(result);
    }

    private static String sentences(ResultDocument result, ReportWords words) {
        var items = new ArrayList<String>();
        result.crossovers()
                .forEach(c -> items.add(
                        "<li>" + Html.text(Sentences.crossover(c)) + " <small>" + words.link(c.kind()) + "</small>"));
        result.pairs()
                .forEach(p -> items.add("<li>" + Html.text(Sentences.pair(p)) + " <small>" + words.link(p.metric())
                        + Html.text(HtmlReport.at(p.at()) + ", ") + words.link(p.verdict()) + "</small>"
                        + (p.limitedBy() == null
                                ? ""
                                : "<br><small>limited by: " + Html.text(p.limitedBy()) + "</small>")));
        int shown = Math.min(items.size(), MOST_SENTENCES);
        String rest = shown == items.size()
                ? ""
                : Html.details((items.size() - shown) + " more verdicts", list(items.subList(shown, items.size())));
        return list(items.subList(0, shown)) + rest;
    }

    private static String list(List<String> items) {
        return "<ul class=verdicts>" + String.join("\n", items) + "</ul>\n";
    }

    private static String validity(ResultDocument result) {
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

    /// An outcome as a class name: only the words the contract knows may become one.
    static String word(String outcome) {
        return switch (outcome) {
            case "holds", "refuted", "inconclusive", "void", "not-run" -> outcome;
            default -> "doubt";
        };
    }
}
