package dev.asynclab.server.plan;

import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Everything decided before the first process starts.
///
/// @param cores processors a trial may use
/// @param rounds rounds planned; an adaptive run may add rounds up to `roundsMax`
/// @param pairs the pairs judged in each cell
/// @param cells every cell in file order, skipped ones included
/// @param warnings for people: what was raised, shortened, or cannot be judged
/// @param warmUp of each trial
/// @param roundsNeeded rounds without which no interval exists for the comparisons and claims asked for
/// @param searches what is searched for after the rounds; their numbers are their places here
/// @param trace whether a trace of every variant was asked for; they come on top of the budget
public record Plan(
        Scenario scenario,
        Profile profile,
        long seed,
        int cores,
        int rounds,
        int roundsMax,
        boolean verdicts,
        List<Scenario.Pair> pairs,
        int intervalClaims,
        List<Cell> cells,
        double estimatedSeconds,
        double budgetSeconds,
        List<String> warnings,
        WarmUp warmUp,
        int roundsNeeded,
        List<Search> searches,
        boolean trace) {

    public Plan {
        searches = List.copyOf(searches);
        pairs = List.copyOf(pairs);
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    /// The same plan, with a trace of every variant at the end if one is asked for; a run without traces is
    /// estimated without them.
    public Plan tracing(boolean asked) {
        double traces = TraceRound.seconds(TraceRound.trials(this));
        return asked == trace
                ? this
                : new Plan(
                        scenario,
                        profile,
                        seed,
                        cores,
                        rounds,
                        roundsMax,
                        verdicts,
                        pairs,
                        intervalClaims,
                        cells,
                        estimatedSeconds + (asked ? traces : -traces),
                        budgetSeconds,
                        warnings,
                        warmUp,
                        roundsNeeded,
                        searches,
                        asked);
    }

    /// How long a trial warms up, over all its sweep points together.
    ///
    /// @param mostNanos until steady, but no longer; equal to `leastNanos` for a fixed length
    /// @param turns of each cell, at least: a cell whose part of `leastNanos` is shorter gets more
    public record WarmUp(long leastNanos, long mostNanos, int turns) {

        /// However few turns that is.
        public WarmUp(long leastNanos, long mostNanos) {
            this(leastNanos, mostNanos, 0);
        }

        /// What the turns of a cell take.
        public long leastNanos(Cell cell) {
            return (long) (turns * cell.turnNanos());
        }

        /// What a cell adds to the warm-up of a trial because its turns take longer than its part.
        ///
        /// @param cells in the same process
        double extraSeconds(Cell cell, int cells) {
            return Math.max(0, leastNanos(cell) - leastNanos / cells) / 1e9;
        }

        /// Whether steadiness decides when it ends.
        public boolean untilSteady() {
            return mostNanos > leastNanos;
        }

        /// Half way between least and most: how soon a model becomes steady is not known beforehand.
        double expectedSeconds() {
            return (leastNanos + mostNanos) / 2e9;
        }
    }

    /// One variant at one sweep point.
    ///
    /// @param id URL-safe
    /// @param parameters resolved parameters, counts as numbers or words
    /// @param connections most connections to one backend
    /// @param width tasks the variant serves at once by its own limits (threads, children, connections,
    ///     permits);
    ///     0 for no limit
    /// @param settleNanos load before the window
    /// @param windowNanos length of the window, at least
    /// @param delayNanos mean declared delay of one task: waits, blocks and backend delays along its
    ///     longest path
    /// @param skipped reason when the cell is left out, else empty
    public record Cell(
            String id,
            Scenario.Variant variant,
            Scenario.Point point,
            Map<String, String> parameters,
            int connections,
            int width,
            long settleNanos,
            long windowNanos,
            double delayNanos,
            String skipped) {
        public boolean runs() {
            return skipped.isEmpty();
        }

        /// How long one turn of the load takes while it warms up: as long as a task, or twice as long for callers
        /// of whom half wait for a narrow variant.
        double turnNanos() {
            return width > 0 && point.load() instanceof Load.Closed(int callers) && callers > width
                    ? 2 * delayNanos
                    : delayNanos;
        }
    }

    /// The trials of one round, in the order they run.
    public record Round(int number, List<Trial> trials) {
        public Round {
            trials = List.copyOf(trials);
        }
    }

    /// A variant and its cells in measuring order, in a fresh process unless it shares one.
    ///
    /// @param first whether a process starts with this trial; false for all but the first in a shared process
    /// @param last whether the process ends with this trial; false for all but the last in a shared process
    public record Trial(int round, int order, Scenario.Variant variant, List<Cell> cells, boolean first, boolean last) {
        public Trial {
            cells = List.copyOf(cells);
        }

        /// With a process of its own.
        public Trial(int round, int order, Scenario.Variant variant, List<Cell> cells) {
            this(round, order, variant, cells, true, true);
        }
    }

    /// Whether memory per task is worth its collections: a claim or the primary metric speaks of it, or
    /// cells have
    /// processes of their own, which is what makes the reading clean.
    public boolean readsMemory() {
        return scenario.measure().primary() == Metric.MEMORY_PER_TASK
                || searches.stream().anyMatch(s -> s.metric() == Metric.MEMORY_PER_TASK)
                || scenario.variants().stream().anyMatch(v -> v.isolation() == Scenario.Isolation.CELL)
                || scenario.claims().stream().anyMatch(c -> c.that().contains(Metric.MEMORY_PER_TASK.id()));
    }

    /// Whether the run is one search and nothing else.
    public boolean searchOnly() {
        return rounds == 0 && !searches.isEmpty();
    }

    /// The variants measured, in file order; the reference model's twin last.
    public List<Scenario.Variant> variants() {
        return cells.stream()
                .map(Cell::variant)
                .distinct()
                .sorted(Comparator.comparing(Scenario.Variant::hidden))
                .toList();
    }

    public List<Cell> cellsOf(String variant) {
        return cells.stream()
                .filter(c -> c.variant().name().equals(variant) && c.runs())
                .toList();
    }
}
