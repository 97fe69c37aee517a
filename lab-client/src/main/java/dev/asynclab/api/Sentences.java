package dev.asynclab.api;

import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.api.ResultDocument.PredictionResult;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The words of a verdict, the same in the terminal and in every report.
public final class Sentences {
    private Sentences() {}

    /// `virtual-threads beats pool-50 19.3x [19.0, 19.6]`, a tie, or why no winner is named.
    ///
    /// The factor is how many times better the winner is, whichever direction of the metric is better.
    public static String pair(PairResult pair) {
        boolean higherWins =
                Metric.of(plainMetric(pair.metric())).map(Metric::better).orElse(Metric.Better.HIGHER)
                        == Metric.Better.HIGHER;
        return switch (pair.verdict()) {
            case "a-beats-b" -> pair.a() + " beats " + pair.b() + factor(pair, !higherWins);
            case "b-beats-a" -> pair.b() + " beats " + pair.a() + factor(pair, higherWins);
            case "tie" -> pair.a() + " ties with " + pair.b() + ratio(pair);
            case "void" -> pair.a() + " and " + pair.b() + ": void" + why(pair.reason());
            default ->
                pair.a() + " and " + pair.b() + ": no winner can be named" + ratio(pair)
                        + (pair.roundsNeeded() == null ? "" : ", about " + pair.roundsNeeded() + " rounds would tell")
                        + why(pair.reason());
        };
    }

    /// What a cell measured, `9,610/s  [9,480, 9,730]`; empty text when the metric was not measured.
    public static String value(Estimate estimate) {
        if (estimate.median() == null) {
            return "n/a";
        }
        return Figures.of(estimate.median(), estimate.unit());
    }

    /// The interval of an estimate, or nothing.
    public static String interval(Estimate estimate) {
        Double low = estimate.lo();
        Double high = estimate.hi();
        return low == null || high == null ? "" : Figures.interval(low, high, estimate.unit());
    }

    /// `96 % of bound 10,000/s (callers / delay)`, or nothing when no bound is known.
    public static String bound(Cell cell) {
        var bound = cell.bound();
        if (bound == null) {
            return "";
        }
        String unit = Metric.of(plainMetric(bound.metric()))
                .map(m -> m.unit().symbol())
                .orElse("");
        String limit = "bound " + Figures.of(bound.value(), unit) + " (" + bound.binding() + ")";
        Double efficiency = cell.efficiency();
        return efficiency == null ? limit : Figures.percent(efficiency) + " of " + limit;
    }

    /// Why a cell shows no figure: `void: the backend was busy (backend-saturated)`.
    public static String absence(Cell cell) {
        String flags = cell.flags().isEmpty() ? "" : " (" + String.join(", ", cell.flags()) + ")";
        return cell.state().replace('-', ' ') + why(cell.reason()) + flags;
    }

