package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import java.util.List;
import java.util.Map;

/// A request that cannot be served, for a reason the caller can act on. Becomes a problem document (RFC 9457).
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ProblemType type;
    private final transient List<Problem> errors;
    private final transient Map<String, String> headers;

    Refused(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of());
    }

    Refused(ProblemType type, String detail, List<Problem> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    ProblemType type() {
        return type;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<Problem> errors() {
        return errors;
    }

    Map<String, String> headers() {
        return headers;
    }
}
