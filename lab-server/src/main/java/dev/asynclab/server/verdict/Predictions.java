package dev.asynclab.server.verdict;

import dev.asynclab.api.Answer;
import dev.asynclab.api.Claim;
import dev.asynclab.api.Figures;
import dev.asynclab.api.Lesson.Option;
import dev.asynclab.api.Lesson.Prediction;
import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.server.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The questions of the lesson beside what was measured: a distance, not right or wrong, because being off by a
/// tenth and being off by a factor of ten are different mistakes.
final class Predictions {

    private final Judgement judgement;
    private final List<String> models;
    private final ByHand byHand;

    Predictions(Judgement judgement) {
        this.judgement = judgement;
        this.models = AnswerReader.models(judgement.plan().scenario());
        this.byHand = new ByHand(judgement);
    }

    /// One result per question, answered or not.
    ///
    /// @param answers as typed; one that cannot be read counts as none
    List<PredictionResult> judge(Map<String, String> answers) {
        return AnswerReader.questions(judgement.plan().scenario()).stream()
                .map(q -> judge(q, read(q, answers.get(q.id()))))
                .toList();
    }

    private @Nullable Answer read(Prediction question, @Nullable String text) {
        return text != null && AnswerReader.read(question, models, text) instanceof AnswerReader.Read.Ok(Answer answer)
                ? answer
                : null;
    }

    private PredictionResult judge(Prediction question, @Nullable Answer answer) {
        return switch (question.answer()) {
            case "rank" -> rank(question, answer);
            case "choice" -> choice(question, answer);
            default -> number(question, answer);
        };
    }

    private PredictionResult number(Prediction question, @Nullable Answer answer) {
        Claim.Operand of = question.operand().orElseThrow();
        String unit = of.metric().unit().symbol();
        Optional<Plan.Cell> cell = only(of.subject(), question);
        Double measured = cell.map(c -> median(of.metric(), of.subject().kind(), c))
                .filter(Double::isFinite)
                .orElse(null);
        Optional<ByHand.Computation> computed = cell.flatMap(c -> byHand.of(c, of.metric()));
        Double said = answer instanceof Answer.Number(double value) ? value : null;
        Double score = said == null || measured == null
                ? null
                : (Double) score(said, measured, question.within().orElse(0.0));
        return new PredictionResult(
                question.id(),
                said == null ? null : Figures.of(said, unit),
                measured == null ? null : Figures.of(measured, unit),
                computed.map(ByHand.Computation::text).orElse(null),
                score,
                of.subject().name(),
                computed.map(ByHand.Computation::words).orElse(null));
    }

    /// 1 inside the tolerance, then falling with the logarithm of the factor the answer is off by, to 0 at ten.
    static double score(double said, double measured, double within) {
        if (!(said > 0) || !(measured > 0)) {
            return said == measured ? 1 : 0;
        }
        double off = StrictMath.abs(StrictMath.log(said / measured));
        double free = StrictMath.log1p(within);
        return StrictMath.clamp(1 - (off - free) / (StrictMath.log(10) - free), 0.0, 1.0);
    }

    private PredictionResult rank(Prediction question, @Nullable Answer answer) {
        Metric metric = question.metric().orElseThrow();
        Optional<String> kind = question.operand().flatMap(o -> o.subject().kind());
        List<Plan.Cell> cells = models.stream()
                .flatMap(m -> only(subject(m, question), question).stream())
                .toList();
        Ranking ranking = Ranking.of(judgement, metric, kind, cells);
        Answer.Rank said = answer instanceof Answer.Rank rank ? rank : null;
        String computed = cells.stream()
                .flatMap(c -> byHand.of(c, metric).stream().map(b -> c.variant().name() + ": " + b.text()))
                .reduce((a, b) -> a + " | " + b)
                .orElse(null);
        return new PredictionResult(
                question.id(),
                said == null ? null : said.text(),
                ranking.order().isEmpty() ? null : ranking.text(),
                computed,
                said == null ? null : ranking.score(said),
                null,
                null);
    }

    private static Claim.Subject subject(String model, Prediction question) {
        Optional<Claim.Subject> asked = question.operand().map(Claim.Operand::subject);
        return new Claim.Subject(
                model,
                asked.flatMap(Claim.Subject::kind),
                asked.map(Claim.Subject::at).orElse(Map.of()));
    }

    private PredictionResult choice(Prediction question, @Nullable Answer answer) {
        List<Option> right = question.options().stream()
                .filter(o -> o.claim()
                        .map(c -> outcome(question, c).equals(ClaimTest.HOLDS))
                        .orElse(false))
                .toList();
        Option said = answer instanceof Answer.Choice(int index, String _)
                ? question.options().get(index)
                : null;
        Double score = said == null || right.isEmpty() ? null : (Double) (right.contains(said) ? 1.0 : 0.0);
        return new PredictionResult(
                question.id(),
                said == null ? null : said.say(),
                right.isEmpty()
                        ? null
                        : String.join("; or: ", right.stream().map(Option::say).toList()),
                byHand(question),
                score,
                null,
                null);
    }

    private String outcome(Prediction question, Claim.Expression expression) {
        return new Claims(judgement, List.of())
                .settle(new Claim(
                        question.id(),
                        "",
                        expression,
                        question.at(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Claim.Grade.USUALLY,
                        0))
                .outcome();
    }

    /// The first claim of the options that is about one cell and a figure that can be computed.
    private @Nullable String byHand(Prediction question) {
        return question.options().stream()
                .flatMap(o -> o.claim().stream())
                .filter(Claim.Comparison.class::isInstance)
                .map(c -> ((Claim.Comparison) c).left())
                .flatMap(left -> only(left.subject(), question)
                        .flatMap(c ->
                                byHand.of(c, left.metric()).map(b -> c.variant().name() + ": " + b.text()))
                        .stream())
                .findFirst()
                .orElse(null);
    }

    /// The one measured cell a question is about; nothing when it leaves several open, or none was measured.
    private Optional<Plan.Cell> only(Claim.Subject subject, Prediction question) {
        List<Plan.Cell> cells =
                new Subjects(judgement).find(subject, question.at()).cells();
        return cells.size() == 1 ? Optional.of(cells.getFirst()) : Optional.empty();
    }

    private double median(Metric metric, Optional<String> kind, Plan.Cell cell) {
        return Observations.median(judgement.samples().present(metric, kind, cell));
    }
}
