package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.ResultDocument.PairResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The run in one sentence: the clearest verdict, or why there is none, and how the claims stand. Claims of grade
/// exercise are left to the table of claims: until the exercise is done they say nothing about the run.
final class Summary {

    private Summary() {}

    static String of(List<Cell> cells, List<PairResult> pairs, List<ClaimResult> claims) {
        String first =
                clearest(pairs).or(() -> ties(pairs)).or(() -> refusal(pairs)).orElseGet(() -> measured(cells));
        List<ClaimResult> own =
                claims.stream().filter(c -> !c.grade().equals("exercise")).toList();
        return own.isEmpty() ? first + "." : first + "; " + standing(own) + ".";
    }

    /// The largest ratio somebody won by.
    private static Optional<String> clearest(List<PairResult> pairs) {
        return pairs.stream()
                .filter(p -> p.verdict().endsWith("-b") || p.verdict().endsWith("-a"))
                .max((x, y) -> Double.compare(size(x), size(y)))
                .map(p -> {
                    boolean a = p.verdict().startsWith("a");
                    return (a ? p.a() : p.b()) + " beats " + (a ? p.b() : p.a()) + " "
                            + Wording.number(StrictMath.exp(size(p))) + "x in " + p.metric() + where(p);
                });
    }

    private static double size(PairResult pair) {
        Double ratio = pair.ratio();
        return ratio == null ? 0 : StrictMath.abs(StrictMath.log(ratio));
    }

    private static Optional<String> ties(List<PairResult> pairs) {
        return pairs.stream()
                .filter(p -> p.verdict().equals("tie"))
                .findFirst()
                .map(p -> p.a() + " ties with " + p.b() + " in " + p.metric() + where(p));
    }

    private static Optional<String> refusal(List<PairResult> pairs) {
        return pairs.stream().findFirst().map(p -> {
            String reason = p.reason();
            return "no winner between " + p.a() + " and " + p.b() + where(p)
                    + (reason == null ? "" : " (" + reason + ")");
        });
    }

    private static String measured(List<Cell> cells) {
        long count = cells.stream().filter(c -> c.state().equals("measured")).count();
        return count + " of " + Wording.plural(cells.size(), "cell") + " measured";
    }

    private static String where(PairResult pair) {
        return pair.at().isEmpty() ? "" : " at " + CellResults.label(pair.at());
    }

    private static String standing(List<ClaimResult> claims) {
        return ClaimTest.WORST_FIRST.reversed().stream()
                .map(outcome -> count(claims, outcome))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", ", "claims: ", ""));
    }

    private static String count(List<ClaimResult> claims, String outcome) {
        long n = claims.stream().filter(c -> c.outcome().equals(outcome)).count();
        return n == 0 ? "" : n + " " + (n > 1 && outcome.equals(ClaimTest.HOLDS) ? "hold" : outcome);
    }
}
