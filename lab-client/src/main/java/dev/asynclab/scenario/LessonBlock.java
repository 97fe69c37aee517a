package dev.asynclab.scenario;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Lesson;
import dev.asynclab.api.Lesson.Exercise;
import dev.asynclab.api.Lesson.Option;
import dev.asynclab.api.Lesson.Prediction;
import dev.asynclab.api.Metric;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `lesson:`: the teaching part.
final class LessonBlock {
    static final Block OPTION = Block.of(
            "option",
            "A possible answer.",
            Key.required("say", new Shape.Text(), "No winner", "the answer in words"),
            Key.optional(
                    "when",
                    new Shape.Statement(),
                    "",
                    "throughput of a ~ throughput of b within 5%",
                    "the claim that makes it the right one"));

    static final Block PREDICTION = Block.of(
            "prediction",
            "A question asked before the run, scored after it.",
            Key.required("id", new Shape.Name(), "first", "name of the question"),
            Key.required("ask", new Shape.Text(), "Which model is fastest?", "the question"),
            Key.required(
                    "answer",
                    Shape.choice("rank", "choice", "number"),
                    "rank",
                    "`rank` the models, make a `choice` among options, or give a `number`"),
            Key.optional(
                    "of",
                    new Shape.Text(),
                    "",
                    "throughput of pool-50",
                    "what is predicted: a metric, or METRIC of MODEL; needed for rank and number"),
            Key.optional("at", new Shape.AxisValues(false), "", "{callers: 1000}", "the sweep point meant"),
            Key.optional(
                    "within", new Shape.Percent(0.1, 100), "", "15%", "tolerance of a number; needed for numbers only"),
            Key.optional(
                    "options",
                    new Shape.ListOf(new Shape.Nested("option")),
                    "",
                    "[{say: No winner}]",
                    "the answers to choose from; needed for choices only"));

    static final Block PASSES = Block.of(
            "passes-when",
            "An exercise passes when every listed claim is as listed.",
            Key.optional("holds", new Shape.ListOf(new Shape.Name()), "", "[wide-enough]", "claims that must hold"),
            Key.optional(
                    "refuted", new Shape.ListOf(new Shape.Name()), "", "[no-winner]", "claims that must be refuted"));

    static final Block EXERCISE = Block.of(
            "exercise",
            "A change for the student to make.",
            Key.required("id", new Shape.Name(), "widen", "name of the exercise"),
            Key.required("do", new Shape.Text(), "Add a variant with 500 threads.", "the instruction"),
            Key.optional("hint", new Shape.Text(), "", "Count the threads.", "a nudge"),
            Key.required("passes-when", new Shape.Nested("passes-when"), "{holds: [wide-enough]}", PASSES.summary()));

    static final Block BLOCK = Block.of(
            "lesson",
            "The teaching part.",
            Key.optional(
                    "track",
                    Shape.count(0, 4),
                    "0",
                    "1",
                    "0 measuring, 1 waiting, 2 computing, 3 mixed and broken, 4 graphs"),
            Key.optional("order", Shape.count(0, 10_000), "0", "30", "place inside the track"),
            Key.optional("level", Shape.choice("intro", "core", "advanced"), "intro", "core", "how hard it is"),
            Key.optional("minutes", Shape.count(1, 600), "10", "10", "how long a student needs, run included"),
            Key.optional("question", new Shape.Text(), "", "What limits the rate?", "the question of the lesson"),
            Key.optional(
                    "predict",
                    new Shape.ListOf(new Shape.Nested("prediction")),
                    "",
                    "[{id: first, ask: Which wins?, answer: rank, of: throughput}]",
                    "questions asked before the run"),
            Key.optional("explain", new Shape.Text(), "", "A waiting task needs a place.", "the explanation, Markdown"),
            Key.optional("hints", new Shape.ListOf(new Shape.Text()), "", "[Count the calls.]", "shown one by one"),
            Key.optional(
                    "exercises",
                    new Shape.ListOf(new Shape.Nested("exercise")),
                    "",
                    "[{id: widen, do: Add a pool., passes-when: {holds: [wide-enough]}}]",
                    "changes for the student to make"));

    private final ClaimScope scope;
    private final Collection<String> claims;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    /// @param claims ids of the file's claims
    LessonBlock(ClaimScope scope, Collection<String> claims, Findings findings) {
        this.scope = scope;
        this.claims = claims;
        this.findings = findings;
    }

    Optional<Lesson> bind(Node node) {
        return Fields.of(node, "lesson", BLOCK, findings)
                .map(f -> new Lesson(
                        f.number("track").orElse(0),
                        f.number("order").orElse(0),
                        f.choice("level").orElse("intro"),
                        f.number("minutes").orElse(10),
                        f.text("question").orElse(""),
                        f.items("predict", "a prediction", PREDICTION, this::prediction),
                        f.text("explain").orElse(""),
                        f.texts("hints"),
                        f.items("exercises", "an exercise", EXERCISE, this::exercise)));
    }

