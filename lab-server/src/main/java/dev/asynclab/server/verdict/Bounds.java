package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How fast a cell could be on this machine, from the file and the calibration: the figure printed beside every
/// measured one.
///
/// A rate is bounded by the smallest term; the wall time of N tasks by the largest of N / term, where a pool of
/// P needs ceil(N / P) whole turns.
final class Bounds {

    /// A bound with its terms; `binding` is the one that decides.
    record Bound(Metric metric, double value, Term binding, List<Term> terms, String formula) {

        ResultDocument.BoundValue document() {
            return new ResultDocument.BoundValue(metric.id(), value, formula, binding.name());
        }

        /// Measured against possible, 1 is perfect; times are turned round.
        double efficiency(double measured) {
            return metric.better() == Metric.Better.HIGHER ? measured / value : value / measured;
        }
    }

    private final Observations runs;
    private final Terms terms;
    private final CpuCost cpu;
    private final Map<String, List<Term>> known = new LinkedHashMap<>();

    Bounds(Observations runs, Calibration calibration) {
        this.runs = runs;
        this.cpu = new CpuCost(runs, calibration);
        this.terms = new Terms(runs.plan(), calibration, cpu);
    }

    CpuCost cpu() {
        return cpu;
    }

    /// The bound of the load's own figure: the wall time of a batch, else the throughput.
    Optional<Bound> of(Plan.Cell cell) {
        return of(cell, ownMetric(cell), Optional.empty());
    }

    static Metric ownMetric(Plan.Cell cell) {
        return cell.point().load() instanceof Load.Batch ? Metric.WALL : Metric.THROUGHPUT;
    }

    /// The bound of a metric; with a round, the kernels' rate is that round's own.
    Optional<Bound> of(Plan.Cell cell, Metric metric, Optional<Integer> round) {
        if (metric == Metric.SLOW_SHARE) {
            return slowShare(cell);
        }
        if (metric != Metric.WALL && metric != Metric.THROUGHPUT && metric != Metric.GOODPUT) {
            return Optional.empty();
        }
        List<Term> all = known.computeIfAbsent(cell.id() + " " + round, k -> terms.of(cell, round));
        return cell.point().load() instanceof Load.Batch(int tasks)
                ? batch(cell, metric, tasks, all)
                : rate(metric, all);
    }

    private Optional<Bound> rate(Metric metric, List<Term> all) {
        return metric == Metric.WALL
                ? Optional.empty()
                : all.stream()
                        .min(Comparator.comparingDouble(Term::perSecond))
                        .map(binding ->
                                new Bound(metric, binding.perSecond(), binding, all, rateFormula(binding, all)));
    }

    private static String rateFormula(Term binding, List<Term> all) {
        String min = all.size() == 1
                ? binding.text()
                : all.stream().map(Term::text).collect(Collectors.joining(", ", "min(", ")"));
        // At an offered rate the question is how busy that keeps whatever comes next.
        return binding.kind() != Term.Kind.OFFERED
                ? min
                : all.stream()
                        .filter(t -> t.kind() != Term.Kind.OFFERED)
                        .min(Comparator.comparingDouble(Term::perSecond))
                        .map(next -> min + ", utilisation " + Wording.percent(binding.perSecond() / next.perSecond())
                                + " of " + next.name())
                        .orElse(min);
    }

    private Optional<Bound> batch(Plan.Cell cell, Metric metric, int tasks, List<Term> all) {
        boolean wholeTurns = Delays.declared(cell.point(), false).deviationNanos() == 0;
        Optional<Term> slowest = all.stream().max(Comparator.comparingDouble(t -> seconds(t, tasks, wholeTurns)));
        return slowest.map(binding -> {
            double wall = seconds(binding, tasks, wholeTurns);
            String max = all.stream().map(t -> turns(t, tasks)).collect(Collectors.joining(", ", "max(", ")"));
            return metric == Metric.WALL
                    ? new Bound(metric, wall, binding, all, max)
                    : new Bound(metric, tasks / wall, binding, all, tasks + " tasks / " + max);
        });
    }

    /// Seconds `tasks` take at least under one term. Tasks that all take equally long leave a pool in whole
    /// turns.
    private static double seconds(Term term, int tasks, boolean wholeTurns) {
        if (wholeTurns && term.oneTaskPerPlace()) {
            double turnSeconds = term.places() / term.perSecond();
            return StrictMath.ceil(tasks / term.places()) * turnSeconds;
        }
        return tasks / term.perSecond();
    }

    private static String turns(Term term, int tasks) {
        return Wording.number(tasks) + " / (" + term.text() + ")";
    }

    /// Of n calls at least one is slow with probability 1 - (1 - p)^n.
    private static Optional<Bound> slowShare(Plan.Cell cell) {
        double allFast = 1;
        double most = 0;
        StringBuilder formula = new StringBuilder("1");
        for (Map.Entry<String, Double> calls :
                new StepTotals(cell.point()).leastCalls().entrySet()) {
            BackendSpec spec = cell.point().backends().get(calls.getKey());
            if (spec != null && spec.delay() instanceof DelaySpec.Mixture mixture) {
                allFast *= StrictMath.pow(1 - mixture.slowShare(), calls.getValue());
                most = StrictMath.max(most, calls.getValue());
                formula.append(formula.length() == 1 ? " - " : " x ")
                        .append("(1 - ")
                        .append(Wording.number(mixture.slowShare()))
                        .append(")^")
                        .append(Wording.number(calls.getValue()));
            }
        }
        double share = 1 - allFast;
        Term binding =
                new Term(Term.Kind.DECLARED, "slow share of a call", share, Double.POSITIVE_INFINITY, "", most, false);
        return share > 0
                ? Optional.of(new Bound(Metric.SLOW_SHARE, share, binding, List.of(binding), formula.toString()))
                : Optional.empty();
    }

    /// Measured over possible in one round; NaN when either is unknown.
    double efficiency(Plan.Cell cell, int round) {
        Metric metric = ownMetric(cell);
        Double measured = MetricValues.basic(runs, metric, cell, round);
        return measured == null
                ? Double.NaN
                : of(cell, metric, Optional.of(round))
                        .map(b -> b.efficiency(measured))
                        .orElse(Double.NaN);
    }
}
