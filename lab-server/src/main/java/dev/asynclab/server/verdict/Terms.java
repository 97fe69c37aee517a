package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Load;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Every limit of one cell as a rate. Sources: Little's law (callers, pools, connections), the utilisation law
/// (cores, loops, locks: rate x time held <= places).
final class Terms {

    private final Plan plan;
    private final Calibration calibration;
    private final CpuCost cpu;

    Terms(Plan plan, Calibration calibration, CpuCost cpu) {
        this.plan = plan;
        this.calibration = calibration;
        this.cpu = cpu;
    }

    /// All terms that apply, in the order a reader checks them.
    List<Term> of(Plan.Cell cell, Optional<Integer> round) {
        List<Term> terms = new ArrayList<>();
        boolean oneByOne = cell.variant().model().equals("sequential");
        Delays declared = Delays.declared(cell.point(), oneByOne);
        Delays real = new Delays(cell.point(), backend -> callNanos(cell, backend), oneByOne);
        StepTotals totals = new StepTotals(cell.point());
        if (cell.point().load() instanceof Load.Open open) {
            terms.add(plain(Term.Kind.OFFERED, "offered rate", open.ratePerSecond(), "offered " + rate(open), 0));
        }
        if (oneByOne) {
            addSequential(terms, cell, declared, real);
        } else {
            addCallers(terms, cell, declared, real);
            addSlots(terms, cell, declared, real);
        }
        addConnections(terms, cell, real);
        addPermits(terms, declared, real);
        addDeclaredLimits(terms, cell, totals);
        if (!totals.keepsResults()) {
            addCores(terms, cell);
        }
        addCompute(terms, cell, totals, round);
        addCapacity(terms, totals);
        return terms;
    }

    /// Declared delay and what one call costs beyond it when nothing else runs.
    private double callNanos(Plan.Cell cell, String backend) {
        Calibration.BackendCapacity capacity = calibration.backends().get(backend);
        double overhead = capacity == null ? 0 : StrictMath.max(0, capacity.overheadNanos());
        return Delays.declaredNanos(cell.point(), backend) + overhead;
    }

    private void addSequential(List<Term> terms, Plan.Cell cell, Delays declared, Delays real) {
        // CPU of calls is part of their overhead already; only computing comes on top.
        double compute = new StepTotals(cell.point()).computesAlways() ? cpu.computeNanos(cell) : 0;
        double nanos = real.taskNanos() + (Double.isFinite(compute) ? compute : 0);
        if (nanos > 0) {
            terms.add(new Term(
                    Term.Kind.CALLERS,
                    "one task / (delay + CPU)",
                    1e9 / nanos,
                    1e9 / declared.taskNanos(),
                    "1 task / " + Wording.duration(nanos),
                    1,
                    compute > real.taskNanos()));
        }
    }

    private static void addCallers(List<Term> terms, Plan.Cell cell, Delays declared, Delays real) {
        Load load = cell.point().load();
        String who = load instanceof Load.Closed ? "callers" : load instanceof Load.Batch ? "tasks" : "in flight";
        places(terms, Term.Kind.CALLERS, who, load.inFlight(), declared.taskNanos(), real.taskNanos(), "delay");
    }

    private void addSlots(List<Term> terms, Plan.Cell cell, Delays declared, Delays real) {
        Optional<Slots> slots = Slots.of(cell, plan.cores());
        if (slots.isPresent()) {
            Slots s = slots.get();
            places(terms, Term.Kind.POOL, s.what(), s.count(), declared.taskNanos(), real.taskNanos(), "delay");
        }
    }

    private static void addConnections(List<Term> terms, Plan.Cell cell, Delays real) {
        StepTotals totals = new StepTotals(cell.point());
        // A call that is given up lets go of its connection, sooner than it would have been answered.
        if (cell.connections() <= 0 || totals.timeouts() > 0) {
            return;
        }
        for (Map.Entry<String, Double> calls : totals.leastCalls().entrySet()) {
            double hold = calls.getValue() * Delays.declaredNanos(cell.point(), calls.getKey());
            double held = calls.getValue() * real.callNanosOf(calls.getKey());
            places(terms, Term.Kind.POOL, "connections", cell.connections(), hold, held, "hold");
        }
    }

