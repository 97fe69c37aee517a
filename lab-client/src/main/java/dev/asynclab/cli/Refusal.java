package dev.asynclab.cli;

import dev.asynclab.api.Problem;
import java.util.List;

/// A command that cannot be carried out, for a reason the caller can act on: printed as problems, never as a stack
/// trace.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exitCode;
    private final transient List<Problem> problems;

    Refusal(int exitCode, List<Problem> problems) {
        super(problems.isEmpty() ? "refused" : problems.getFirst().message());
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    /// One problem that is not at a place in a text.
    static Refusal of(int exitCode, String code, String message, String help) {
        return new Refusal(exitCode, List.of(Problem.general(code, message, help)));
    }

    int exitCode() {
        return exitCode;
    }

    List<Problem> problems() {
        return problems;
    }
}
