package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.KernelKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Steps of a task at one sweep point.
final class StepsBlock {
    private final Collection<String> backends;
    private final Map<String, String> at;
    private final AxisNames axes;
    private final Findings findings;

    /// @param backends names of the file's backends
    /// @param at the sweep point
    StepsBlock(Collection<String> backends, Map<String, String> at, AxisNames axes, Findings findings) {
        this.backends = backends;
        this.at = at;
        this.axes = axes;
        this.findings = findings;
    }

    /// The steps that exist at this point, in order.
    List<StepSpec> steps(Node node, String what) {
        return Fields.list(node, what, findings).stream()
                .flatMap(item -> step(item).stream())
                .toList();
    }

    private List<StepSpec> body(Fields f, String what) {
        return f.get("steps").map(n -> steps(n, what + " steps")).orElse(List.of());
    }

    private Optional<StepSpec> step(Node node) {
        var mapping = Fields.mapping(node, "a step", StepForms.CONTENT, findings);
        return mapping.flatMap(this::word).flatMap(word -> {
            boolean exists = mapping.get().get("when").map(this::holds).orElse(true);
            return exists ? bind(word) : Optional.empty();
        });
    }

    private boolean holds(Node when) {
        return axes.lists(when, List.of()).entrySet().stream()
                .allMatch(e -> Optional.ofNullable(at.get(e.getKey()))
                        .filter(e.getValue()::contains)
                        .isPresent());
    }

    /// The one entry that says what the step does.
    private Optional<Node.Entry> word(Node.Mapping step) {
        var words = step.entries().values().stream()
                .filter(e -> !e.key().text().equals("when") && !e.key().text().startsWith("x-"))
                .toList();
        var known = words.stream()
                .filter(e -> StepForms.words().contains(e.key().text()))
                .toList();
        words.stream().filter(e -> !known.contains(e)).forEach(e -> unknown(e.key()));
        if (known.size() > 1) {
            findings.error(
                    "one-form",
                    known.get(1).key(),
                    "a step does one thing (found " + known.get(0).key().text() + " and "
                            + known.get(1).key().text() + ")",
                    "start the second one with a hyphen of its own");
        } else if (words.isEmpty()) {
            findings.error(
                    "missing-key", step, "this step does nothing", "add one of " + Spelling.or(StepForms.words()));
        }
        return known.stream().findFirst();
    }

    private void unknown(Node.Scalar word) {
        if (StepForms.LATER.contains(word.text())) {
            findings.error(
                    "not-yet",
                    word,
                    "the step `" + word.text() + "` is not run by this version",
                    "this version runs " + Spelling.or(StepForms.words()).replace(" or ", " and "));
        } else {
            findings.unknown(
                    "unknown-key",
                    word.span(),
                    word.pointer(),
                    "no step `" + word.text() + "`",
                    word.text(),
                    StepForms.STEP.names());
        }
    }

    private Optional<StepSpec> bind(Node.Entry step) {
        Node node = step.value();
        return switch (step.key().text()) {
            case "call" -> call(node);
            case "compute" -> compute(node);
            case "wait" -> hold(node, "wait").map(StepSpec.Wait::new);
            case "block" -> hold(node, "block").map(StepSpec.Block::new);
            case "parallel" -> parallel(node);
            case "repeat" ->
                open(node, StepForms.REPEAT)
                        .map(f -> new StepSpec.Repeat(f.number("times").orElse(1), body(f, "repeat")));
            case "timeout" ->
                open(node, StepForms.TIMEOUT)
                        .map(f -> new StepSpec.Timeout(
                                f.time("after").orElse(Duration.ofSeconds(1)), body(f, "timeout")));
            default -> open(node, StepForms.LIMIT).map(this::limit);
        };
    }

    private Optional<Fields> open(Node node, Block block) {
        return Fields.of(node, block.id(), block, findings);
    }

    private Optional<Duration> hold(Node node, String word) {
        return Fields.scalar(node, word, findings)
                .flatMap(s -> new Values(findings).time(s, word, Shape.time(Duration.ZERO)));
    }

