package dev.asynclab.scenario;

import dev.asynclab.api.DelaySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The forms of a backend's `delay`.
final class DelayForms {
    static final DelaySpec NONE = new DelaySpec.Fixed(Duration.ZERO);

    private static final Shape.Time TIME = Shape.time(Duration.ZERO);
    private static final Shape.Time POSITIVE = Shape.time(Duration.ofNanos(1));

    static final Block LOGNORMAL = Block.of(
            "lognormal",
            "Log-normal delays: most near the median, a long tail.",
            Key.required("median", POSITIVE, "50ms", "half of the answers are faster"),
            Key.required("p99", POSITIVE, "300ms", "one answer in a hundred is slower"));

    static final Block BLOCK = Block.of(
            "delay",
            "A distribution of delays: `uniform`, or `lognormal`, or `base` with `slow-share` and `slow`.",
            Key.optional("uniform", new Shape.ListOf(TIME), "", "[50ms, 150ms]", "evenly between two bounds"),
            Key.optional(
                    "lognormal",
                    new Shape.Nested("lognormal"),
                    "",
                    "{median: 50ms, p99: 300ms}",
                    "most near the median, a long tail"),
            Key.optional("base", TIME, "", "100ms", "the usual delay"),
            Key.optional("slow-share", new Shape.Percent(0, 100), "", "1%", "share of requests that are slow"),
            Key.optional("slow", TIME, "", "1s", "their delay"));

    static final Shape SHAPE = Shape.oneOf(TIME, new Shape.Nested("delay"));

    private final Findings findings;

    DelayForms(Findings findings) {
        this.findings = findings;
    }

    DelaySpec bind(Node node) {
        Optional<? extends DelaySpec> delay = node instanceof Node.Scalar scalar
                ? new Values(findings).time(scalar, "delay", TIME).map(DelaySpec.Fixed::new)
                : Fields.of(node, "delay", BLOCK, findings).flatMap(this::form);
        return delay.<DelaySpec>map(d -> d).orElse(NONE);
    }

    private Optional<DelaySpec> form(Fields f) {
        boolean mixture = List.of("base", "slow-share", "slow").stream()
                .anyMatch(k -> f.get(k).isPresent());
        long forms = List.of(f.get("uniform").isPresent(), f.get("lognormal").isPresent(), mixture).stream()
                .filter(present -> present)
                .count();
        if (forms != 1) {
            if (forms > 1 || !f.hasUnknownKey()) {
                findings.error(
                        "one-form",
                        f.node(),
                        "delay needs exactly one of uniform, lognormal, or base with slow-share and slow",
                        "for example `delay: 100ms` or `delay: {uniform: [50ms, 150ms]}`");
            }
            return Optional.empty();
        }
        if (f.get("uniform").isPresent()) {
            return uniform(f);
        }
        return mixture ? mixture(f) : f.get("lognormal").flatMap(this::logNormal);
    }

    private Optional<DelaySpec> uniform(Fields f) {
        var bounds = f.scalars("uniform").stream()
                .flatMap(s -> new Values(findings).time(s, "uniform", TIME).stream())
                .toList();
        Node node = f.get("uniform").orElse(f.node());
        if (node instanceof Node.Sequence(List<Node> items, Span _, String _) && items.size() != 2) {
            findings.error("wrong-type", node, "uniform needs two durations", "for example [50ms, 150ms]");
        } else if (bounds.size() == 2 && bounds.get(0).compareTo(bounds.get(1)) > 0) {
            findings.error("out-of-range", node, "uniform needs the shorter duration first", "swap the two");
        } else if (bounds.size() == 2) {
            return Optional.of(new DelaySpec.Uniform(bounds.get(0), bounds.get(1)));
        }
        return Optional.empty();
    }

    private Optional<DelaySpec> logNormal(Node node) {
        return Fields.of(node, "lognormal", LOGNORMAL, findings).flatMap(f -> {
            var median = f.time("median");
            var p99 = f.time("p99");
            if (median.isEmpty() || p99.isEmpty()) {
                return Optional.empty();
            }
            if (p99.get().compareTo(median.get()) < 0) {
                findings.error("out-of-range", f.keyNode("p99"), "p99 must not be below the median", "raise p99");
                return Optional.empty();
            }
            return Optional.of(new DelaySpec.LogNormal(median.get(), p99.get()));
        });
    }

    private Optional<DelaySpec> mixture(Fields f) {
        for (String key : List.of("base", "slow-share", "slow")) {
            if (f.get(key).isEmpty()) {
                findings.error(
                        "missing-key",
                        f.node(),
                        "delay needs `" + key + "` beside the others of base, slow-share and slow",
                        "for example {base: 100ms, slow-share: 1%, slow: 1s}");
            }
        }
        var base = f.time("base");
        var share = f.percent("slow-share");
        var slow = f.time("slow");
        return base.isPresent() && share.isPresent() && slow.isPresent()
                ? Optional.of(new DelaySpec.Mixture(base.get(), share.get(), slow.get()))
                : Optional.empty();
    }
}
