package dev.asynclab.server.report;

import dev.asynclab.api.Glossary;
import dev.asynclab.api.Sentences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The words of one report that have an entry in the glossary: each is a link to the end of the page, where the words
/// that were used are explained.
final class ReportWords {
    private final Map<String, Glossary.Entry> used = new LinkedHashMap<>();

    /// A word as a link; as plain text when it has no entry. A metric of one task kind has that of the metric.
    String link(String word) {
        return link(word, word);
    }

    /// Another text as the link to a word.
    String link(String word, String shown) {
        Optional<Glossary.Entry> entry =
                Glossary.of(Sentences.plainMetric(word)).or(() -> Glossary.of(word));
        entry.ifPresent(e -> used.put(e.id(), e));
        return entry.map(e -> "<a href=\"#w-" + Html.text(e.id()) + "\">" + Html.text(shown) + "</a>")
                .orElse(Html.text(shown));
    }

    List<String> links(List<String> words) {
        return words.stream().map(this::link).toList();
    }

    /// A sentence, one of whose words is a link.
    String inside(String sentence, String word) {
        return Html.text(sentence).replace(Html.text(word), link(word));
    }

    /// The entries of all words linked so far, in the order of the alphabet.
    String section() {
        String entries = used.values().stream()
                .sorted((a, b) -> a.term().compareToIgnoreCase(b.term()))
                .map(this::entry)
                .collect(Collectors.joining("\n"));
        return entries.isEmpty() ? "" : Html.section("Words", "<dl>\n" + entries + "</dl>\n");
    }

    private String entry(Glossary.Entry entry) {
        String see = entry.see().stream()
                .filter(used::containsKey)
                .map(id -> "<a href=\"#w-" + Html.text(id) + "\">" + Html.text(id) + "</a>")
                .collect(Collectors.joining(", "));
        return "<dt><dfn id=\"w-" + Html.text(entry.id()) + "\">" + Html.text(entry.term()) + "</dfn> <small>"
                + Html.text(entry.kind()) + "</small><dd>" + Html.text(entry.text())
                + (see.isEmpty() ? "" : " <small>See " + see + "</small>");
    }
}
