package dev.asynclab.server.plan;

import dev.asynclab.api.Comparisons;
import dev.asynclab.api.Figures;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From a scenario to everything decided beforehand: cells, rounds, windows, the estimate.
///
/// A budget first costs rounds beyond those a verdict needs, then what the profile allows beyond the shortest
/// lengths; never the rounds a verdict needs. Where not even those fit, the run is a demonstration.
public final class Planner {

    /// A budget is kept within a tenth; a verdict is promised while the estimate leaves half of that for its error.
    private static final double TOLERANCE = 1.05;

    /// Halvings of the share that is kept: to a thousandth.
    private static final int HALVINGS = 10;

    private final Scenario scenario;
    private final Profile profile;
    private final int cores;
    private final Settings settings;

    private Planner(Scenario scenario, Profile profile, int cores, Settings settings) {
        this.scenario = scenario;
        this.profile = profile;
        this.cores = cores;
        this.settings = settings;
    }

    /// Plans a run.
    ///
    /// @param cores processors a trial may use
    /// @param budget wall time of the run; the profile's when null was asked for
    public static Plan plan(Scenario scenario, Profile profile, long seed, int cores, Duration budget) {
        return plan(scenario, profile, seed, cores, budget, Settings.NONE);
    }

    /// Plans a run of a file that was read with settings of its own.
    ///
    /// @param settings the same again: a search reads the file once more at other values
    public static Plan plan(
            Scenario scenario, Profile profile, long seed, int cores, Duration budget, Settings settings) {
        return new Planner(scenario, profile, cores, settings).plan(seed, budget.toMillis() / 1000.0);
    }

    /// Seconds of the shortest run there is: one round at the shortest lengths.
    public static double leastSeconds(Scenario scenario, Profile profile, int cores) {
        return new Planner(scenario, profile, cores, Settings.NONE).seconds(1, 0);
    }

    private Plan plan(long seed, double budgetSeconds) {
        List<String> warnings = new ArrayList<>();
        int needed = Comparisons.rounds(scenario.variants(), scenario.compare(), scenario.claims());
        int wished = profile.verdicts()
                ? Math.max(needed, scenario.measure().rounds().orElse(profile.rounds()))
                : profile.rounds();
        boolean verdicts = profile.verdicts() && seconds(needed, 0) <= budgetSeconds * TOLERANCE;
        int rounds = mostRounds(verdicts ? needed : 1, wished, budgetSeconds);
        double share = share(rounds, budgetSeconds);
        if (profile.verdicts() && !verdicts) {
            warnings.add(demonstration(needed, budgetSeconds));
        }
        warnings.addAll(SharedProcess.warnings(scenario, cells(share)));
        if (share < 1) {
            warnings.add(shortened(share, budgetSeconds));
        }
        double estimate = seconds(rounds, share);
        List<Search> searches = new Searches(scenario, settings, profile, seed, cores).ofFile(warnings);
        double searching = searches.stream().mapToDouble(SearchPlanner::seconds).sum();
        if (verdicts && !searches.isEmpty() && estimate + searching > budgetSeconds) {
            warnings.add(SearchPlanner.tooShort(searching, estimate, budgetSeconds));
        }
        // A search needs what the rounds leave of the budget, so none are added to them.
        boolean adaptive = verdicts && searches.isEmpty();
        return new Plan(
                scenario,
                profile,
                seed,
                cores,
                rounds,
                adaptive ? Math.max(rounds, profile.roundsMax()) : rounds,
                verdicts,
                Comparisons.pairs(scenario.variants(), scenario.compare()),
                Comparisons.intervalClaims(scenario.claims()),
                cells(share),
                Math.min(estimate + searching, Math.max(estimate, budgetSeconds)),
                budgetSeconds,
                warnings,
                lengths(share).warmUp(),
                needed,
                searches,
                false);
    }

    /// As many rounds as fit at the shortest lengths.
    private int mostRounds(int least, int most, double budgetSeconds) {
        int rounds = most;
        while (rounds > least && seconds(rounds, 0) > budgetSeconds) {
            rounds--;
        }
        return rounds;
    }

    /// How much of the lengths beyond the shortest these rounds leave room for.
    private double share(int rounds, double budgetSeconds) {
        if (seconds(rounds, 1) <= budgetSeconds || seconds(rounds, 0) == seconds(rounds, 1)) {
            return 1;
        }
        double fits = 0;
        double tooLong = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (fits + tooLong) / 2;
            if (seconds(rounds, middle) <= budgetSeconds) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return fits;
    }

    private double seconds(int rounds, double share) {
        return Cost.seconds(profile, lengths(share).warmUp(), cells(share), rounds);
    }

    private List<Plan.Cell> cells(double share) {
        return new CellPlanner(scenario, profile.care().twin(), cores, lengths(share)).cells();
    }

    private Lengths lengths(double share) {
        return Lengths.of(scenario, profile, share);
    }

    private String demonstration(int needed, double budgetSeconds) {
        double seconds = Math.ceil(seconds(needed, 0));
        return ("%d rounds are needed for a verdict and would take about %.0f s; the budget is %.0f s. The run is a"
                        + " demonstration, judging counts and flags only: ask for --budget %.0fs for a verdict.")
                .formatted(needed, seconds, budgetSeconds, seconds);
    }

    private String shortened(double share, double budgetSeconds) {
        Lengths full = lengths(1);
        Lengths kept = lengths(share);
        return "shortened to fit the budget of %s: windows of at least %s instead of %s, warming up %s instead of %s at most"
                .formatted(
                        Figures.duration(budgetSeconds),
                        Figures.duration(kept.leastWindowNanos() / 1e9),
                        Figures.duration(full.leastWindowNanos() / 1e9),
                        Figures.duration(kept.warmUp().mostNanos() / 1e9),
                        Figures.duration(full.warmUp().mostNanos() / 1e9));
    }
}
