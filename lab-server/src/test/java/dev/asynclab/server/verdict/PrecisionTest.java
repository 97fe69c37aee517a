package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PrecisionTest {

    private static final int RUNS = 2_000;
    private static final int LEAST = 10;
    private static final int MOST = 30;

    @Test
    void five_percent_either_way_is_narrow_enough() {
        // Six equal observations but one: the exact interval goes from the least to the largest of their averages.
        assertTrue(Precision.narrow(new double[] {0, 0, 0, 0, 0, 0.09}, 1));
        assertFalse(Precision.narrow(new double[] {0, 0, 0, 0, 0, 0.10}, 1));
    }

    @Test
    void a_large_ratio_is_known_well_enough_at_a_quarter_of_itself() {
        // about ln 8 = 2.08: a half width of 0.5 is enough, 0.55 is not
        assertTrue(Precision.narrow(new double[] {1.58, 2.08, 2.08, 2.08, 2.08, 2.58}, 1));
        assertFalse(Precision.narrow(new double[] {1.53, 2.08, 2.08, 2.08, 2.08, 2.63}, 1));
    }

    @Test
    void without_an_interval_nothing_is_narrow() {
        assertFalse(Precision.narrow(new double[] {0, 0, 0, 0, 0}, 1));
        assertFalse(Precision.narrow(new double[] {0, 0, 0, 0, 0, 0}, 2));
    }

    /// Two thousand runs of ten to thirty rounds in batches of two, stopped by the width of the interval: it
    /// holds the true ratio as often as it says. The spread makes some stop at once, some later, some never. (The
    /// standard error of a share of 0.95 over 2,000 runs is 0.005.)
    @Test
    void stopping_on_width_leaves_the_intervals_honest() {
        for (double truth : new double[] {0, StrictMath.log(1.25)}) {
            for (double spread : new double[] {0.08, 0.12}) {
                double covered =
                        share(truth, spread, LEAST, 2, logs -> Precision.narrow(logs, 1), PrecisionTest::holds);
                assertTrue(covered >= 0.93 && covered <= 0.98, covered + " at " + truth + ", " + spread);
            }
        }
    }

    /// The same runs between identical programs, looked at after every round and stopped at the first interval
    /// that leaves zero out: every sixth run or more finds a difference that is not there.
    @Test
    void stopping_on_significance_would_not() {
        double found = share(0, 0.1, 6, 1, logs -> !holds(logs, 0), (logs, truth) -> !holds(logs, truth));
        assertTrue(found > 0.15, "false differences in " + found);
    }

    private interface Judged {
        boolean by(double[] logs, double truth);
    }

    private static double share(
            double truth, double spread, int least, int batch, Predicate<double[]> stop, Judged judged) {
        RandomGenerator random = new SplittableRandom(20);
        int hits = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] all = new double[MOST];
            Arrays.setAll(all, i -> random.nextGaussian(truth, spread));
            int n = least;
            while (n < MOST && !stop.test(Arrays.copyOf(all, n))) {
                n += batch;
            }
            hits += judged.by(Arrays.copyOf(all, n), truth) ? 1 : 0;
        }
        return hits / (double) RUNS;
    }

    private static boolean holds(double[] logs, double truth) {
        SignedRank.Interval interval = SignedRank.twoSided(logs, RoundsNeeded.ALPHA);
        return interval.lo() <= truth && truth <= interval.hi();
    }
}
