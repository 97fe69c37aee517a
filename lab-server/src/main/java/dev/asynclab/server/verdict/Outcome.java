package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument;
import java.util.List;

/// The outcome of a run: what its claims of grade `must` came to, the worst first.
final class Outcome {

    private Outcome() {}

    /// Refuted before void before inconclusive (not-run included) before holds. Without such a claim a run
    /// holds, unless everything it measured is void.
    static String of(List<ResultDocument.ClaimResult> claims, List<ResultDocument.Cell> cells) {
        List<String> outcomes = claims.stream()
                .filter(c -> c.grade().equals("must"))
                .map(ResultDocument.ClaimResult::outcome)
                .toList();
        if (outcomes.isEmpty()) {
            List<ResultDocument.Cell> tried =
                    cells.stream().filter(c -> !c.state().equals("skipped")).toList();
            boolean allVoid =
                    !tried.isEmpty() && tried.stream().allMatch(c -> c.state().equals("void"));
            return allVoid ? ClaimTest.VOID : ClaimTest.HOLDS;
        }
        if (outcomes.contains(ClaimTest.REFUTED)) {
            return ClaimTest.REFUTED;
        }
        if (outcomes.contains(ClaimTest.VOID)) {
            return ClaimTest.VOID;
        }
        boolean open = outcomes.contains(ClaimTest.INCONCLUSIVE) || outcomes.contains(ClaimTest.NOT_RUN);
        return open ? ClaimTest.INCONCLUSIVE : ClaimTest.HOLDS;
    }
}
