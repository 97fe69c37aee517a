package dev.asynclab.server.plan;

import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import java.time.Duration;
import java.util.List;

/// What a search takes, and the plan of a run that is one search and nothing else.
public final class SearchPlanner {

    private SearchPlanner() {}

    /// Plans a run that searches and does nothing else. Its cells are the corners of the range: what the backends are
    /// made for.
    ///
    /// @throws IllegalArgumentException when the file cannot be read at a corner
    public static Plan plan(Search search, Duration budget) {
        Plan corners = search.plan(search.corners())
                .orElseThrow(() -> new IllegalArgumentException("no plan for " + search.corners()));
        double budgetSeconds = budget.toMillis() / 1000.0;
        double once = Cost.once(corners.profile(), corners.cells());
        double searching = once + seconds(search);
        return new Plan(
                corners.scenario(),
                corners.profile(),
                corners.seed(),
                corners.cores(),
                0,
                0,
                true,
                corners.pairs(),
                0,
                corners.cells(),
                Math.min(searching, budgetSeconds),
                budgetSeconds,
                searching > budgetSeconds ? List.of(tooShort(seconds(search), once, budgetSeconds)) : List.of(),
                corners.warmUp(),
                0,
                List.of(search),
                false);
    }

    static String tooShort(double searching, double rest, double budgetSeconds) {
        return "the search takes about %.0f s; the budget is %.0f s: ask for --budget %.0fs"
                .formatted(searching, budgetSeconds, Math.ceil(searching + rest));
    }

    /// What a search that goes well takes: for a crossover two scans of seven values, two zooms of four, six times the
    /// six values of the window; for a map six rounds of its grid.
    static double seconds(Search search) {
        return search.plan(search.corners())
                .map(corners -> {
                    double starts = 2 * Cost.start(corners.profile(), corners.warmUp());
                    int points = Math.max(1, corners.cells().size() / 2);
                    double point = Math.max(0, corners.estimatedSeconds() - starts) / points;
                    return search.isMap()
                            ? 6 * (starts + Search.GRID * Search.GRID * point)
                            : Search.ROUNDS * starts + (2 * 7 + 2 * 4 + 6 * 6) * point;
                })
                .orElse(0.0);
    }

    /// One round of two variants at some points, as a plan.
    static Plan round(Search search, Scenario scenario) {
        Profile profile = search.profile();
        Lengths lengths = Lengths.of(scenario, profile, 1);
        List<Plan.Cell> cells = new CellPlanner(scenario, false, search.cores(), lengths).cells();
        return new Plan(
                scenario,
                profile,
                search.seed(),
                search.cores(),
                1,
                1,
                true,
                List.of(search.between()),
                0,
                cells,
                Cost.round(profile, lengths.warmUp(), cells),
                0,
                List.of(),
                lengths.warmUp(),
                0,
                List.of(),
                false);
    }
}
