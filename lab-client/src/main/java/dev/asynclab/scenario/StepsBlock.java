package dev.asynclab.scenario;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.StepSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
    private final StateSteps state;
    private final RaceResults results;

    /// Names of the locks around what is being read, the outermost first.
    private final List<String> locks = new ArrayList<>();

    /// @param backends names of the file's backends
    /// @param specs those of them that were read without a problem
    /// @param at the sweep point
    StepsBlock(
            Collection<String> backends,
            Map<String, BackendSpec> specs,
            Map<String, String> at,
            AxisNames axes,
            Findings findings) {
        this.backends = backends;
        this.at = at;
        this.axes = axes;
        this.findings = findings;
        this.state = new StateSteps(this::body, findings);
        this.results = new RaceResults(specs, findings);
    }

    /// The steps that exist at this point, in order.
    List<StepSpec> steps(Node node, String what) {
        return Expected.list(node, what, findings).stream()
                .flatMap(item -> step(item).stream())
                .toList();
    }

    private List<StepSpec> body(Fields f, String what) {
        return f.get("steps").map(n -> steps(n, what + " steps")).orElse(List.of());
    }

    private Optional<StepSpec> step(Node node) {
        var mapping = Expected.mapping(node, "a step", StepForms.CONTENT, findings);
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
        findings.unknown(
                "unknown-key",
                word.span(),
                word.pointer(),
                "no step `" + word.text() + "`",
                word.text(),
                StepForms.STEP.names());
    }

    private Optional<StepSpec> bind(Node.Entry step) {
        Node node = step.value();
        return switch (step.key().text()) {
            case "call" -> call(node);
            case "compute" -> new KernelFields(findings).compute(node);
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
            case "race" -> race(node);
            case "retry" ->
                open(node, StepForms.RETRY)
                        .map(f -> new StepSpec.Retry(
                                f.number("times").orElse(1),
                                f.time("backoff").orElse(Duration.ZERO),
                                body(f, "retry")));
            case "lock" -> lock(node);
            case "cache" -> open(node, StateSteps.CACHE).map(state::cache);
            case "update" -> open(node, StateSteps.UPDATE).map(StateSteps::update);
            case "hold" -> open(node, StateSteps.HOLD).map(StateSteps::hold);
            case "send" -> open(node, StateSteps.SEND).map(StateSteps::send);
            default -> open(node, StepForms.LIMIT).map(this::limit);
        };
    }

    private Optional<Fields> open(Node node, Block block) {
        return Fields.of(node, block.id(), block, findings);
    }

    private Optional<Duration> hold(Node node, String word) {
        return Expected.scalar(node, word, findings)
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

    /// Either may win, so every branch has to give the same result; copies of one branch do.
    private Optional<StepSpec> race(Node node) {
        if (node instanceof Node.Sequence list) {
            var branches = new ArrayList<RaceResults.Branch>();
            list.items()
                    .forEach(item -> step(item).ifPresent(s -> branches.add(new RaceResults.Branch(item, List.of(s)))));
            if (list.items().size() < 2) {
                findings.error("missing-key", list, "a race needs at least two branches", "add one, or drop the race");
            }
            results.check(branches);
            var steps = branches.stream().map(RaceResults.Branch::steps).toList();
            return Optional.of(new StepSpec.Race(steps, Optional.empty()));
        }
        return open(node, StepForms.RACE)
                .map(f -> new StepSpec.Race(
                        Collections.nCopies(f.number("times").orElse(2), body(f, "race")), f.time("after")));
    }

    /// Whoever holds a lock and asks for it again would wait for itself.
    private Optional<StepSpec> lock(Node node) {
        return open(node, StateSteps.LOCK).map(f -> {
            String name = f.name("name").orElse("lock");
            if (locks.contains(name)) {
                findings.error(
                        "not-allowed",
                        f.node(),
                        "the lock `" + name + "` stands inside itself: its task would wait for itself",
                        "give the inner one another `name:`, or leave it out");
            }
            locks.addLast(name);
            try {
                return state.lock(f);
            } finally {
                locks.removeLast();
            }
        });
    }

    private StepSpec limit(Fields f) {
        return new StepSpec.Limit(
                f.name("name").orElse("limit"), f.number("permits").orElse(1), f.number("queue"), body(f, "limit"));
    }
}
