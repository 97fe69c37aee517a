package dev.asynclab.scenario;

import dev.asynclab.api.Answer;
import dev.asynclab.api.Lesson.Prediction;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Scenario;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads answers to the questions of a lesson: `a = b, c` for a ranking, an option's number or its words for a
/// choice, a value with its unit for a number.
public final class AnswerReader {

    private AnswerReader() {}

    /// What reading gives.
    public sealed interface Read {
        record Ok(Answer answer) implements Read {}

        /// The text says nothing that could be scored.
        record Wrong(Problem problem) implements Read {}
    }

    /// Everything that is wrong with the answers to a scenario's questions; empty when all can be scored.
    ///
    /// @param answers id of the question to the answer as typed
    public static List<Problem> problems(Scenario scenario, Map<String, String> answers) {
        List<Prediction> questions = questions(scenario);
        List<Problem> problems = new ArrayList<>();
        answers.keySet().stream().sorted().forEach(id -> {
            Optional<Prediction> question =
                    questions.stream().filter(q -> q.id().equals(id)).findFirst();
            if (question.isEmpty()) {
                problems.add(unknown(id, questions));
            } else if (read(question.get(), models(scenario), answers.getOrDefault(id, "")) instanceof Read.Wrong w) {
                problems.add(w.problem());
            }
        });
        return problems;
    }

    /// The questions of a scenario; none without a lesson.
    public static List<Prediction> questions(Scenario scenario) {
        return scenario.lesson().map(l -> l.predict()).orElse(List.of());
    }

    /// The models a ranking orders: those of the run, but for what shares a process, which is never compared.
    public static List<String> models(Scenario scenario) {
        return scenario.variants().stream()
                .filter(v -> v.isolation() != Scenario.Isolation.SHARED)
                .map(Scenario.Variant::name)
                .toList();
    }

    /// One answer.
    ///
    /// @param models the models a ranking orders
    public static Read read(Prediction question, List<String> models, String text) {
        Optional<Answer> answer = switch (question.answer()) {
            case "rank" -> rank(models, text);
            case "choice" -> choice(question, text);
            default -> question.metric().flatMap(m -> number(m, text));
        };
        return answer.<Read>map(Read.Ok::new).orElseGet(() -> new Read.Wrong(wrong(question, models, text)));
    }

    /// The answers a question takes, in words.
    public static String allowed(Prediction question, List<String> models) {
        return switch (question.answer()) {
            case "rank" ->
                "every model once, from best to worst: `" + String.join(", ", models)
                        + "` in your order, with `=` between those that tie";
            case "choice" ->
                question.options().stream()
                        .map(o -> (question.options().indexOf(o) + 1) + " (" + o.say() + ")")
                        .collect(Collectors.joining(", "));
            default ->
                question.metric()
                        .map(m -> ClaimValue.unitName(m) + ", for example " + example(m))
                        .orElse("a number");
        };
    }

    private static Optional<Answer> rank(List<String> models, String text) {
        List<List<String>> groups = Arrays.stream(text.split("[,>]", -1))
                .map(g -> Arrays.stream(g.split("=", -1)).map(String::strip).toList())
                .toList();
        List<String> named = groups.stream().flatMap(List::stream).toList();
        boolean each = named.size() == models.size()
                && named.stream().sorted().toList().equals(sorted(models));
        return each ? Optional.of(new Answer.Rank(groups)) : Optional.empty();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    private static Optional<Answer> choice(Prediction question, String text) {
        String said = text.strip();
        for (int i = 0; i < question.options().size(); i++) {
            String option = question.options().get(i).say();
            if (said.equals(String.valueOf(i + 1)) || said.equalsIgnoreCase(option.strip())) {
                return Optional.of(new Answer.Choice(i, option));
            }
        }
        return Optional.empty();
    }

    /// A bare number is taken where only one unit exists; a time or a size without one could mean anything.
    private static Optional<Answer> number(Metric metric, String text) {
        String plain = text.strip().replace(",", "").replaceFirst("^([0-9.]+) +", "$1");
        Optional<Double> value = ClaimValue.read(plain, metric);
        if (value.isEmpty() && metric.unit() == Metric.Unit.PER_SECOND) {
            value = Quantity.parse(plain).flatMap(q -> q.in(Quantity.COUNTS)).map(BigDecimal::doubleValue);
        }
        return value.map(Answer.Number::new);
    }

    private static String example(Metric metric) {
        return metric.unit() == Metric.Unit.RATIO ? "12%" : "120" + ClaimValue.exampleUnit(metric);
    }

    private static Problem wrong(Prediction question, List<String> models, String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        return new Problem(
                "bad-answer",
                "`" + shown + "` is no answer to `" + question.id() + "`; it takes " + allowed(question, models),
                0,
                0,
                1,
                "/predictions/" + question.id(),
                Optional.empty(),
                question.ask());
    }

    private static Problem unknown(String id, List<Prediction> questions) {
        List<String> ids = questions.stream().map(Prediction::id).toList();
        String shown = id.length() <= 80 ? id : id.substring(0, 80) + "...";
        String message = ids.isEmpty()
                ? "the lesson asks nothing (found an answer to `" + shown + "`)"
                : "the lesson has no question `" + shown + "`; it asks " + String.join(", ", ids);
        return new Problem(
                "unknown-prediction",
                message,
                0,
                0,
                1,
                "/predictions/" + shown,
                Spelling.closest(shown, ids),
                "leave it out, or correct its name");
    }
}
