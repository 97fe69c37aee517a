package dev.asynclab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Pair;
import dev.asynclab.api.Scenario.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonsTest {

    private static List<Variant> variants(String... names) {
        return Stream.of(names)
                .map(n -> new Variant(n, "event-loop", Isolation.PROCESS))
                .toList();
    }

    // 2m/0.05 = 40m must be at most 2^n: 40 -> 64 = 2^6; 120 -> 128 = 2^7; 240 -> 256; 480 -> 512; 1000 -> 1024.
    @ParameterizedTest
    @CsvSource({"1,6", "2,7", "3,7", "4,8", "6,8", "7,9", "12,9", "13,10", "25,10"})
    void rounds_for_pairs_follow_the_signed_rank_test(int pairs, int rounds) {
        assertEquals(rounds, Comparisons.roundsForPairs(pairs));
    }

    // K/0.05 = 20K must be at most 2^n: 20 -> 32 = 2^5; 60 -> 64; 120 -> 128; 240 -> 256; 500 -> 512.
    @ParameterizedTest
    @CsvSource({"1,5", "2,6", "3,6", "4,7", "6,7", "7,8", "12,8", "13,9", "25,9"})
    void rounds_for_claims_follow_the_one_sided_test(int claims, int rounds) {
        assertEquals(rounds, Comparisons.roundsForClaims(claims));
    }

    @Test
    void up_to_three_models_are_all_compared_with_each_other() {
        assertEquals(
                List.of(new Pair("a", "b"), new Pair("a", "c"), new Pair("b", "c")),
                Comparisons.pairs(variants("a", "b", "c"), List.of()));
    }

    @Test
    void more_models_are_compared_with_the_first_of_the_file() {
        assertEquals(
                List.of(new Pair("a", "b"), new Pair("a", "c"), new Pair("a", "d")),
                Comparisons.pairs(variants("a", "b", "c", "d"), List.of()));
    }

    @Test
    void named_pairs_replace_the_family_and_vanish_with_a_removed_model() {
        assertEquals(
                List.of(new Pair("b", "a")),
                Comparisons.pairs(variants("a", "b"), List.of(new Pair("b", "a"), new Pair("a", "gone"))));
    }
}
