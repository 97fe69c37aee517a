package dev.asynclab.server.http;

import dev.asynclab.server.run.Runs;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The readers of events there are now.
final class EventStreams {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private final Vertx vertx;
    private final Runs runs;
    private final Executor threads;
    private final long heartbeatMillis;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /// @param heartbeatMillis a stream on which nothing happens says so this often
    EventStreams(Vertx vertx, Runs runs, Executor threads, long heartbeatMillis) {
        this.vertx = vertx;
        this.runs = runs;
        this.threads = threads;
        this.heartbeatMillis = heartbeatMillis;
    }

    int count() {
        return open.size();
    }

    /// Answers a request with a stream. On the connection's event loop.
    void start(Context context, HttpServerRequest request, Answer.Events wanted) {
        var self = new EventStream[1];
        var stream =
                new EventStream(vertx, context, request, runs, wanted, heartbeatMillis, () -> open.remove(self[0]));
        self[0] = stream;
        open.add(stream);
        stream.open();
        threads.execute(() -> {
            try {
                stream.feed();
            } catch (InterruptedException _) {
                // The service closes.
                stream.close();
            } catch (RuntimeException e) {
                LOG.error("an event stream broke", e);
                stream.close();
                request.connection().close();
            }
        });
    }
}
