package dev.asynclab.server.http;

import dev.asynclab.server.capsule.CapsuleZip;
import dev.asynclab.server.run.StoreFailure;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a request from the event loop to its endpoint on a virtual thread, and the answer back.
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private final Vertx vertx;
    private final Gate gate;
    private final Incoming incoming;
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
        this.incoming = new Incoming(gate);
        this.problems = problems;
        this.streams = streams;
        this.threads = threads;
        this.deadlines = deadlines;
        this.traffic = traffic;
        this.router = Router.router(vertx);
        mount(endpoints);
    }

    private void mount(List<Endpoint> endpoints) {
        Map<String, List<Endpoint>> paths = endpoints.stream().collect(Collectors.groupingBy(Endpoint::path));
        for (Endpoint endpoint : endpoints) {
            var route = router.route(HttpMethod.valueOf(endpoint.method()), routePath(endpoint.path()));
            if (endpoint.writes()) {
                route.handler(BodyHandler.create(false).setBodyLimit(endpoint.largestBody()));
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
        router.route().handler(ctx -> missing(ctx.request())).failureHandler(this::failed);
        for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 500, 501}) {
            router.errorHandler(status, this::failed);
        }
    }

    private void missing(HttpServerRequest request) {
        if (MissingPage.wanted(request)) {
            traffic.refused(ProblemType.NOT_FOUND);
            write(request, MissingPage.answer());
        } else {
            refuse(request, new Refused(ProblemType.NOT_FOUND, "nothing is at this address"));
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
            request = incoming.read(ctx, endpoint);
        } catch (Refused refused) {
            respond(ctx.request(), endpoint, problems.answer(refused, Incoming.path(ctx.request())));
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

    private Answer answer(Endpoint endpoint, Request request) {
        try {
            return endpoint.handler().handle(request);
        } catch (Refused refused) {
            return problems.answer(refused, request.path());
        } catch (InterruptedException _) {
            return problems.answer(new Refused(ProblemType.DRAINING, "the server is shutting down"), request.path());
        } catch (StoreFailure e) {
            return problems.answer(unstored(e), request.path());
        } catch (IOException | RuntimeException | Error e) {
            // An Error too: what is not answered leaves the caller waiting until the connection is given up.
            return problems.answer(internal(e), request.path());
        }
    }

    /// No defect of the lab's, and perhaps over soon.
    private static Refused unstored(StoreFailure failure) {
        if (failure.diskFull()) {
            return new Refused(ProblemType.DISK_FULL, "the disk that holds the data folder is full");
        }
        String id = UUID.randomUUID().toString();
        LOG.error("the store failed ({})", id, failure);
        return new Refused(
                ProblemType.STORE_FAILED,
                "look for " + id + " in the server's log",
                List.of(),
                Map.of("Retry-After", "5"));
    }

    /// A defect: logged under an id that the caller gets to see; what went wrong inside is nobody else's
    /// business.
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
            refused = new Refused(
                    type,
                    "a body has at most %,d bytes, an import %,d"
                            .formatted(Endpoint.LARGEST_BODY, CapsuleZip.LARGEST_PACKED_BYTES));
        } else {
            refused = new Refused(type, type.title());
        }
        refuse(ctx.request(), refused);
    }

    /// Answers a request nobody read to its end; the connection is of no more use then.
    private void refuse(HttpServerRequest request, Refused refused) {
        Answer.Whole answer = problems.answer(refused, Incoming.path(request));
        traffic.refused(refused.type());
        // What could not be understood may have been two requests, read differently: nothing after it is
        // believed.
        boolean reusable = refused.type().status() != 400 && (request.isEnded() || request.method() == HttpMethod.GET);
        write(request, reusable ? answer : answer.with("Connection", "close"));
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
