package dev.asynclab.server.http;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The API for people and for programs, both from the route table, made when first asked for.
final class DocsResource {
    private final Supplier<List<Endpoint>> endpoints;
    private final String base;

    DocsResource(Supplier<List<Endpoint>> endpoints, String base) {
        this.endpoints = endpoints;
        this.base = base;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/openapi.json", "This API as an OpenAPI 3.1 document")
                        .reply(200, "the document", Json.TYPE)
                        .by(r -> {
                            String text = Json.pretty(OpenApi.document(endpoints.get()));
                            return Etag.answer(r, Etag.digest(text), Answer.of(200, Json.TYPE, text));
                        }),
                Endpoint.get("/docs/", "This API as a page, with examples")
                        .reply(200, "page", "text/html")
                        .by(_ -> page()));
    }

    private Answer page() {
        String toc = endpoints.get().stream()
                .map(e -> "<li><a href=\"#%s\"><b>%s</b> <code>%s</code></a>"
                        .formatted(OpenApi.operationId(e), e.method(), Page.text(e.path())))
                .collect(Collectors.joining("\n"));
        String sections = endpoints.get().stream().map(this::section).collect(Collectors.joining("\n"));
        return Page.of(
                "The API",
                "<p>Everything below <code>/api/v1</code> wants the token; <code>lab token</code> prints it. The same as"
                        + " <a href=\"/openapi.json\">OpenAPI 3.1</a>. What goes wrong is answered as a"
                        + " <a href=\"/problems/\">problem document</a>.</p>\n<details><summary>Addresses</summary><ul>"
                        + toc + "</ul></details>\n" + sections);
    }

    private String section(Endpoint endpoint) {
        var html = new StringBuilder("<section id=\"%s\"><h2><b>%s</b> <code>%s</code></h2>\n<p>%s</p>\n"
                .formatted(
                        OpenApi.operationId(endpoint),
                        endpoint.method(),
                        Page.text(endpoint.path()),
                        Page.text(endpoint.summary())));
        html.append(list("Query", endpoint.query()));
        html.append(list("Headers", endpoint.headers()));
        html.append(list("Fields", endpoint.fields()));
        for (Endpoint.Reply reply : endpoint.replies()) {
            html.append("<p>%d: %s <small>%s</small></p>\n"
                    .formatted(
                            reply.status(), Page.text(reply.summary()), Page.text(String.join(", ", reply.types()))));
        }
        String failures = endpoint.failures().stream()
                .map(t -> "<a href=\"/problems/%s\">%d %s</a>".formatted(t.id(), t.status(), t.id()))
                .collect(Collectors.joining(", "));
        html.append(failures.isEmpty() ? "" : "<p>Problems: " + failures + "</p>\n");
        return html.append("<pre tabindex=0>")
                .append(Page.text(curl(endpoint)))
                .append("</pre></section>")
                .toString();
    }

    private static String list(String heading, List<Endpoint.Parameter> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream()
                        .map(p -> "<dt><code>" + Page.text(p.name()) + "</code><dd>" + Page.text(p.summary()))
                        .collect(Collectors.joining("\n", "<h3>" + heading + "</h3><dl>", "</dl>\n"));
    }

    private String curl(Endpoint endpoint) {
        String token = endpoint.needsToken() ? " -H \"Authorization: Bearer $(lab token)\"" : "";
        String method = endpoint.method().equals("GET") ? "" : " -X " + endpoint.method();
        String body;
        if (endpoint.bodies().contains("application/yaml")) {
            body = " -H \"Content-Type: application/yaml\" --data-binary @my-pool.yaml";
        } else if (endpoint.bodies().isEmpty()) {
            body = "";
        } else {
            boolean copy = endpoint.path().endsWith("copies");
            String json = copy ? "{\"id\": \"my-pool\"}" : "{\"scenario\": \"pool-queueing\"}";
            body = " -H \"Content-Type: application/json\" -d '" + json + "'";
        }
        boolean tagged = endpoint.headers().stream().anyMatch(h -> h.name().equals("If-Match"));
        String path = endpoint.path()
                .replace("/models/{id}", "/models/event-loop")
                .replace(
                        "/scenarios/{id}",
                        endpoint.writes() && tagged ? "/scenarios/my-pool" : "/scenarios/pool-queueing")
                .replace("{id}", "RUN")
                .replace("{cell}", "CELL")
                .replace("{type}", "not-found");
        return "curl" + method + token + (tagged ? " -H 'If-Match: \"REVISION\"'" : "") + body + " " + base + path;
    }
}