    private Optional<StepSpec> call(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return backend(scalar).map(b -> new StepSpec.Call(b, "", Optional.empty(), 0));
        }
        return open(node, StepForms.CALL).flatMap(f -> {
            String path = f.text("path").orElse("");
            if (!path.isEmpty() && !path.matches("/[\\x21-\\x7e]{0,1000}")) {
                findings.error(
                        "wrong-type",
                        f.get("path").orElse(f.node()),
                        "path must start with / and have no blanks (found "
                                + path.lines().findFirst().orElse("") + ")",
                        "for example /items; host and port come from the backend");
            }
            var timeout = f.time("timeout");
            int body = f.bytes("body").orElse(0);
            return f.scalar("backend").flatMap(this::backend).map(b -> new StepSpec.Call(b, path, timeout, body));
        });
    }

    private Optional<String> backend(Node.Scalar name) {
        if (name.broken() || backends.contains(name.text())) {
            return name.broken() ? Optional.empty() : Optional.of(name.text());
        }
        String message = "no backend named `" + Values.shown(name) + "`";
        if (backends.isEmpty()) {
            findings.error("unknown-name", name, message, "add it under `backends:`");
        } else {
            findings.unknown("unknown-name", name.span(), name.pointer(), message, name.text(), backends);
        }
        return Optional.empty();
    }

    private Optional<StepSpec> compute(Node node) {
        var mapping = Fields.mapping(node, "compute", "with kernel and its parameters", findings);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        var ids = Catalogue.kernels().stream().map(KernelKind::id).toList();
        var named = Fields.lookup(mapping.get(), "kernel", StepForms.computeKeys());
        if (named.isEmpty()) {
            // Without a kernel its parameters are not known; only the name is asked for.
            findings.error(
                    "missing-key",
                    mapping.get(),
                    "compute needs `kernel`: what is computed",
                    "one of " + Spelling.or(ids));
            return Optional.empty();
        }
        return named.flatMap(n -> Fields.scalar(n, "kernel", findings))
                .flatMap(s -> new Values(findings).choice(s, "kernel", ids))
                .flatMap(Catalogue::kernel)
                .flatMap(kernel -> Fields.of(node, "compute " + kernel.id(), StepForms.compute(kernel), findings)
                        .map(f -> compute(kernel, f)));
    }

    private static StepSpec compute(KernelKind kernel, Fields f) {
        var parameters = new LinkedHashMap<String, Long>();
        for (var p : kernel.parameters()) {
            f.count(p.name()).ifPresent(v -> parameters.put(p.name(), v));
        }
        boolean lock = f.choice("lock").filter("global"::equals).isPresent();
        return new StepSpec.Compute(kernel.id(), parameters, lock);
    }

    private Optional<StepSpec> parallel(Node node) {
        if (node instanceof Node.Sequence list) {
            var branches = new ArrayList<List<StepSpec>>();
            list.items().forEach(item -> step(item).ifPresent(s -> branches.add(List.of(s))));
            return Optional.of(new StepSpec.Parallel(branches, OptionalInt.empty()));
        }
        return open(node, StepForms.PARALLEL).map(f -> {
            var body = body(f, "parallel");
            return new StepSpec.Parallel(Collections.nCopies(f.number("times").orElse(1), body), f.number("limit"));
        });
    }

    private StepSpec limit(Fields f) {
        return new StepSpec.Limit(
                f.name("name").orElse("limit"), f.number("permits").orElse(1), f.number("queue"), body(f, "limit"));
    }

    /// How many steps a task takes when all repetitions are written out; counting stops above the cap.
    static long unrolled(List<StepSpec> steps) {
        long sum = 0;
        for (StepSpec step : steps) {
            sum += switch (step) {
                case StepSpec.Repeat(int times, List<StepSpec> body) -> times * unrolled(body);
                case StepSpec.Retry(int times, Duration _, List<StepSpec> body) -> times * unrolled(body);
                default -> step.inside().isEmpty() ? 1 : branches(step.inside());
            };
            if (sum > StepForms.MAX_UNROLLED) {
                return StepForms.MAX_UNROLLED + 1L;
            }
        }
        return sum;
    }

    private static long branches(List<List<StepSpec>> branches) {
        long sum = 0;
        for (var branch : branches) {
            sum += Math.max(1, unrolled(branch)); // empty branches count, or nesting them would make counting slow
            if (sum > StepForms.MAX_UNROLLED) {
                break;
            }
        }
        return sum;
    }
}
