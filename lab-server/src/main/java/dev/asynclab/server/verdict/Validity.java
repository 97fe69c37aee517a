package dev.asynclab.server.verdict;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which figures may be believed: every flag of every cell and round, with its evidence.
///
/// A fault of the environment voids its round at that sweep point for all models, since rounds are
/// compared as a
/// whole. What a model causes is its result and removes nothing: leaving it out would hide what the lab
/// is there
/// to show.
public final class Validity {

    /// Rounds that may be void before a cell is.
    static final double VOID_SHARE = 0.3;
    /// A flag stands on a cell when it fired in more rounds than this.
    static final double FLAG_SHARE = 0.1;
    /// How often a void round is tried again.
    static final int REPEATS = 2;

    /// A flag that fired, and why.
    record Finding(String code, Plan.Cell cell, int round, boolean causedByModel, String evidence) {
        boolean voids() {
            return !causedByModel && !code.equals("cpu-contended");
        }
    }

    private interface Rule {
        Optional<String> evidence(Plan.Cell cell, int round);
    }

    private final Observations runs;
    private final Contention contention;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Map.Entry<Map<String, String>, Integer>, Finding> faults = new LinkedHashMap<>();

    Validity(Observations runs, Bounds bounds, Calibration calibration) {
        this.runs = runs;
        this.contention = new Contention(runs, bounds);
        Map<String, Rule> rules = rules(runs, bounds, calibration);
        for (Plan.Cell cell : runs.plan().cells()) {
            for (int round : runs.rounds()) {
                rules.forEach((code, rule) -> rule.evidence(cell, round)
                        .ifPresent(e -> findings.add(new Finding(code, cell, round, causedByModel(code), e))));
            }
        }
        findings.stream()
                .filter(Finding::voids)
                .forEach(f -> faults.putIfAbsent(Map.entry(f.cell().point().at(), f.round()), f));
    }

    private Map<String, Rule> rules(Observations runs, Bounds bounds, Calibration calibration) {
        HostFaults host = new HostFaults(runs);
        LoadFaults load = new LoadFaults(runs, bounds);
        ProcessFaults process = new ProcessFaults(runs);
        ModelFlags model = new ModelFlags(runs, bounds);
        RuntimeFlags runtime = new RuntimeFlags(runs, bounds);
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("backend-saturated", new BackendFaults(runs, bounds, calibration)::saturated);
        rules.put("generator-late", load::generatorLate);
        rules.put("little", load::little);
        rules.put("cpu-contended", this::contended);
        rules.put("throttled", host::throttled);
        rules.put("clock", (cell, round) -> host.clock(cell, round).or(() -> contention.otherSpeed(cell, round)));
        rules.put("swap", host::swap);
        rules.put("ports", process::ports);
        rules.put("fd", process::fd);
        rules.put("protocol", process::protocol);
        rules.put("loop-count", process::loopCount);
        rules.put("pool-limited", model::poolLimited);
        rules.put("errors", model::errors);
        rules.put("wrong-result", model::wrongResult);
        rules.put("gc-thrash", runtime::gcThrash);
        rules.put("did-not-finish", model::didNotFinish);
        rules.put("not-ended", model::notEnded);
        rules.put("not-steady", runtime::notSteady);
        rules.put("not-settled", model::notSettled);
        rules.put("pinned", runtime::pinned);
        rules.put("loop-blocked", model::loopBlocked);
        return rules;
    }

    private Optional<String> contended(Plan.Cell cell, int round) {
        Metric primary = runs.plan().scenario().measure().primary();
        return contention
                .spoils(primary, cell, round)
                .map(foreign -> "other programs took " + Wording.percent(foreign) + " of the CPU")
                .or(() -> contention.disturbs(primary, cell, round));
    }

    private static boolean causedByModel(String code) {
        return Catalogue.flags().stream().anyMatch(f -> f.id().equals(code) && f.causedByModel());
    }

    List<Finding> findings() {
        return findings;
    }

    Contention contention() {
        return contention;
    }

