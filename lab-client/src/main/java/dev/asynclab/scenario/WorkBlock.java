package dev.asynclab.scenario;

import dev.asynclab.api.Scenario.TaskKind;
import dev.asynclab.api.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The workload: `task` with steps, `tasks`, a mix of kinds, `job`, one piece of work in chunks, or `graph`.
final class WorkBlock {
    /// The ways to say what the work is; a file has exactly one.
    static final List<String> FORMS = List.of("task", "tasks", "job", "graph");

    /// Those that are one piece of work and take no load.
    static final Set<String> ALONE = Set.of("job", "graph");

    static final Block KIND = Block.of(
            "kind",
            "A kind of task in a mix; every metric exists per kind.",
            Key.required(
                    "share", new Shape.Percent(0.001, 100), "90%", "share of all tasks; the shares add up to 100%"),
            Key.required("steps", new Shape.ListOf(new Shape.Nested("step")), "[{call: orders}]", "what a task does"));

    private final StepsBlock steps;
    private final Findings findings;

    WorkBlock(StepsBlock steps, Findings findings) {
        this.steps = steps;
        this.findings = findings;
    }

    /// The kinds of the file's workload; the caller has seen to it that there is exactly one workload.
    ///
    /// @param form one of [#FORMS]
    List<TaskKind> bind(String form, Node node) {
        return switch (form) {
            case "task" -> List.of(new TaskKind("task", 1, checked(node, "task", steps.steps(node, "task"))));
            case "tasks" -> mix(node);
            case "job" -> whole(new JobBlock(findings).bind(node));
            default -> whole(new GraphBlock(steps, findings).bind(node).filter(g -> small(node, List.of(g))));
        };
    }

    private static List<TaskKind> whole(Optional<StepSpec> work) {
        return work.map(step -> List.of(new TaskKind("task", 1, List.of(step)))).orElse(List.of());
    }

    private List<TaskKind> mix(Node node) {
        var kinds = new ArrayList<TaskKind>();
        Expected.mapping(node, "tasks", "from kinds to {share, steps}", findings)
                .ifPresent(mapping -> {
                    mapping.entries().values().stream()
                            .filter(e -> !e.key().text().startsWith("x-"))
                            .forEach(e -> kind(e).ifPresent(kinds::add));
                    checkShares(mapping, kinds);
                });
        return kinds;
    }

    private Optional<TaskKind> kind(Node.Entry entry) {
        String name = entry.key().text();
        new Values(findings).name(entry.key(), "a kind of task");
        return Fields.of(entry.value(), "task kind " + name, KIND, findings).map(f -> {
            var body = f.get("steps")
                    .map(n -> checked(n, name, steps.steps(n, "steps")))
                    .orElse(List.of());
            return new TaskKind(name, f.percent("share").orElse(Double.NaN), body);
        });
    }

    private void checkShares(Node.Mapping tasks, List<TaskKind> kinds) {
        double sum = kinds.stream().mapToDouble(TaskKind::share).sum();
        if (kinds.isEmpty()) {
            findings.error("missing-key", tasks, "tasks is empty", "add a kind: `name: {share: 100%, steps: [...]}`");
        } else if (Math.abs(sum - 1) > 1e-6) { // never true for the NaN of a share reported already
            findings.error(
                    "out-of-range",
                    tasks,
                    "the shares of tasks must add up to 100% (found " + Math.round(sum * 1000) / 10.0 + "%)",
                    "change one of the shares");
        }
    }

    private List<StepSpec> checked(Node node, String what, List<StepSpec> body) {
        if (body.isEmpty() && node instanceof Node.Sequence && !findings.failed()) {
            findings.error(
                    "no-steps",
                    node,
                    what + " has no steps at one of the sweep points",
                    "every point needs a step: check the `when:` of each");
        }
        small(node, body);
        return body;
    }

    private boolean small(Node node, List<StepSpec> body) {
        boolean small = StepCount.unrolled(body) <= StepForms.MAX_UNROLLED;
        if (!small) {
            findings.error(
                    "too-large",
                    node,
                    "the work unrolls to more than " + Values.grouped(StepForms.MAX_UNROLLED) + " steps",
                    "lower a `times:`, or raise the load instead");
        }
        return small;
    }
}
