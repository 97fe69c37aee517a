package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A figure worked out as a student would, with what stands in the file: declared delays without any measured
/// overhead wherever arithmetic alone decides, and this machine's own rates where it does not.
final class ByHand {

    private final Judgement judgement;

    ByHand(Judgement judgement) {
        this.judgement = judgement;
    }

    /// A computation.
    ///
    /// @param text `50 threads / 100 ms = 500/s; min(callers, threads) / delay`
    /// @param words `50 threads, each free again every 100 ms`; null where the computation says it already
    record Computation(String text, @Nullable String words) {}

    /// Nothing where no formula leads to the metric.
    Optional<Computation> of(Plan.Cell cell, Metric metric) {
        return switch (metric) {
            case THROUGHPUT, GOODPUT, WALL, SLOW_SHARE ->
                judgement.bounds().of(cell, metric, Optional.empty()).map(b -> of(cell, b));
            case LATENCY_MEAN, LATENCY_P50 ->
                judgement.bounds().of(cell, Metric.THROUGHPUT, Optional.empty()).flatMap(b -> latency(cell, b));
            case CPU_CORES -> cores(cell);
            default -> Optional.empty();
        };
    }

    private static Computation of(Plan.Cell cell, Bounds.Bound bound) {
        return switch (bound.metric()) {
            case SLOW_SHARE ->
                new Computation(
                        bound.formula() + " = " + Wording.percent(bound.value()),
                        bound.binding().name());
            case WALL -> wall(cell, bound);
            default -> rate(bound);
        };
    }

    private static Computation rate(Bounds.Bound bound) {
        Term term = bound.binding();
        String formula = "; " + symbols(bound);
        if (arithmetic(term)) {
            return new Computation(division(term) + " = " + perSecond(term.ceilingPerSecond()) + formula, words(term));
        }
        // Some terms are a rate by themselves: `offered 500/s`.
        String value = term.text().endsWith("/s") ? "" : " = " + perSecond(bound.value());
        return new Computation(term.text() + value + formula, null);
    }

    private static Computation wall(Plan.Cell cell, Bounds.Bound bound) {
        Term term = bound.binding();
        int tasks = cell.point().load().inFlight();
        if (arithmetic(term) && term.oneTaskPerPlace()) {
            double turns = StrictMath.ceil(tasks / term.places());
            double nanos = heldNanos(term);
            String text = "ceil(" + Wording.number(tasks) + " / " + Wording.number(term.places()) + ") x "
                    + Wording.duration(nanos) + " = " + Wording.duration(turns * nanos) + "; ceil(tasks / "
                    + places(term) + ") x delay";
            return new Computation(text, Wording.plural((long) turns, "turn") + " of " + Wording.duration(nanos));
        }
        double perSecond = arithmetic(term) ? term.ceilingPerSecond() : term.perSecond();
        String rate = arithmetic(term) ? division(term) : term.text();
        String text = Wording.number(tasks) + " tasks / (" + rate + ") = " + Wording.duration(tasks * 1e9 / perSecond)
                + "; tasks / (" + term.name() + ")";
        return new Computation(text, null);
    }

    /// Little's law turned round: callers that never rest spend N / X in the system.
    private static Optional<Computation> latency(Plan.Cell cell, Bounds.Bound bound) {
        if (!(cell.point().load() instanceof Load.Closed(int callers))) {
            return Optional.empty();
        }
        Term term = bound.binding();
        double perSecond = arithmetic(term) ? term.ceilingPerSecond() : bound.value();
        String text = Wording.number(callers) + " callers / (" + perSecond(perSecond) + ") = "
                + Wording.duration(callers * 1e9 / perSecond) + "; callers / throughput";
        return Optional.of(new Computation(text, null));
    }

    private Optional<Computation> cores(Plan.Cell cell) {
        int all = judgement.plan().cores();
        int loops = Slots.loops(cell, all);
        return loops == 0
                ? Optional.empty()
                : Optional.of(new Computation(
                        "min(" + Wording.plural(loops, "loop") + ", " + Wording.plural(all, "core") + ") = "
                                + StrictMath.min(loops, all) + "; min(loops, cores)",
                        "a loop is one thread, and a thread runs on one core at a time"));
    }

    /// Whether the figure follows from the file alone.
    private static boolean arithmetic(Term term) {
        return term.exact() && !term.cpu() && Double.isFinite(term.ceilingPerSecond());
    }

    private static double heldNanos(Term term) {
        return term.places() * 1e9 / term.ceilingPerSecond();
    }

    private static String division(Term term) {
        return counted(term) + " / " + Wording.duration(heldNanos(term));
    }

    /// `threads` of `threads / delay`.
    private static String places(Term term) {
        int slash = term.name().indexOf(" / ");
        String what = slash < 0 ? term.name() : term.name().substring(0, slash);
        return what.equals("one task") ? "task" : what;
    }

    /// `50 threads`, `1 thread`.
    private static String counted(Term term) {
        String what = places(term);
        boolean single = term.places() == 1 && what.endsWith("s");
        return Wording.number(term.places()) + " " + (single ? what.substring(0, what.length() - 1) : what);
    }

    private static @Nullable String words(Term term) {
        String time = Wording.duration(heldNanos(term));
        String places = counted(term);
        return switch (places(term)) {
            case "callers", "tasks", "in flight" -> places + ", each waiting " + time;
            case "connections", "permits" -> places + ", each held for " + time;
            case "task" -> "one task after the other, each " + time;
            default -> places + ", each free again every " + time;
        };
    }

    /// The formula in names: all that divide by the same time share it.
    private static String symbols(Bounds.Bound bound) {
        Term binding = bound.binding();
        int slash = binding.name().indexOf(" / ");
        if (!arithmetic(binding) || slash < 0) {
            return binding.name();
        }
        String time = binding.name().substring(slash);
        List<String> names = bound.terms().stream()
                .filter(t -> arithmetic(t) && t.name().endsWith(time))
                .map(ByHand::places)
                .distinct()
                .toList();
        return names.size() == 1
                ? binding.name()
                : names.stream().collect(Collectors.joining(", ", "min(", ")")) + time;
    }

    private static String perSecond(double value) {
        return Wording.number(value) + "/s";
    }
}
