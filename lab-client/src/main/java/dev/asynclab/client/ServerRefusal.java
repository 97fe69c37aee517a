package dev.asynclab.client;

import dev.asynclab.api.Problem;
import java.util.List;

/// The server answered, and the answer was no.
public final class ServerRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient List<Problem> problems;

    /// @param status HTTP status
    /// @param problems the `errors[]` of the problem document, or one made from its title and detail
    public ServerRefusal(int status, List<Problem> problems) {
        super(problems.isEmpty() ? "status " + status : problems.getFirst().message());
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }
}