    /// Whether an environment fault voids this round for every model at the cell's sweep point.
    boolean isVoid(Plan.Cell cell, int round) {
        return fault(cell, round).isPresent();
    }

    private Optional<Finding> fault(Plan.Cell cell, int round) {
        return Optional.ofNullable(faults.get(Map.entry(cell.point().at(), round)));
    }

    /// Why a cell is void: more than 30 % of its rounds are.
    Optional<String> voidReason(Plan.Cell cell) {
        List<Integer> observed = observed(cell);
        List<Finding> hits =
                observed.stream().flatMap(r -> fault(cell, r).stream()).toList();
        return observed.isEmpty() || hits.size() <= VOID_SHARE * observed.size()
                ? Optional.empty()
                : Optional.of(hits.getFirst().code() + " in " + hits.size() + " of " + observed.size() + " rounds: "
                        + hits.getFirst().evidence());
    }

    private List<Integer> observed(Plan.Cell cell) {
        return runs.rounds().stream()
                .filter(r -> runs.entry(cell, r).isPresent())
                .toList();
    }

    /// Share of a cell's rounds in which a flag fired; empty when the cell was never observed.
    Optional<Double> share(Plan.Cell cell, String code) {
        List<Integer> observed = observed(cell);
        long fired = findings.stream()
                .filter(f -> f.code().equals(code) && f.cell().id().equals(cell.id()))
                .count();
        return observed.isEmpty() ? Optional.empty() : Optional.of((double) fired / observed.size());
    }

    /// The flags that stand on a cell, in the catalogue's order.
    List<String> flags(Plan.Cell cell) {
        return Catalogue.flags().stream()
                .map(Catalogue.Flag::id)
                .filter(id -> share(cell, id).orElse(0.0) > FLAG_SHARE
                        || (neverForgiven(id) && share(cell, id).orElse(0.0) > 0))
                .toList();
    }

    private static boolean neverForgiven(String code) {
        return code.equals("wrong-result") || code.equals("did-not-finish");
    }

    /// Why a model cannot win in a cell: it did not deliver what the metric counts.
    Optional<String> cannotWin(Plan.Cell cell) {
        double errors = runs.median(
                r -> runs.measurement(cell, r).map(ModelFlags::errorShare).orElse(Double.NaN));
        if (errors > ModelFlags.TOO_MANY_ERRORS) {
            return Optional.of(Wording.percent(errors) + " of its tasks failed");
        }
        return findings.stream()
                .filter(f -> f.cell().id().equals(cell.id()) && neverForgiven(f.code()))
                .findFirst()
                .map(f -> (f.code().equals("wrong-result") ? "it returned wrong results" : "it did not finish") + " ("
                        + f.evidence() + ")");
    }

    /// The rounds to queue again at the end of a run: void for a reason of the environment that may pass.
    /// Contention is left to the rounds still to come, and a fault that hit every round of its sweep
    /// point would
    /// only hit again.
    ///
    /// @param repeats for each round queued so far as a repeat, the round it stands in for
    public static List<Integer> roundsToRepeat(
            Plan plan, List<TrialRecord> records, Calibration calibration, Map<Integer, Integer> repeats) {
        Observations runs = new Observations(plan, SearchRounds.ordinary(records));
        Validity validity = new Validity(runs, new Bounds(runs, calibration), calibration);
        return runs.rounds().stream()
                .filter(r -> !repeats.containsValue(r) && attempts(r, repeats) < REPEATS)
                .filter(r ->
                        validity.findings.stream().anyMatch(f -> f.voids() && f.round() == r && !validity.lasting(f)))
                .toList();
    }

    private static int attempts(int round, Map<Integer, Integer> repeats) {
        int attempts = 0;
        Integer original = repeats.get(round);
        while (original != null && attempts <= REPEATS) {
            attempts++;
            original = repeats.get(original);
        }
        return attempts;
    }

    private boolean lasting(Finding finding) {
        List<Integer> observed = observed(finding.cell());
        return observed.size() > 1 && share(finding.cell(), finding.code()).orElse(0.0) == 1;
    }
}
