package dev.asynclab.server.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Stands before the dispatcher, which can only be built once the port is known: a moment after the server
/// listens.
final class Front {
    private volatile @Nullable Dispatcher dispatcher;

    void open(Dispatcher built) {
        dispatcher = built;
    }

    void accept(HttpServerRequest request) {
        Dispatcher built = dispatcher;
        if (built == null) {
            tooEarly(request);
        } else {
            built.accept(request);
        }
    }

    void invalid(HttpServerRequest request) {
        Dispatcher built = dispatcher;
        if (built == null) {
            tooEarly(request);
        } else {
            built.invalid(request);
        }
    }

    private static void tooEarly(HttpServerRequest request) {
        request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    }
}
