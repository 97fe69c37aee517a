package dev.asynclab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GlossaryTest {

    @Test
    void every_word_of_the_contract_has_an_entry() {
        Stream<String> words = Stream.of(
                        Metric.ids().stream(),
                        Catalogue.flags().stream().map(Catalogue.Flag::id),
                        Catalogue.mechanisms().stream().map(Catalogue.Mechanism::id),
                        Catalogue.models().stream().map(Catalogue.Model::id),
                        Profile.ALL.stream().map(Profile::id),
                        Stream.of(Claim.Grade.values()).map(g -> g.name().toLowerCase(Locale.ROOT)),
                        // the words ResultDocument lists for verdicts, outcomes, states and crossovers
                        Stream.of("a-beats-b", "b-beats-a", "tie", "inconclusive", "void"),
                        Stream.of("holds", "refuted", "not-run", "measured", "skipped"),
                        Stream.of("swap", "departure", "none"),
                        Stream.of("batch", "closed", "open"),
                        Stream.of("efficiency", "round", "trial", "interval", "margin", "prediction"),
                        Stream.of("crossover", "a-a resolution", "declared limit", "offered rate"))
                .flatMap(s -> s);
        assertEquals(List.of(), words.filter(w -> Glossary.of(w).isEmpty()).toList(), "words without an entry");
    }

    @Test
    void a_word_with_two_uses_has_one_entry_that_says_both() {
        Glossary.Entry entry = Glossary.of("loop-blocked").orElseThrow();
        assertEquals("flag, mechanism", entry.kind());
        assertTrue(entry.text().contains("an event loop was held"), entry.text());
        assertTrue(entry.text().contains("one step held the loop"), entry.text());
    }

    @Test
    void a_word_is_found_as_the_report_writes_it_and_by_its_id() {
        assertEquals(
                "callers-delay", Glossary.of("callers / delay").orElseThrow().id());
        assertEquals(
                "callers / delay", Glossary.of("callers-delay").orElseThrow().term());
        assertTrue(Glossary.of("latency_p99").isEmpty());
    }

    @Test
    void what_an_entry_points_to_exists() {
        List<String> ids = Glossary.all().stream().map(Glossary.Entry::id).toList();
        assertEquals(
                List.of(),
                Glossary.all().stream()
                        .flatMap(e -> e.see().stream())
                        .filter(see -> !ids.contains(see))
                        .toList());
        assertFalse(Glossary.all().stream().anyMatch(e -> e.see().contains(e.id())), "an entry points to itself");
    }

    @Test
    void entries_are_whole_sentences_in_a_neutral_tone() {
        for (Glossary.Entry entry : Glossary.all()) {
            assertTrue(entry.text().endsWith("."), entry.toString());
            assertEquals(List.of(), Tone.condescending(entry.text()), entry.toString());
        }
    }
}
