package dev.asynclab.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Closes connections that take too long to say what they want, and all above a limit.
///
/// An idle timeout is not enough: a client that sends one byte now and then is never idle. So there is a deadline
/// for the first complete head, for the rest of a body, and for the next request on a connection kept open.
final class Deadlines {
    static final long HEAD_MILLIS = 5_000;
    static final long BODY_MILLIS = 30_000;
    static final long NEXT_MILLIS = 60_000;
    private static final long NONE = -1;
    private final Vertx vertx;
    private final int most;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    /// @param most connections at once
    Deadlines(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
    }

    int connections() {
        return timers.size();
    }

    void opened(HttpConnection connection) {
        if (timers.size() >= most) {
            connection.close();
            return;
        }
        timers.put(connection, NONE);
        connection.closeHandler(_ -> {
            Long timer = timers.remove(connection);
            if (timer != null) {
                vertx.cancelTimer(timer);
            }
        });
        arm(connection, HEAD_MILLIS);
    }

    /// The head is there; the body must follow.
    void requested(HttpConnection connection) {
        arm(connection, BODY_MILLIS);
    }

    /// The request is read; how long the answer takes is not the client's fault.
    void read(HttpConnection connection) {
        Long timer = timers.replace(connection, NONE);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /// The answer is out.
    void answered(HttpConnection connection) {
        arm(connection, NEXT_MILLIS);
    }

    private void arm(HttpConnection connection, long millis) {
        long timer = vertx.setTimer(millis, _ -> connection.close());
        Long before = timers.replace(connection, timer);
        if (before == null) {
            // Closed already.
            vertx.cancelTimer(timer);
        } else {
            vertx.cancelTimer(before);
        }
    }
}
