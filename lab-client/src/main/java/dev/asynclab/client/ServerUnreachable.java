package dev.asynclab.client;

import dev.asynclab.api.Problem;

/// Nobody answers where the server should be.
public final class ServerUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    /// @param problem what was tried, and the next step
    public ServerUnreachable(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
