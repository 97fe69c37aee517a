package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.api.ResultDocument.Check;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.TimeSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What was checked about the measurement itself, in words with numbers: the line under every verdict.
final class Checks {

    /// How far the parts of a task's time may be from the whole.
    private static final double TIME_SPLIT = 0.02;

    private final Judgement judgement;

    Checks(Judgement judgement) {
        this.judgement = judgement;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(check("backend-saturated", backend()));
        checks.add(check("generator-late", generator()));
        checks.add(check("little", little()));
        checks.add(check("cpu-contended", host()));
        checks.add(check("throttled", "no container quota in the way"));
        checks.add(check("swap", "no swapping"));
        checks.add(check("clock", clocks()));
        checks.add(check("ports", "ports to spare"));
        checks.add(check("fd", "file descriptors to spare"));
        checks.add(check("protocol", protocol()));
        checks.add(check("loop-count", "every loop of a model takes tasks"));
        checks.add(check("errors", "no task failed in more than 0.1 % of cases"));
        checks.add(check("wrong-result", "every answer verified"));
        checks.add(check("did-not-finish", "every trial finished"));
        timeSplit().ifPresent(checks::add);
        new CanaryFaults(judgement.runs())
                .lost()
                .filter(_ -> judgement.plan().profile().care().canary())
                .map(how -> new Check("canary", false, how))
                .ifPresent(checks::add);
        new Pairs(judgement).resolution().check().ifPresent(checks::add);
        return checks;
    }

    private Check check(String code, String fine) {
        List<Validity.Finding> hits = judgement.validity().findings().stream()
                .filter(f -> f.code().equals(code))
                .toList();
        if (hits.isEmpty()) {
            return new Check(code, true, fine);
        }
        Validity.Finding first = hits.getFirst();
        String where = first.cell().variant().name()
                + (first.cell().point().at().isEmpty()
                        ? ""
                        : " at " + CellResults.label(first.cell().point().at()));
        return new Check(
                code,
                false,
                where + ", " + round(first.round()) + ": " + first.evidence()
                        + (hits.size() > 1 ? " (" + hits.size() + " windows in all)" : ""));
    }

    /// Rounds of a search are numbered by stage and phase, which says nothing to a reader.
    private static String round(int number) {
        return SearchRounds.isSearch(number) ? "a round of the search" : "round " + number;
    }

    /// Whether queue, wait and run, each measured, make up the whole, which is measured too.
    private Optional<Check> timeSplit() {
        return max(entries()
                        .map(Observations.Entry::measurement)
                        .filter(Objects::nonNull)
                        .map(Measurement::split)
                        .filter(Objects::nonNull)
                        .filter(s -> s.tasks() > 0)
                        .mapToDouble(TimeSplit::deviation))
                .map(worst -> new Check(
                        "time-split",
                        worst <= TIME_SPLIT,
                        "queue, wait and run add up to the whole within "
                                + Wording.number(StrictMath.max(0.1, StrictMath.ceil(worst * 1000) / 10)) + " %"));
    }

    private String backend() {
        BackendFaults faults = new BackendFaults(judgement.runs(), judgement.bounds(), judgement.calibration());
        return max(windows().mapToDouble(faults::load))
                .map(busiest -> "backend " + Wording.percent(busiest) + " busy")
                .orElse("no backend was called");
    }

    private String generator() {
        boolean open = judgement.plan().cells().stream().anyMatch(c -> c.point().load() instanceof Load.Open);
        return open ? "generator on time" : "generator on time: callers start when they are free";
    }

    private String protocol() {
        return windows().anyMatch(w -> w.protocols() != null)
                ? "HTTP/1.1 on every connection"
                : "no call's protocol was recorded";
    }

    private String little() {
        return max(windows()
                        .filter(LoadFaults::settled)
                        .mapToDouble(w -> StrictMath.abs(LoadFaults.littleRatio(w) - 1)))
                .map(worst ->
                        "Little's law within " + Wording.number(StrictMath.max(1, StrictMath.ceil(worst * 100))) + " %")
                .orElse("no window long enough for Little's law; no bound exceeded");
    }

    private String clocks() {
        return new CanaryFaults(judgement.runs())
                .largestSpeedChange()
                .map(most -> "clocks agree; the canary's CPU time between trials stayed within " + Wording.percent(most)
                        + " of its median")
                .orElse("clocks agree");
    }

    private String host() {
        return foreign()
                + new CanaryFaults(judgement.runs())
                        .largestWallChange()
                        .map(most -> "; the canary's wall time before and after a trial differed by up to "
                                + Wording.percent(most))
                        .orElse("");
    }

    private String foreign() {
        return max(hosts().mapToDouble(h -> {
                    Double foreign = h.foreignShare();
                    return foreign == null ? Double.NaN : foreign;
                }))
                .map(foreign -> foreign <= Contention.FOREIGN_FOR_CPU
                        ? "host quiet"
                        : "host busy (foreign up to " + Wording.percent(foreign)
                                + "), but nothing judged depends on it")
                .orElse("foreign CPU cannot be read here");
    }

    private static Optional<Double> max(DoubleStream values) {
        return values.filter(Double::isFinite).boxed().max(Double::compare);
    }

    private Stream<Observations.Entry> entries() {
        return judgement.plan().cells().stream()
                .filter(Plan.Cell::runs)
                .flatMap(c -> judgement.runs().rounds().stream().flatMap(r -> judgement.runs().entry(c, r).stream()));
    }

    private Stream<TrialRecord.HostWindow> hosts() {
        return entries().map(Observations.Entry::host).filter(Objects::nonNull);
    }

    private Stream<TrialRecord.BackendWindow> windows() {
        return entries()
                .map(Observations.Entry::record)
                .filter(Objects::nonNull)
                .flatMap(r -> r.backends().stream());
    }
}
