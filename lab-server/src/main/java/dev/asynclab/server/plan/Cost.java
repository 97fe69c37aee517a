package dev.asynclab.server.plan;

import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Variant;
import java.util.List;

/// What the parts of a run are expected to take, before one of them has been seen.
///
/// The constants are those of a shared machine of two cores; a real run replaces the estimate after its first
/// round.
final class Cost {

    /// Start of a trial process until its model stands, its first task, and its end.
    private static final double START_SECONDS = 0.7;

    /// What a cell takes besides settling and its window: counters, memory readings, the drain.
    private static final double CELL_SECONDS = 0.3;

    /// Bringing backends up and calibrating them, their warm-up apart.
    private static final double CALIBRATION_SECONDS = 3.4;

    /// The kernel's reference rate, once a round.
    private static final double REFERENCE_SECONDS = 0.4;

    /// A quiet machine is known to be quiet after one look.
    private static final double LOOK_SECONDS = 1;

    /// Start of the canary and its first four runs.
    private static final double CANARY_START_SECONDS = 1.5;

    /// The canary before and after a trial.
    private static final double CANARY_SECONDS = 0.6;

    private Cost() {}

    /// Seconds of a run: what happens once, and its rounds.
    static double seconds(Profile profile, Plan.WarmUp warmUp, List<Plan.Cell> cells, int rounds) {
        return once(profile, cells) + rounds * round(profile, warmUp, cells);
    }

    /// Before the first round; without backends there are none to bring up.
    static double once(Profile profile, List<Plan.Cell> cells) {
        double canary = profile.care().canary() ? CANARY_START_SECONDS : 0;
        return callsBackends(cells)
                ? canary + CALIBRATION_SECONDS + profile.care().backendWarmUp().toMillis() / 1000.0
                : canary;
    }

    static double round(Profile profile, Plan.WarmUp warmUp, List<Plan.Cell> cells) {
        double seconds = profile.care().quiet().isZero() ? 0 : LOOK_SECONDS;
        if (callsBackends(cells)) {
            seconds += profile.care().recheck().toMillis() / 1000.0;
        }
        for (Variant variant : cells.stream().map(Plan.Cell::variant).distinct().toList()) {
            seconds += variant(profile, variant, warmUp, cells);
        }
        seconds -= START_SECONDS * Math.max(0, sharing(cells) - 1);
        boolean computes =
                cells.stream().anyMatch(c -> c.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps())));
        return computes ? seconds + REFERENCE_SECONDS : seconds;
    }

    /// A trial apart from its cells: its process until it measures, and the canary around it.
    static double start(Profile profile, Plan.WarmUp warmUp) {
        return START_SECONDS + warmUp.expectedSeconds() + (profile.care().canary() ? CANARY_SECONDS : 0);
    }

    private static double variant(Profile profile, Variant variant, Plan.WarmUp warmUp, List<Plan.Cell> cells) {
        List<Plan.Cell> own = cells.stream()
                .filter(c -> c.runs() && c.variant().equals(variant))
                .toList();
        int processes = variant.isolation() == Isolation.CELL ? own.size() : Math.min(1, own.size());
        double seconds = processes * start(profile, warmUp);
        for (Plan.Cell cell : own) {
            seconds += warmUp.extraSeconds(cell, own.size() / processes);
            // a turn that began before the window ends is waited for: two more delays
            seconds += CELL_SECONDS + (cell.settleNanos() + cell.windowNanos() + 2 * cell.delayNanos()) / 1e9;
        }
        return seconds;
    }

    /// Variants that share one process, which is started once.
    private static long sharing(List<Plan.Cell> cells) {
        return cells.stream()
                .filter(Plan.Cell::runs)
                .map(Plan.Cell::variant)
                .filter(v -> v.isolation() == Isolation.SHARED)
                .distinct()
                .count();
    }

    private static boolean callsBackends(List<Plan.Cell> cells) {
        return cells.stream().anyMatch(c -> c.runs() && !c.point().backends().isEmpty());
    }
}
