package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Claim;
import dev.asynclab.server.verdict.ClaimTest.Settled;
import dev.asynclab.server.verdict.ClaimTest.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTestTest {

    /// Five rounds and one claim: each one-sided limit is the extreme value (1/32 <= 0.05).
    private static double[] five(double low, double high) {
        double middle = (low + high) / 2;
        return new double[] {low, middle, middle, middle, high};
    }

    private static double[] ones() {
        return new double[] {1, 1, 1, 1, 1};
    }

    @ParameterizedTest
    @CsvSource({
        // op, low, high, target, within, outcome
        "AT_LEAST, 8.0, 9.0, 8, 0, holds",
        "AT_LEAST, 7.9, 9.0, 8, 0, inconclusive",
        "AT_LEAST, 7.0, 7.9, 8, 0, refuted",
        "AT_MOST, 7.0, 7.9, 8, 0, holds",
        "AT_MOST, 7.0, 8.1, 8, 0, inconclusive",
        "AT_MOST, 8.1, 9.0, 8, 0, refuted",
        "ABOVE, 8.1, 9.0, 8, 0, holds",
        "ABOVE, 7.0, 9.0, 8, 0, inconclusive",
        "ABOVE, 7.0, 7.9, 8, 0, refuted",
        "BELOW, 7.0, 7.9, 8, 0, holds",
        "BELOW, 7.0, 9.0, 8, 0, inconclusive",
        "BELOW, 8.1, 9.0, 8, 0, refuted",
        // 8 within 10 %: 7.27 to 8.8.
        "ABOUT, 7.3, 8.7, 8, 0.1, holds",
        "ABOUT, 7.2, 8.7, 8, 0.1, inconclusive",
        "ABOUT, 9.0, 9.5, 8, 0.1, refuted",
        "ABOUT, 6.0, 7.0, 8, 0.1, refuted"
    })
    void each_operator_against_a_value_and_against_another_figure(
            Claim.Op op, double low, double high, double target, double within, String outcome) {
        var statement = new Statement(op, target, within);
        var test = new ClaimTest(1);
        assertEquals(outcome, test.ratio(statement, five(low, high), ones()).outcome());
        assertEquals(outcome, test.value(statement, five(low, high)).outcome());
    }

    @Test
    void a_ratio_is_taken_inside_each_round() {
        // Rounds differ tenfold, the ratio is 2 in all of them.
        double[] left = {2, 20, 4, 40, 8};
        double[] right = {1, 10, 2, 20, 4};
        Settled settled = new ClaimTest(1).ratio(new Statement(Claim.Op.AT_LEAST, 1.9, 0), left, right);
        assertEquals("holds", settled.outcome());
        assertEquals(2, settled.shown().orElseThrow().estimate(), 1e-12);
    }

    @Test
    void a_ratio_with_zero_is_inconclusive() {
        Settled settled = new ClaimTest(1).ratio(new Statement(Claim.Op.AT_LEAST, 2, 0), five(0, 4), ones());
        assertEquals("inconclusive", settled.outcome());
    }

    @Test
    void a_value_may_be_zero() {
        Settled settled = new ClaimTest(1).value(new Statement(Claim.Op.AT_MOST, 0.01, 0), five(0, 0.008));
        assertEquals("holds", settled.outcome());
        assertEquals(0.008, settled.shown().orElseThrow().hi());
    }

    @Test
    void four_rounds_settle_nothing_and_more_claims_need_more_rounds() {
        var statement = new Statement(Claim.Op.AT_LEAST, 1, 0);
        double[] four = {5, 5, 5, 5};
        assertEquals("inconclusive", new ClaimTest(1).value(statement, four).outcome());
        assertEquals(5, new ClaimTest(1).value(statement, four).roundsNeeded().getAsInt());
        // Two claims share the error: 1/32 > 0.025.
        assertEquals(
                "inconclusive", new ClaimTest(2).value(statement, five(4, 5)).outcome());
        assertEquals(
                "holds",
                new ClaimTest(2)
                        .value(statement, new double[] {4, 5, 5, 5, 5, 5})
                        .outcome());
    }

    @Test
    void counts_are_exact() {
        double[] target = ones();
        assertEquals("holds", exact(Claim.Op.EQUAL, 10, five(10, 10), target));
        assertEquals("refuted", exact(Claim.Op.EQUAL, 10, five(10, 12), target));
        assertEquals("holds", exact(Claim.Op.AT_MOST, 12, five(10, 12), target));
        assertEquals("inconclusive", exact(Claim.Op.AT_MOST, 11, five(10, 12), target));
        assertEquals("refuted", exact(Claim.Op.AT_MOST, 9, five(10, 12), target));
        assertEquals("holds", exact(Claim.Op.BELOW, 13, five(10, 12), target));
        assertEquals("holds", exact(Claim.Op.ABOVE, 9, five(10, 12), target));
        assertEquals("holds", exact(Claim.Op.AT_LEAST, 10, five(10, 12), target));
        assertEquals("inconclusive", exact(Claim.Op.EQUAL, 1, new double[0], new double[0]));
    }

    @Test
    void a_count_about_another_uses_the_same_room_as_an_interval() {
        var statement = new Statement(Claim.Op.ABOUT, 50, 0.1);
        double[] inside = five(46, 55);
        assertEquals("holds", ClaimTest.exact(statement, inside, ones()).outcome());
        double[] outside = Arrays.stream(inside).map(v -> v + 20).toArray();
        assertEquals("refuted", ClaimTest.exact(statement, outside, ones()).outcome());
    }

    @Test
    void an_inconclusive_claim_says_how_many_rounds_it_would_take() {
        Settled settled =
                new ClaimTest(1).value(new Statement(Claim.Op.AT_LEAST, 8, 0), new double[] {7.8, 8.2, 8.6, 8.9, 8.5});
        assertEquals("inconclusive", settled.outcome());
        assertTrue(settled.roundsNeeded().getAsInt() > 5);
    }

    private static String exact(Claim.Op op, double target, double[] measured, double[] reference) {
        return ClaimTest.exact(new Statement(op, target, 0), measured, reference)
                .outcome();
    }
}
