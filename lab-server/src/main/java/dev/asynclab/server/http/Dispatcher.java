package dev.asynclab.server.http;

import dev.asynclab.scenario.Spelling;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a request from the event loop to its endpoint on a virtual thread, and the answer back.
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int LARGEST_BODY = 1 << 20;
    private final Vertx vertx;
    private final Gate gate;
    private final Problems problems;
    private final EventStreams streams;
    private final Executor threads;
    private final Deadlines deadlines;
    private final Traffic traffic;
    private final Router router;

    Dispatcher(
            Vertx vertx,
            Gate gate,
            Problems problems,
            EventStreams streams,
            Executor threads,
            Deadlines deadlines,
            Traffic traffic,
            List<Endpoint> endpoints) {
        this.vertx = vertx;
        this.gate = gate;
        this.problems = problems;
        this.streams = streams;
        this.threads = threads;
        this.deadlines = deadlines;
        this.traffic = traffic;
        this.router = Router.router(vertx);
        mount(endpoints);
    }

    private void mount(List<Endpoint> endpoints) {
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        Map<String, List<Endpoint>> paths = endpoints.stream().collect(Collectors.groupingBy(Endpoint::path));
        for (Endpoint endpoint : endpoints) {
            var route = router.route(HttpMethod.valueOf(endpoint.method()), routePath(endpoint.path()));
            if (endpoint.writes()) {
                route.handler(bodies);
            }
            route.handler(ctx -> handle(ctx, endpoint));
        }
        paths.forEach((path, rows) -> {
            String allow = rows.stream().map(Endpoint::method).sorted().collect(Collectors.joining(", "));
            router.route(routePath(path))
                    .handler(ctx -> refuse(
                            ctx.request(),
                            new Refused(
                                    ProblemType.METHOD_NOT_ALLOWED,
                                    "allowed: " + allow,
                                    List.of(),
                                    Map.of("Allow", allow))));
        });
        router.route()
                .handler(ctx -> refuse(ctx.request(), new Refused(ProblemType.NOT_FOUND, "nothing is at this address")))
                .failureHandler(this::failed);
        for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 500, 501}) {
            router.errorHandler(status, this::failed);
        }
    }

    private static String routePath(String template) {
        return template.replace("{", ":").replace("}", "");
    }

    /// A request whose head is complete.
    void accept(HttpServerRequest request) {
        deadlines.requested(request.connection());
        request.response().endHandler(_ -> deadlines.answered(request.connection()));
        SecurityHeaders.set(request.response().headers(), request.uri());
        try {
            gate.check(request.method().name(), request.uri(), request.headers());
            router.handle(request);
        } catch (Refused refused) {
            refuse(request, refused);
        }
    }

    /// A request that is not HTTP: too long, or contradicting itself.
    void invalid(HttpServerRequest request) {
        Throwable cause =
                request.decoderResult() == null ? null : request.decoderResult().cause();
        String name = cause == null ? "" : cause.getClass().getSimpleName();
        ProblemType type = switch (name) {
            case "TooLongHttpLineException" -> ProblemType.URI_TOO_LONG;
            case "TooLongHttpHeaderException" -> ProblemType.HEADERS_TOO_LARGE;
            default -> ProblemType.BAD_REQUEST;
        };
        SecurityHeaders.set(request.response().headers(), "/api");
        refuse(request, new Refused(type, "the request is not well-formed HTTP/1.1"));
    }

    private void handle(RoutingContext ctx, Endpoint endpoint) {
        deadlines.read(ctx.request().connection());
        Request request;
        try {
            request = request(ctx);
            check(endpoint, request);
        } catch (Refused refused) {
            respond(ctx.request(), endpoint, problems.answer(refused, path(ctx.request())));
            return;
        } catch (IllegalArgumentException | HttpException _) {
            refuse(ctx.request(), new Refused(ProblemType.BAD_REQUEST, "path or query is not well-formed"));
            return;
        }
        Context context = vertx.getOrCreateContext();
        try {
            threads.execute(() -> {
                Answer answer = answer(endpoint, request);
                context.runOnContext(_ -> {
                    switch (answer) {
                        case Answer.Whole whole -> respond(ctx.request(), endpoint, whole);
                        case Answer.Events events -> {
                            traffic.answered(endpoint, 200);
                            streams.start(context, ctx.request(), events);
                        }
                    }
                });
            });
        } catch (RejectedExecutionException _) {
            refuse(ctx.request(), new Refused(ProblemType.DRAINING, "the server is shutting down"));
        }
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

    private static void check(Endpoint endpoint, Request request) {
        if (endpoint.needsToken()) {
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

    private Answer answer(Endpoint endpoint, Request request) {
        try {
            return endpoint.handler().handle(request);
        } catch (Refused refused) {
            return problems.answer(refused, request.path());
        } catch (InterruptedException _) {
            return problems.answer(new Refused(ProblemType.DRAINING, "the server is shutting down"), request.path());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return problems.answer(internal(e), request.path());
        }
    }

    /// A defect: logged under an id that the caller gets to see; what went wrong inside is nobody else's business.
    private static Refused internal(Throwable cause) {
        String id = UUID.randomUUID().toString();
        LOG.error("a request failed ({})", id, cause);
        return new Refused(ProblemType.INTERNAL, "look for " + id + " in the server's log");
    }

    private void failed(RoutingContext ctx) {
        int status = ctx.statusCode();
        Throwable cause = ctx.failure();
        if (cause instanceof HttpException http) {
            status = http.getStatusCode();
        }
        ProblemType type = ProblemType.ofStatus(status);
        Refused refused;
        if (type == ProblemType.INTERNAL) {
            refused = internal(cause == null ? new IllegalStateException("status " + status) : cause);
        } else if (type == ProblemType.TOO_LARGE) {
            refused = new Refused(type, "a body has at most %,d bytes".formatted(LARGEST_BODY));
        } else {
            refused = new Refused(type, type.title());
        }
        refuse(ctx.request(), refused);
    }

    /// Answers a request nobody read to its end; the connection is of no more use then.
    private void refuse(HttpServerRequest request, Refused refused) {
        Answer.Whole answer = problems.answer(refused, path(request));
        traffic.refused(refused.type());
        // What could not be understood may have been two requests, read differently: nothing after it is believed.
        boolean reusable = refused.type().status() != 400 && (request.isEnded() || request.method() == HttpMethod.GET);
        write(request, reusable ? answer : answer.with("Connection", "close"));
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.path(), "/");
    }

    private void respond(HttpServerRequest request, Endpoint endpoint, Answer.Whole answer) {
        traffic.answered(endpoint, answer.status());
        write(request, answer);
    }

    private static void write(HttpServerRequest request, Answer.Whole answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        var ended = answer.body().length == 0 ? response.end() : response.end(Buffer.buffer(answer.body()));
        if ("close".equals(answer.headers().get("Connection"))) {
            ended.onComplete(_ -> request.connection().close());
        }
    }
}
