package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> MODELS = List.of("event-loop", "virtual-threads", "sequential");

    @Test
    void a_name_in_other_letters_is_the_same_name() {
        assertEquals(Optional.of("sequential"), Spelling.closest("SEQUENTIAL", MODELS));
    }

    @Test
    void a_third_of_the_letters_may_be_wrong_and_no_more() {
        // Six letters allow two edits.
        assertEquals(Optional.of("rounds"), Spelling.closest("ruonds", List.of("rounds")));
        assertEquals(Optional.of("rounds"), Spelling.closest("roumdz", List.of("rounds")));
        assertEquals(Optional.empty(), Spelling.closest("roxxxs", List.of("rounds")));
    }

    @Test
    void the_nearest_name_wins_over_one_that_comes_first() {
        // "seed" is two replacements away, "heat" one.
        assertEquals(Optional.of("heat"), Spelling.closest("seat", List.of("seed", "heat")));
    }

    @Test
    void two_swapped_letters_are_one_mistake() {
        assertEquals(1, Spelling.distance("loop", "lopo"));
        assertEquals(2, Spelling.distance("loop", "pool"));
    }

    @Test
    void the_same_words_in_another_order_are_recognised() {
        assertEquals(Optional.of("event-loop"), Spelling.closest("loop-event", MODELS));
    }

    @Test
    void an_absurdly_long_name_is_not_compared() {
        String name = "a".repeat(81);
        assertEquals(Optional.empty(), Spelling.closest(name, List.of(name + "b")));
        assertEquals(Optional.of("a".repeat(79)), Spelling.closest("a".repeat(80), List.of("a".repeat(79))));
    }
}
