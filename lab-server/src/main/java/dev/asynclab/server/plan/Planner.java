package dev.asynclab.server.plan;

import dev.asynclab.api.Comparisons;
import dev.asynclab.api.Measure;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Point;
import dev.asynclab.api.Scenario.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From a scenario to everything decided beforehand: cells, rounds, windows, the estimate.
public final class Planner {

    /// Start of a trial process until its model stands, its first task, and its end. Only for the estimate.
    private static final double START_SECONDS = 0.7;

    /// What a cell takes besides settling and its window: counters, memory readings, the drain. Only for the
    /// estimate.
    private static final double CELL_SECONDS = 0.3;

    /// Bringing backends up and calibrating them. Only for the estimate.
    private static final double CALIBRATION_SECONDS = 4.0;

    /// The kernel's reference rate, once a round.
    private static final double REFERENCE_SECONDS = 0.4;

    private Planner() {}

    /// Plans a run.
    ///
    /// @param cores processors a trial may use
    /// @param budget wall time of the run; the profile's when null was asked for
    public static Plan plan(Scenario scenario, Profile profile, long seed, int cores, Duration budget) {
        List<String> warnings = new ArrayList<>();
        List<Scenario.Pair> pairs = Comparisons.pairs(scenario.variants(), scenario.compare());
        int intervalClaims = Comparisons.intervalClaims(scenario.claims());
        int needed = Comparisons.rounds(scenario.variants(), scenario.compare(), scenario.claims());
        int rounds = profile.verdicts()
                ? Math.max(needed, scenario.measure().rounds().orElse(profile.rounds()))
                : profile.rounds();
        Timing timing = new Timing(scenario.measure(), profile);
        List<Plan.Cell> cells = cells(scenario, cores, timing);
        double budgetSeconds = budget.toMillis() / 1000.0;

        warnings.addAll(SharedProcess.warnings(scenario, cells));
        double estimate = estimate(scenario, profile, cells, rounds);
        if (profile.verdicts() && estimate > budgetSeconds && rounds > needed) {
            rounds = fewerRounds(scenario, profile, cells, needed, rounds, budgetSeconds);
            estimate = estimate(scenario, profile, cells, rounds);
        }
        boolean verdicts = profile.verdicts();
        if (verdicts && estimate > budgetSeconds * 1.1) {
            verdicts = false;
            warnings.add(
                    "%d rounds are needed for a verdict and would take about %.0f s; the budget is %.0f s. The run is a demonstration: ask for --budget %.0fs for a verdict."
                            .formatted(needed, estimate, budgetSeconds, Math.ceil(estimate)));
            rounds = Math.max(1, fewerRounds(scenario, profile, cells, 1, rounds, budgetSeconds));
            estimate = estimate(scenario, profile, cells, rounds);
        }
        return new Plan(
                scenario,
                profile,
                seed,
                cores,
                rounds,
                verdicts ? Math.max(rounds, profile.roundsMax()) : rounds,
                verdicts,
                pairs,
                intervalClaims,
                cells,
                estimate,
                budgetSeconds,
                warnings);
    }

    private static List<Plan.Cell> cells(Scenario scenario, int cores, Timing timing) {
        List<Plan.Cell> cells = new ArrayList<>();
        for (Point point : scenario.points()) {
            for (Variant variant : scenario.variants()) {
                cells.add(cell(scenario, point, variant, cores, timing));
            }
        }
        return cells;
    }

    private static Plan.Cell cell(Scenario scenario, Point point, Variant variant, int cores, Timing timing) {
        Map<String, String> parameters = point.parameters().getOrDefault(variant.name(), Map.of());
        double delay = point.kinds().stream()
                .mapToDouble(k -> k.share() * TaskShape.delayNanos(k.steps(), point.backends()))
                .sum();
        int callsAtOnce = point.kinds().stream()
                .mapToInt(k -> TaskShape.callsAtOnce(k.steps()))
                .max()
                .orElse(0);
        int inFlight = point.load().inFlight();
        Integer set = point.connections().get(variant.name());
        int connections = set != null ? set : Math.max(1, Math.min(20_000, inFlight * Math.max(1, callsAtOnce)));
        String skipped = scenario.skips().stream()
                .filter(s -> s.covers(variant.name(), point.at()))
                .map(Scenario.Skip::because)
                .findFirst()
                .orElse("");
        return new Plan.Cell(
                id(variant.name(), point.at()),
                variant,
                point,
                parameters,
                connections,
                width(variant.model(), parameters, cores, callsAtOnce > 0 && set != null ? set / callsAtOnce : 0),
                timing.settleNanos(delay),
                timing.windowNanos(scenario, point, variant, delay),
                delay,
                skipped);
    }

