package dev.asynclab.server.verdict;

import dev.asynclab.api.WarmUp;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.WarmUpPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the trials became warm, as stored.
final class WarmUps {

    private WarmUps() {}

    /// One entry for each cell of each trial, in the order they were measured; none for trials stored by a
    /// version that kept no warm-up.
    static List<WarmUp> of(Plan plan, List<TrialRecord> records) {
        List<WarmUp> all = new ArrayList<>();
        for (TrialRecord trial :
                records.stream().filter(r -> !TraceRound.isTrace(r)).toList()) {
            curves(trial)
                    .forEach((cell, points) -> all.add(new WarmUp(
                            cell,
                            trial.variant(),
                            trial.round(),
                            plan.warmUp().untilSteady()
                                    ? (Boolean) points.getLast().steady()
                                    : null,
                            points.stream().map(WarmUps::window).toList())));
        }
        return all;
    }

    /// Why a cell was not warm when its window opened; empty when it was, or when nobody looked.
    static Optional<String> neverSteady(Plan plan, TrialRecord trial, String cell) {
        List<WarmUpPoint> points = curves(trial).getOrDefault(cell, List.of());
        if (!plan.warmUp().untilSteady() || points.isEmpty() || points.getLast().steady()) {
            return Optional.empty();
        }
        double nanos = points.stream().mapToDouble(WarmUpPoint::nanos).sum();
        return Optional.of("still not steady after " + Wording.duration(nanos) + " of warming up");
    }

    private static Map<String, List<WarmUpPoint>> curves(TrialRecord trial) {
        FromTrial.Ready ready = trial.ready();
        List<WarmUpPoint> points = ready == null ? null : ready.warmUp();
        Map<String, List<WarmUpPoint>> curves = new LinkedHashMap<>();
        if (points != null) {
            points.forEach(p ->
                    curves.computeIfAbsent(p.cell(), c -> new ArrayList<>()).add(p));
        }
        return curves;
    }

    private static WarmUp.Window window(WarmUpPoint point) {
        Long cpu = point.cpuNanos();
        return new WarmUp.Window(
                point.nanos() / 1e9,
                point.tasks(),
                cpu == null || point.tasks() == 0 ? null : (Double) (cpu / 1e9 / point.tasks()),
                point.jitNanos() / 1e9,
                point.classesLoaded());
    }
}
