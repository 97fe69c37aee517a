package dev.asynclab.server.http;

import dev.asynclab.scenario.Spelling;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Turns what came over the wire into a [Request] an endpoint can rely on, or refuses it.
///
/// @param gate says whether the caller is known
record Incoming(Gate gate) {

    /// The request, its parameters and its media type among those the endpoint names.
    ///
    /// @throws Refused when it is not one for this endpoint
    Request read(RoutingContext ctx, Endpoint endpoint) {
        Request request = request(ctx);
        if (endpoint.needsToken()) {
            checkParameters(endpoint, request);
        }
        checkType(endpoint, request);
        return request;
    }

    private Request request(RoutingContext ctx) {
        HttpServerRequest raw = ctx.request();
        Map<String, String> headers = new HashMap<>();
        raw.headers()
                .forEach(e -> headers.merge(e.getKey().toLowerCase(Locale.ROOT), e.getValue(), (a, b) -> a + ", " + b));
        Map<String, String> query = new HashMap<>();
        ctx.queryParams().forEach(e -> {
            if (query.put(e.getKey(), e.getValue()) != null) {
                throw new Refused(ProblemType.BAD_PARAMETER, "`" + e.getKey() + "` is given twice");
            }
        });
        Buffer body = ctx.body() == null ? null : ctx.body().buffer();
        boolean known = gate.check(raw.method().name(), raw.uri(), raw.headers());
        return new Request(
                raw.method().name(),
                path(raw),
                ctx.pathParams(),
                query,
                headers,
                body == null ? new byte[0] : body.getBytes(),
                known);
    }

    private static void checkParameters(Endpoint endpoint, Request request) {
        List<String> allowed =
                endpoint.query().stream().map(Endpoint.Parameter::name).toList();
        for (String name : request.query().keySet()) {
            if (!allowed.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) + "..." : name;
                String meant = Spelling.closest(name, allowed)
                        .map(n -> "; did you mean `" + n + "`?")
                        .orElse("");
                throw new Refused(
                        ProblemType.BAD_PARAMETER,
                        "no parameter `" + shown + "` here" + meant + " (there are: "
                                + (allowed.isEmpty() ? "none" : String.join(", ", allowed)) + ")");
            }
        }
    }

    private static void checkType(Endpoint endpoint, Request request) {
        String type = request.contentType();
        boolean bare = endpoint.bodies().isEmpty() && type.isEmpty() && request.body().length == 0;
        List<String> types = endpoint.bodies().isEmpty() ? List.of(ScenarioTexts.TYPES) : endpoint.bodies();
        if (endpoint.writes() && !bare && !types.contains(type)) {
            throw new Refused(
                    ProblemType.UNSUPPORTED_TYPE,
                    "send `Content-Type: " + String.join("` or `", types) + "`",
                    List.of(),
                    Map.of("Accept-Post", String.join(", ", types)));
        }
    }

    static String path(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "/");
    }
}
