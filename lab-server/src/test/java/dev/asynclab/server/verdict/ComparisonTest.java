package dev.asynclab.server.verdict;

import static dev.asynclab.server.verdict.Comparison.Finding.A_LARGER;
import static dev.asynclab.server.verdict.Comparison.Finding.B_LARGER;
import static dev.asynclab.server.verdict.Comparison.Finding.INCONCLUSIVE;
import static dev.asynclab.server.verdict.Comparison.Finding.TIE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    /// Six rounds: the interval is smallest to largest ratio, so its class can be read off. Margin 5 %: 0.952 to
    /// 1.05.
    @ParameterizedTest
    @CsvSource({
        "1.10, 1.30, A_LARGER",
        "1.06, 1.07, A_LARGER",
        "1.04, 1.30, INCONCLUSIVE",
        "0.96, 1.04, TIE",
        "1.01, 1.04, TIE",
        "0.94, 1.04, INCONCLUSIVE",
        "0.90, 1.10, INCONCLUSIVE",
        "0.50, 0.90, B_LARGER",
        "0.90, 0.97, INCONCLUSIVE"
    })
    void interval_against_the_margin(double smallest, double largest, Comparison.Finding finding) {
        double middle = (smallest + largest) / 2;
        assertEquals(
                finding,
                Comparison.of(logs(smallest, middle, middle, middle, middle, largest), 1, 0.05, 1)
                        .finding());
    }

    @Test
    void five_rounds_decide_nothing_and_say_that_six_are_needed() {
        Comparison comparison = Comparison.of(logs(2, 2, 2, 2, 2), 1, 0.05, 1);
        assertEquals(INCONCLUSIVE, comparison.finding());
        assertEquals(6, comparison.roundsNeeded().getAsInt());
        assertEquals(2, comparison.ratio().estimate(), 1e-12);
    }

    @Test
    void more_comparisons_widen_the_interval() {
        double[] seven = logs(1.30, 1.2, 1.2, 1.2, 1.2, 1.2, 0.95);
        // One pair: k = 3, a mean of 0.95 and 1.2: sqrt(0.95 x 1.2) = 1.07. Three pairs: k = 1, the smallest value.
        assertEquals(1.0677, Comparison.of(seven, 1, 0.05, 1).ratio().lo(), 1e-4);
        assertEquals(0.95, Comparison.of(seven, 3, 0.05, 1).ratio().lo(), 1e-12);
        // The bootstrap still finds medians of 0.95 (4 of 7 draws: 0.0106 > 0.0041): no verdict on one opinion.
        assertTrue(Comparison.of(seven, 1, 0.05, 1).disputed());
        assertEquals(INCONCLUSIVE, Comparison.of(seven, 1, 0.05, 1).finding());
    }

    @Test
    void identical_programs_win_at_most_one_time_in_twenty() {
        var random = new SplittableRandom(7);
        int wins = 0;
        for (int run = 0; run < 400; run++) {
            Comparison.Finding finding =
                    Comparison.of(noise(random, 8, 1.0, 0.15), 1, 0.05, 1).finding();
            wins += finding == A_LARGER || finding == B_LARGER ? 1 : 0;
        }
        assertTrue(wins <= 20, wins + " of 400");
    }

    @Test
    void equal_programs_on_a_quiet_machine_are_a_tie() {
        assertEquals(
                TIE,
                Comparison.of(noise(new SplittableRandom(3), 8, 1.0, 0.01), 1, 0.05, 1)
                        .finding());
    }

    @Test
    void a_known_effect_of_a_fifth_is_found() {
        var random = new SplittableRandom(11);
        int found = 0;
        int contained = 0;
        for (int run = 0; run < 200; run++) {
            Comparison comparison = Comparison.of(noise(random, 8, 1.20, 0.03), 1, 0.05, 1);
            found += comparison.finding() == A_LARGER ? 1 : 0;
            contained += comparison.ratio().lo() <= 1.20
                            && 1.20 <= comparison.ratio().hi()
                    ? 1
                    : 0;
        }
        // ln 1.20 - ln 1.05 = 0.134 is more than four deviations of one round: missed never, covered at 0.961 (k = 4).
        assertEquals(200, found);
        assertTrue(contained >= 180, contained + " of 200");
    }

    @Test
    void precision_stops_on_width_not_on_significance() {
        // Half width ln(1.30 / 1.10) / 2 = 0.0835 > max(ln 1.05 = 0.0488, ln 1.2 / 4 = 0.0456), though 1 is far off.
        assertFalse(Precision.narrow(logs(1.10, 1.2, 1.2, 1.2, 1.2, 1.30), 1));
        // Half width ln(4.4 / 3.6) / 2 = 0.1003 <= ln 4 / 4 = 0.347.
        assertTrue(Precision.narrow(logs(3.6, 4, 4, 4, 4, 4.4), 1));
        assertFalse(Precision.narrow(logs(4, 4, 4, 4, 4), 1));
    }

    private static double[] noise(SplittableRandom random, int rounds, double ratio, double deviation) {
        double[] logs = new double[rounds];
        Arrays.setAll(logs, i -> StrictMath.log(ratio) + deviation * random.nextGaussian());
        return logs;
    }

    private static double[] logs(double... ratios) {
        return Arrays.stream(ratios).map(StrictMath::log).toArray();
    }
}
