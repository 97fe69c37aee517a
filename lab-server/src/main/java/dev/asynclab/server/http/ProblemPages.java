package dev.asynclab.server.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A page for every kind of problem: where `type` leads.
final class ProblemPages {
    private ProblemPages() {}

    static List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/problems/", "All kinds of problems")
                        .reply(200, "page", "text/html")
                        .by(_ -> all()),
                Endpoint.get("/problems/{type}", "What a kind of problem means, and the next step")
                        .reply(200, "page", "text/html")
                        .fails(ProblemType.NOT_FOUND)
                        .by(ProblemPages::one));
    }

    private static Answer all() {
        String rows = Arrays.stream(ProblemType.values())
                .map(t ->
                        "<li><a href=\"/problems/%s\">%s</a> (%d)".formatted(t.id(), Page.text(t.title()), t.status()))
                .collect(Collectors.joining("\n"));
        return Page.of("Problems", "<ul>\n" + rows + "\n</ul>");
    }

    private static Answer one(Request request) {
        ProblemType type = ProblemType.of(request.param("type"))
                .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND, "no such kind; /problems/ lists all"));
        return Page.of(
                type.title(),
                "<p>Status %d, <code>%s</code>.</p>\n<p>%s</p>"
                        .formatted(type.status(), type.id(), Page.text(type.help())));
    }
}