    /// The measured side of a claim, `19.3 [19.0, 19.6]`, and why it came out as it did.
    public static String claim(ClaimResult claim) {
        var text = new StringBuilder();
        Double estimate = claim.estimate();
        if (estimate != null) {
            text.append("measured ").append(Figures.number(estimate));
            Double low = claim.lo();
            Double high = claim.hi();
            text.append(low == null || high == null ? "" : " " + Figures.interval(low, high, ""));
        }
        if (claim.reason() != null) {
            text.append(text.isEmpty() ? "" : "; ").append(claim.reason());
        }
        if (claim.roundsNeeded() != null) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append("about ")
                    .append(claim.roundsNeeded())
                    .append(" rounds would tell");
        }
        if (Boolean.FALSE.equals(claim.mechanismSeen())) {
            text.append(text.isEmpty() ? "" : "; ").append(otherReason(claim));
        }
        return text.toString();
    }

    /// Whether a claim came out true although the counters do not show the reason it gives.
    public static boolean holdsForAnotherReason(ClaimResult claim) {
        return claim.outcome().equals("holds") && Boolean.FALSE.equals(claim.mechanismSeen());
    }

    private static String otherReason(ClaimResult claim) {
        return (holdsForAnotherReason(claim) ? "holds, but not for the stated reason: " : "its stated reason: ")
                + claim.because() + " was not seen";
    }

    /// Where the winner changes along an axis.
    public static String crossover(CrossoverResult crossover) {
        Double value = crossover.value();
        String models = crossover.a() + " and " + crossover.b();
        if (value == null) {
            boolean shown = "none".equals(crossover.kind());
            return crossover.metric() + " of " + models
                    + (shown ? ": no crossover along " : ": cannot say where they cross along ") + crossover.axis()
                    + why(crossover.reason()) + needed(crossover) + byHand(crossover);
        }
        Double low = crossover.lo();
        Double high = crossover.hi();
        String interval = low == null || high == null ? "" : " " + Figures.interval(low, high, "");
        String verb = "departure".equals(crossover.kind()) ? " part at " : " swap places at ";
        return crossover.metric() + ": " + models + verb + crossover.axis() + " " + Figures.number(value) + interval
                + byHand(crossover);
    }

    private static String needed(CrossoverResult crossover) {
        return crossover.roundsNeeded() == null
                ? ""
                : "; about " + crossover.roundsNeeded() + " rounds of these values would tell";
    }

    /// The same from the bounds: `; by hand 52.5 (virtual-threads 53 callers / 100 ms, pool-50 50 threads
    /// / 100 ms)`.
    private static String byHand(CrossoverResult crossover) {
        Double place = crossover.byHand();
        if (place == null) {
            return "";
        }
        String formula = crossover.byHandFormula() == null ? "" : " (" + crossover.byHandFormula() + ")";
        return "; by hand " + Figures.number(place) + formula;
    }

    /// A map as lines of text, one letter a point, and its legend. The first axis runs to the right.
    public static java.util.List<String> map(MapResult map) {
        return WinnerLetters.lines(map);
    }

    /// A student's answer beside the measured one.
    public static String prediction(PredictionResult prediction) {
        String words =
                Objects.requireNonNullElse(prediction.inWords(), Objects.requireNonNullElse(prediction.byHand(), ""));
        String said = Objects.requireNonNullElse(prediction.answer(), "nothing").toString();
        // The id of a question says little to whoever answered it; the model's name says enough.
        String you = prediction.about() == null
                ? prediction.id() + ": you said " + said
                : "you said " + said + " for " + prediction.about();
        String measured = prediction.measured() == null ? "it was not measured" : "it is " + prediction.measured();
        return you + "; " + measured + (words.isEmpty() ? "" : ": " + words);
    }

    /// `score 80 %`; nothing when there is none.
    public static String score(PredictionResult prediction) {
        Double score = prediction.score();
        return score == null ? "" : "score " + Figures.percent(score);
    }

    /// `callers = 1000, size = 64`; empty at the only point of a scenario without a sweep.
    public static String at(Map<String, String> at) {
        return at.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /// The metric without a task kind: `latency.p99` of `latency.p99/short`.
    public static String plainMetric(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    private static String factor(PairResult pair, boolean inverted) {
        Double ratio = pair.ratio();
        if (ratio == null) {
            return "";
        }
        double factor = inverted ? 1 / ratio : ratio;
        Double low = inverted ? pair.hi() : pair.lo();
        Double high = inverted ? pair.lo() : pair.hi();
        String interval = low == null || high == null
                ? ""
                : " [" + Figures.ratio(inverted ? 1 / low : low) + ", " + Figures.ratio(inverted ? 1 / high : high)
                        + "]";
        return " " + Figures.ratio(factor) + "x" + interval;
    }

    private static String ratio(PairResult pair) {
        Double ratio = pair.ratio();
        Double low = pair.lo();
        Double high = pair.hi();
        if (ratio == null) {
            return "";
        }
        String interval =
                low == null || high == null ? "" : " [" + Figures.ratio(low) + ", " + Figures.ratio(high) + "]";
        return " (ratio " + Figures.ratio(ratio) + interval + ")";
    }

    private static String why(@org.jspecify.annotations.Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + reason;
    }
}
