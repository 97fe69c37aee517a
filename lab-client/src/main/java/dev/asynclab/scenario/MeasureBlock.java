package dev.asynclab.scenario;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Comparisons;
import dev.asynclab.api.Load;
import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Pair;
import dev.asynclab.api.Scenario.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// `measure:`: how to measure; what is left out comes from the profile.
final class MeasureBlock {
    static final Shape.Choice ISOLATION = Shape.choice("process", "cell", "shared");

    static final Block BLOCK = Block.of(
            "measure",
            "How to measure. What is left out comes from the profile.",
            Key.optional(
                    "primary",
                    new Shape.Choice(Metric.ids()),
                    "wall (batch), throughput (closed), latency.p99 (open)",
                    "latency.p99",
                    "the one metric the models are compared by"),
            Key.optional("rounds", Shape.count(1, 1000), "the profile's", "12", "how often everything is measured"),
            Key.optional(
                    "warm-up",
                    Shape.time(Duration.ZERO),
                    "the profile's",
                    "2s",
                    "work before the first measured window of a process"),
            Key.optional(
                    "duration", Shape.time(Duration.ofMillis(1)), "the profile's", "2s", "length of a measured window"),
            Key.optional(
                    "margin",
                    new Shape.Percent(0.1, 100),
                    "the profile's",
                    "5%",
                    "smallest difference that matters; a smaller one is a tie"),
            Key.optional(
                    "isolation",
                    ISOLATION,
                    "process",
                    "cell",
                    "`process`: a fresh process per model and round; `cell`: one per sweep point too; `shared`: one for"
                            + " all models, in file order, which no pair verdict accepts"),
            Key.optional("seed", Shape.count(0, Long.MAX_VALUE), "drawn per run", "42", "start of all random draws"));

    private final Findings findings;

    MeasureBlock(Findings findings) {
        this.findings = findings;
    }

    /// Measuring as the file asks for it.
    ///
    /// @param load the load, when it could be read: it decides the default of `primary`
    Measure bind(Optional<Node> node, Optional<Load> load) {
        return node.flatMap(n -> Fields.of(n, "measure", BLOCK, findings))
                .map(f -> new Measure(
                        f.choice("primary").flatMap(Metric::of).orElse(primary(load)),
                        f.number("rounds"),
                        f.time("warm-up"),
                        f.time("duration"),
                        f.percent("margin"),
                        f.scalar("isolation")
                                .flatMap(s -> isolation(s, findings))
                                .orElse(Isolation.PROCESS),
                        f.count("seed")))
                .orElseGet(() -> new Measure(
                        primary(load),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Isolation.PROCESS,
                        OptionalLong.empty()));
    }

    /// Fewer rounds than the comparisons need can never give a verdict, whatever is measured.
    static void checkRounds(
            Node measure,
            Measure how,
            List<Variant> variants,
            List<Pair> compare,
            List<Claim> claims,
            Findings findings) {
        int needed = Comparisons.rounds(variants, compare, claims);
        if (how.rounds().isPresent() && how.rounds().getAsInt() < needed && measure instanceof Node.Mapping mapping) {
            int pairs = Comparisons.pairs(variants, compare).size();
            int judged = Comparisons.intervalClaims(claims);
            mapping.get("rounds")
                    .ifPresent(at -> findings.error(
                            "too-few-rounds",
                            at,
                            "rounds is %d; %d pairs of models and %d claims need at least %d for an exact interval"
                                    .formatted(how.rounds().getAsInt(), pairs, judged, needed),
                            "write at least " + needed + ", or leave rounds to the profile"));
        }
    }

    private static Metric primary(Optional<Load> load) {
        return load.map(l -> switch (l) {
                    case Load.Batch _ -> Metric.WALL;
                    case Load.Closed _ -> Metric.THROUGHPUT;
                    case Load.Open _ -> Metric.LATENCY_P99;
                })
                .orElse(Metric.THROUGHPUT);
    }

    static Optional<Isolation> isolation(Node.Scalar node, Findings findings) {
        var word = new Values(findings).choice(node, "isolation", ISOLATION.words());
        return word.map(w -> Isolation.valueOf(w.toUpperCase(Locale.ROOT)));
    }
}