    /// Tasks a variant serves at once by its own limits; 0 for no limit.
    private static int width(String model, Map<String, String> parameters, int cores, int byConnections) {
        int own = switch (model) {
            case "sequential" -> 1;
            case "platform-threads", "gil-threads" -> count(parameters.getOrDefault("threads", "0"), cores);
            case "processes" -> count(parameters.getOrDefault("workers", "0"), cores);
            case "reactor" -> count(parameters.getOrDefault("concurrency", "0"), cores);
            default -> 0;
        };
        return own == 0 ? byConnections : byConnections == 0 ? own : Math.min(own, byConnections);
    }

    private static int count(String text, int cores) {
        return switch (text) {
            case "cores" -> cores;
            case "unbounded", "per-task" -> 0;
            default -> Integer.parseInt(text);
        };
    }

    /// `pool-50` at `callers: 1000` is `pool-50@callers=1000`, every other character than `[A-Za-z0-9.=@-]` as `_`.
    private static String id(String variant, Map<String, String> at) {
        String axes = at.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replaceAll("[^A-Za-z0-9.-]", "_"))
                .collect(Collectors.joining("@"));
        return axes.isEmpty() ? variant : variant + "@" + axes;
    }

    private static double estimate(Scenario scenario, Profile profile, List<Plan.Cell> cells, int rounds) {
        double round = 0;
        boolean sharedStarts = false;
        for (Variant variant : scenario.variants()) {
            List<Plan.Cell> own = cells.stream()
                    .filter(c -> c.runs() && c.variant().name().equals(variant.name()))
                    .toList();
            boolean shared = variant.isolation() == Isolation.SHARED;
            int warmUps = variant.isolation() == Isolation.CELL ? own.size() : Math.min(1, own.size());
            int starts = shared && sharedStarts ? 0 : warmUps;
            sharedStarts |= shared && starts > 0;
            round += starts * START_SECONDS
                    + warmUps
                            * scenario.measure()
                                    .warmUp()
                                    .orElse(profile.warmUp())
                                    .toMillis()
                            / 1000.0;
            for (Plan.Cell cell : own) {
                // a turn that began before the window ends is waited for: two more delays
                round += CELL_SECONDS + (cell.settleNanos() + cell.windowNanos() + 2 * cell.delayNanos()) / 1e9;
            }
        }
        if (cells.stream().anyMatch(c -> c.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps())))) {
            round += REFERENCE_SECONDS;
        }
        return CALIBRATION_SECONDS + rounds * round;
    }

    private static int fewerRounds(
            Scenario scenario, Profile profile, List<Plan.Cell> cells, int least, int most, double budgetSeconds) {
        int rounds = most;
        while (rounds > least && estimate(scenario, profile, cells, rounds) > budgetSeconds) {
            rounds--;
        }
        return rounds;
    }

    /// Settle and window lengths: the file's where it asks for more than the profile, else the profile's.
    private record Timing(Measure measure, Profile profile) {

        long settleNanos(double delayNanos) {
            return Math.max(profile.settle().toNanos(), (long) (2 * delayNanos));
        }

        /// At least ten mean delays, and long enough for the percentiles the scenario speaks of.
        long windowNanos(Scenario scenario, Point point, Variant variant, double delayNanos) {
            long window = Math.max(
                    profile.window().toNanos(),
                    measure.duration().map(Duration::toNanos).orElse(0L));
            window = Math.max(window, (long) (10 * delayNanos));
            return Math.max(window, Percentiles.windowNanos(scenario, point, variant, delayNanos));
        }
    }
}