    private static void addPermits(List<Term> terms, Delays declared, Delays real) {
        Map<String, Delays.Inside> floor = declared.limits();
        real.limits()
                .forEach((name, inside) -> places(
                        terms,
                        Term.Kind.POOL,
                        "permits",
                        inside.permits(),
                        floor.getOrDefault(name, inside).nanos(),
                        inside.nanos(),
                        "delay"));
    }

    private static void addDeclaredLimits(List<Term> terms, Plan.Cell cell, StepTotals totals) {
        totals.leastCalls().forEach((backend, calls) -> {
            BackendSpec spec = cell.point().backends().get(backend);
            OptionalInt most = spec == null ? OptionalInt.empty() : spec.maxConcurrent();
            double nanos = calls * Delays.declaredNanos(cell.point(), backend);
            if (most.isPresent() && nanos > 0 && totals.timeouts() == 0) {
                terms.add(plain(
                        Term.Kind.DECLARED,
                        "max-concurrent / call delay",
                        most.getAsInt() * 1e9 / nanos,
                        "max-concurrent " + most.getAsInt() + " / " + Wording.duration(nanos),
                        most.getAsInt()));
            }
        });
    }

    private void addCores(List<Term> terms, Plan.Cell cell) {
        double nanos = cpu.perTaskNanos(cell);
        if (nanos > 0) {
            terms.add(new Term(
                    Term.Kind.CORES,
                    "cores / CPU per task",
                    plan.cores() * 1e9 / nanos,
                    Double.POSITIVE_INFINITY,
                    Wording.plural(plan.cores(), "core") + " / " + Wording.duration(nanos),
                    plan.cores(),
                    true));
        }
    }

    private void addCompute(List<Term> terms, Plan.Cell cell, StepTotals totals, Optional<Integer> round) {
        boolean computes = totals.computesAlways();
        double compute = computes ? cpu.computeNanos(cell) : 0;
        double kernels = computes ? cpu.kernelPerSecond(cell, round) : Double.NaN;
        if (kernels > 0) {
            String text =
                    "kernels alone on " + Wording.plural(plan.cores(), "core") + " " + Wording.number(kernels) + "/s";
            terms.add(new Term(
                    Term.Kind.KERNEL,
                    "kernel rate on all cores",
                    kernels,
                    Double.POSITIVE_INFINITY,
                    text,
                    plan.cores(),
                    true));
        }
        int loops = Slots.loops(cell, plan.cores());
        double held = totals.blockNanos() + (Double.isFinite(compute) ? compute : 0);
        if (loops > 0 && held > 0) {
            terms.add(new Term(
                    Term.Kind.LOOPS,
                    "loops / time on the loop",
                    loops * 1e9 / held,
                    Double.POSITIVE_INFINITY,
                    Wording.plural(loops, "loop") + " / " + Wording.duration(held),
                    loops,
                    compute > totals.blockNanos()));
        }
        double locked = cell.variant().model().equals("gil-threads")
                ? compute
                : compute * totals.lockedComputes() / StrictMath.max(1, totals.computes());
        if (locked > 0) {
            terms.add(new Term(
                    Term.Kind.LOCK,
                    "one lock / time inside",
                    1e9 / locked,
                    Double.POSITIVE_INFINITY,
                    "1 lock / " + Wording.duration(locked),
                    1,
                    true));
        }
    }

    private void addCapacity(List<Term> terms, StepTotals totals) {
        totals.leastCalls().forEach((backend, calls) -> {
            Calibration.BackendCapacity capacity = calibration.backends().get(backend);
            if (capacity != null && capacity.capacityPerSecond() > 0) {
                double perSecond = capacity.capacityPerSecond() / calls;
                String text = "backend " + backend + " " + Wording.number(perSecond) + "/s";
                terms.add(plain(Term.Kind.BACKEND, "backend capacity", perSecond, text, 0));
            }
        });
    }

    private static void places(
            List<Term> terms, Term.Kind kind, String who, int count, double floor, double nanos, String what) {
        if (count > 0 && nanos > 0) {
            terms.add(new Term(
                    kind,
                    who + " / " + what,
                    count * 1e9 / nanos,
                    count * 1e9 / floor,
                    Wording.number(count) + " " + who + " / " + Wording.duration(nanos),
                    count,
                    false));
        }
    }

    private static Term plain(Term.Kind kind, String name, double perSecond, String text, double places) {
        return new Term(kind, name, perSecond, Double.POSITIVE_INFINITY, text, places, false);
    }

    private static String rate(Load.Open open) {
        return Wording.number(open.ratePerSecond()) + "/s";
    }
}