    private Optional<Prediction> prediction(Fields f) {
        var id = id(f);
        var answer = f.choice("answer").orElse("");
        Map<String, String> at = f.get("at").map(scope.axes()::at).orElse(Map.of());
        Optional<Claim.Operand> operand = f.scalar("of").flatMap(s -> operand(s, answer));
        var of = f.scalar("of").map(Node.Scalar::text);
        var within = f.percent("within");
        var options = f.items("options", "an option", OPTION, this::option);
        switch (answer) {
            case "rank" -> {
                need(f, "of", answer);
                forbid(f, List.of("within", "options"), answer);
            }
            case "number" -> {
                need(f, "of", answer);
                need(f, "within", answer);
                forbid(f, List.of("options"), answer);
            }
            case "choice" -> {
                need(f, "options", answer);
                forbid(f, List.of("within"), answer);
            }
            default -> {} // missing or misspelt, and reported
        }
        return Optional.of(new Prediction(id, f.text("ask").orElse(""), answer, of, at, within, options, operand));
    }

    /// What `of` names: a metric and a model; nothing for a metric alone, which a ranking may be of.
    private Optional<Claim.Operand> operand(Node.Scalar node, String answer) {
        boolean operand = node.text().contains(" ");
        if (answer.equals("number") && !operand && Metric.of(node.text()).isPresent()) {
            findings.error(
                    "wrong-type",
                    node,
                    "a number is predicted of one model (found the metric alone)",
                    "write METRIC of MODEL, for example `" + node.text() + " of "
                            + scope.variants().stream().findFirst().orElse("event-loop") + "`");
            return Optional.empty();
        }
        if (operand || answer.equals("number")) {
            return ClaimParser.operand(node, scope, findings);
        }
        if (Metric.of(node.text()).isEmpty()) {
            String message = "no metric `" + Values.shown(node) + "`";
            findings.unknown("unknown-name", node.span(), node.pointer(), message, node.text(), Metric.ids());
        }
        return Optional.empty();
    }

    private Optional<Option> option(Fields f) {
        var when = f.scalar("when");
        Optional<Claim.Expression> claim = when.flatMap(s -> ClaimParser.claim(s, scope, false, findings));
        return Optional.of(new Option(f.text("say").orElse(""), when.map(Node.Scalar::text), claim));
    }

    private void need(Fields f, String key, String answer) {
        if (f.get(key).isEmpty() && !f.hasUnknownKey()) {
            findings.error(
                    "missing-key",
                    f.node(),
                    "a prediction with answer " + answer + " needs `" + key + "`",
                    "add `" + key + ": " + PREDICTION.key(key).map(Key::example).orElse("") + "`");
        }
    }

    private void forbid(Fields f, List<String> keys, String answer) {
        for (String key : keys) {
            if (f.get(key).isPresent()) {
                findings.error(
                        "not-allowed",
                        f.keyNode(key),
                        "`" + key + "` has no meaning for a prediction with answer " + answer,
                        "delete it, or change `answer`");
            }
        }
    }

    private Optional<Exercise> exercise(Fields f) {
        var passes = f.get("passes-when").flatMap(n -> Fields.of(n, "passes-when", PASSES, findings));
        passes.filter(p -> p.get("holds").isEmpty() && p.get("refuted").isEmpty() && !p.hasUnknownKey())
                .ifPresent(p -> findings.error(
                        "missing-key", p.node(), "passes-when names no claim", "add `holds: [claim-id]`"));
        return Optional.of(new Exercise(
                id(f),
                f.text("do").orElse(""),
                passes.map(p -> claims(p, "holds")).orElse(List.of()),
                passes.map(p -> claims(p, "refuted")).orElse(List.of()),
                f.text("hint")));
    }

    private List<String> claims(Fields f, String key) {
        var names = f.scalars(key);
        names.stream().filter(n -> !claims.contains(n.text())).forEach(n -> {
            String message = "no claim `" + Values.shown(n) + "` in expect";
            findings.unknown("unknown-name", n.span(), n.pointer(), message, n.text(), claims);
        });
        return names.stream().map(Node.Scalar::text).toList();
    }

    private String id(Fields f) {
        var id = f.name("id");
        if (id.isPresent() && !ids.add(id.get())) {
            Node node = f.get("id").orElse(f.node());
            findings.error(
                    "duplicate-id", node, "`" + id.get() + "` names another part of the lesson", "choose another");
        }
        return id.orElse("");
    }

    static List<Block> blocks() {
        return List.of(BLOCK, PREDICTION, OPTION, EXERCISE, PASSES);
    }
}
