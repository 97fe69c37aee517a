package dev.asynclab.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A row of the route table: what is routed, checked, counted and documented, all from here.
///
/// @param path template, for example `/api/v1/runs/{id}`
/// @param query allowed query parameters
/// @param bodies media types of the request body; empty when there is none
/// @param largestBody bytes a body may have
/// @param fields fields of a JSON body, for the documentation
/// @param replies what success looks like
/// @param failures kinds of refusal special to it; those every endpoint has are left out
record Endpoint(
        String method,
        String path,
        String summary,
        List<Parameter> query,
        List<Parameter> headers,
        List<String> bodies,
        int largestBody,
        List<Parameter> fields,
        List<Reply> replies,
        List<ProblemType> failures,
        Handler handler) {

    Endpoint {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
        bodies = List.copyOf(bodies);
        fields = List.copyOf(fields);
        replies = List.copyOf(replies);
        failures = List.copyOf(failures);
    }

    /// Enough for every text.
    static final int LARGEST_BODY = 1 << 20;

    record Parameter(String name, String summary) {}

    /// @param types media types; none for an empty answer
    record Reply(int status, String summary, List<String> types) {
        Reply {
            types = List.copyOf(types);
        }
    }

    /// Whether token or cookie is needed.
    boolean needsToken() {
        return path.startsWith("/api/");
    }

    boolean writes() {
        return !method.equals("GET");
    }

    /// Names in braces.
    List<String> pathParameters() {
        return Arrays.stream(path.split("/"))
                .filter(s -> s.startsWith("{"))
                .map(s -> s.substring(1, s.length() - 1))
                .toList();
    }

    static Row get(String path, String summary) {
        return new Row("GET", path, summary);
    }

    static Row post(String path, String summary) {
        return new Row("POST", path, summary);
    }

    static Row put(String path, String summary) {
        return new Row("PUT", path, summary);
    }

    static Row delete(String path, String summary) {
        return new Row("DELETE", path, summary);
    }

    /// A row being written.
    static final class Row {
        private final String method;
        private final String path;
        private final String summary;
        private final List<Parameter> query = new ArrayList<>();
        private final List<Parameter> headers = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        private final List<Parameter> fields = new ArrayList<>();
        private int largestBody = LARGEST_BODY;
        private final List<Reply> replies = new ArrayList<>();
        private final List<ProblemType> failures = new ArrayList<>();

        private Row(String method, String path, String summary) {
            this.method = method;
            this.path = path;
            this.summary = summary;
        }

        Row query(String name, String meaning) {
            query.add(new Parameter(name, meaning));
            return this;
        }

        Row header(String name, String meaning) {
            headers.add(new Parameter(name, meaning));
            return this;
        }

        Row body(String... types) {
            bodies.addAll(List.of(types));
            return this;
        }

        Row largest(int bytes) {
            largestBody = bytes;
            return this;
        }

        Row field(String name, String meaning) {
            fields.add(new Parameter(name, meaning));
            return this;
        }

        Row reply(int status, String meaning, String... types) {
            replies.add(new Reply(status, meaning, List.of(types)));
            return this;
        }

        Row fails(ProblemType... types) {
            failures.addAll(List.of(types));
            return this;
        }

        Endpoint by(Handler handler) {
            return new Endpoint(
                    method, path, summary, query, headers, bodies, largestBody, fields, replies, failures, handler);
        }
    }
}
