package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.verdict.Comparison.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What the verdict says of two labels of one model, over rounds that were really measured: simulated noise
/// has the shape somebody thought of, this one has its own. Runs of eight rounds are drawn from the stored
/// ones.
class IdenticalProgramsTest {

    /// Throughput of the two labels, round by round.
    record Rounds(double[] a, double[] b) {}

    private static final String STORED = "/a-a/rounds.json";
    private static final int FEWEST = 40;
    private static final int RUNS = 1_000;
    private static final int ROUNDS = 8;

    /// One in twenty and two standard errors of a share over the runs: 2 sqrt(0.05 x 0.95 / 1000) = 0.0138.
    private static final int MOST = (int) (RUNS * (0.05 + 0.0138));

    private static double[] logRatios = new double[0];

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = IdenticalProgramsTest.class.getResourceAsStream(STORED)) {
            Rounds rounds = new JsonMapper().readValue(Objects.requireNonNull(file, STORED), Rounds.class);
            assertEquals(rounds.a().length, rounds.b().length);
            assertTrue(rounds.a().length >= FEWEST, rounds.a().length + " rounds stored; " + FEWEST + " are needed");
            logRatios = new double[rounds.a().length];
            for (int i = 0; i < logRatios.length; i++) {
                logRatios[i] = StrictMath.log(rounds.a()[i] / rounds.b()[i]);
            }
        }
    }

    @Test
    void a_model_wins_against_itself_in_at_most_one_run_of_twenty() {
        var random = new SplittableRandom(41);
        int wins = 0;
        for (int run = 0; run < RUNS; run++) {
            Finding finding = Comparison.of(draw(random), 1, 0.05, 1).finding();
            wins += finding == Finding.A_LARGER || finding == Finding.B_LARGER ? 1 : 0;
        }
        assertTrue(wins <= MOST, wins + " of " + RUNS);
    }

    /// Which label is called the first is arbitrary: with the names drawn for each round, one is the true
    /// ratio, and the interval (level 1 - 2 x 5 / 256 = 0.961 at eight rounds) must leave it out no more
    /// often than it promises.
    @Test
    void the_interval_of_a_model_against_itself_contains_one() {
        var random = new SplittableRandom(43);
        int excluded = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] values = draw(random);
            for (int i = 0; i < values.length; i++) {
                values[i] *= random.nextBoolean() ? 1 : -1;
            }
            SignedRank.Interval interval = SignedRank.twoSided(values, 0.05);
            excluded += interval.lo() > 0 || interval.hi() < 0 ? 1 : 0;
        }
        assertTrue(excluded <= MOST, excluded + " of " + RUNS);
    }

    /// Eight different rounds.
    private static double[] draw(SplittableRandom random) {
        double[] left = logRatios.clone();
        double[] values = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            int at = i + random.nextInt(left.length - i);
            values[i] = left[at];
            left[at] = left[i];
        }
        return values;
    }
}
