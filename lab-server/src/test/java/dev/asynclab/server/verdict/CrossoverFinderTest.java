package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.plan.ProbeRound;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Searches on simulated ratios, whose change is known by arithmetic.
final class CrossoverFinderTest {

    private static final double MARGIN = 0.05;

    /// A pool of 50 threads serves 50 / D tasks a second at most and C callers bring C / D, so the ratio
    /// of a model
    /// without such a limit to it is 1 up to 50 callers and C / 50 beyond; it passes 1.05 at 52.5.
    private static final DoubleUnaryOperator POOL_OF_50 = c -> StrictMath.log(StrictMath.max(1, c / 50));

    private static final double DEPARTS_AT = 52.5;

    private record Search(CrossoverFound found, List<ProbeHistory.Round> rounds) {}

    private static Search search(DoubleUnaryOperator truth, SearchRange range, double sd, long seed) {
        Random noise = Random.from(new SplittableRandom(seed));
        CrossoverFinder finder = new CrossoverFinder(range, MARGIN, seed);
        List<ProbeHistory.Round> rounds = new ArrayList<>();
        Optional<ProbeRound> next = finder.next(new ProbeHistory(rounds));
        while (next.isPresent()) {
            assertTrue(rounds.size() < 100, () -> "no end: " + rounds);
            ProbeRound probe = next.get();
            Map<Long, Double> logRatios = new HashMap<>();
            probe.values().forEach(v -> logRatios.put(v, truth.applyAsDouble(v) + sd * noise.nextGaussian()));
            rounds.add(new ProbeHistory.Round(probe.stage(), probe.phase(), probe.values(), logRatios));
            next = finder.next(new ProbeHistory(rounds));
        }
        return new Search(CrossoverFound.of(new ProbeHistory(rounds), finder, "virtual-threads", "pool-50"), rounds);
    }

    @Test
    void without_noise_the_departure_is_found_where_arithmetic_puts_it() {
        Search search = search(POOL_OF_50, new SearchRange(10, 1000), 0, 1);

        assertEquals("departure", search.found().kind());
        assertEquals(DEPARTS_AT, search.found().place().orElseThrow().estimate(), 0.02 * DEPARTS_AT);
    }

    @Test
    void of_200_noisy_searches_nearly_all_find_the_departure_and_their_intervals_cover_it() {
        int near = 0;
        int covered = 0;
        for (int seed = 1; seed <= 200; seed++) {
            Search search = search(POOL_OF_50, new SearchRange(10, 1000), 0.02, seed);
            Optional<Interval> place = search.found().place();
            boolean kind = search.found().kind().equals("departure");
            if (kind && StrictMath.abs(place.orElseThrow().estimate() / DEPARTS_AT - 1) <= 0.15) {
                near++;
            }
            if (kind
                    && place.orElseThrow().lo() <= DEPARTS_AT
                    && DEPARTS_AT <= place.orElseThrow().hi()) {
                covered++;
            }
        }
        assertTrue(near >= 190, near + " of 200 within 15 %");
        assertTrue(covered >= 186, covered + " of 200 covered");
    }

    @Test
    void a_swap_is_found_where_the_ratio_passes_one() {
        // (x / 300)^0.5 is 1 at 300.
        DoubleUnaryOperator truth = x -> 0.5 * StrictMath.log(x / 300);
        int covered = 0;
        int swaps = 0;
        for (int seed = 1; seed <= 100; seed++) {
            CrossoverFound found =
                    search(truth, new SearchRange(10, 10_000), 0.02, seed).found();
            swaps += found.kind().equals("swap") ? 1 : 0;
            covered += found.place().filter(i -> i.lo() <= 300 && 300 <= i.hi()).isPresent() ? 1 : 0;
        }
        assertTrue(swaps >= 95, swaps + " of 100 are swaps");
        assertTrue(covered >= 90, covered + " of 100 covered");
    }

    @Test
    void equal_models_and_a_constant_lead_have_no_crossover() {
        for (int seed = 1; seed <= 20; seed++) {
            assertEquals(
                    "none",
                    search(x -> 0, new SearchRange(1, 1000), 0.01, seed).found().kind());
            assertEquals(
                    "none",
                    search(x -> StrictMath.log(3), new SearchRange(1, 1000), 0.02, seed)
                            .found()
                            .kind());
        }
    }

    @Test
    void noise_larger_than_the_change_is_inconclusive_and_not_none() {
        int inconclusive = 0;
        for (int seed = 1; seed <= 40; seed++) {
            inconclusive += search(POOL_OF_50, new SearchRange(40, 60), 0.6, seed)
                            .found()
                            .kind()
                            .equals("inconclusive")
                    ? 1
                    : 0;
            String flat =
                    search(x -> 0, new SearchRange(10, 1000), 0.6, seed).found().kind();
            inconclusive += flat.equals("inconclusive") ? 1 : 0;
        }
        assertTrue(inconclusive >= 76, inconclusive + " of 80");
    }

    @Test
    void an_axis_of_few_whole_numbers_is_searched_by_whole_numbers() {
        // Four cores: a pool of 2 is as good at 1 and 2 tasks; at 3 the ratio is 1.5, so it departs between 2 and 3.
        Search search = search(x -> StrictMath.log(StrictMath.max(1, x / 2)), new SearchRange(1, 8), 0.01, 3);

        assertEquals("departure", search.found().kind());
        double place = search.found().place().orElseThrow().estimate();
        assertTrue(place > 2 && place < 3, () -> "at " + place);
    }

    @Test
    void the_same_history_gives_the_same_answer() {
        assertEquals(
                search(POOL_OF_50, new SearchRange(10, 1000), 0.02, 7),
                search(POOL_OF_50, new SearchRange(10, 1000), 0.02, 7));
    }
}
