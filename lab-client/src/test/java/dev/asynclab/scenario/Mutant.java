package dev.asynclab.scenario;

import dev.asynclab.api.Problem;
import java.util.Optional;

/// A scenario with one mistake, and where and how it has to be reported.
///
/// @param column where defined: a missing key has no column of its own
/// @param suggestion the right text, or a part of the message that says it
record Mutant(
        String kind, String text, String change, int line, Optional<Integer> column, Optional<String> suggestion) {

    boolean isSuggestedBy(Problem problem) {
        String wanted = suggestion.orElseThrow();
        return problem.suggestion().filter(wanted::equals).isPresent()
                || problem.message().contains(wanted);
    }

    @Override
    public String toString() {
        return kind + ": " + change;
    }
}
