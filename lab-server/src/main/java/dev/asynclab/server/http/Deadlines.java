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
    /// @param headMillis from the connection to the first complete head
    /// @param bodyMillis from the head to the end of the body
    /// @param nextMillis from an answer to the next head
    record Times(long headMillis, long bodyMillis, long nextMillis) {}

    static final Times USUAL = new Times(5_000, 30_000, 60_000);
    private static final long NONE = -1;
    private final Vertx vertx;
    private final int most;
    private final Times times;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    /// @param most connections at once
    Deadlines(Vertx vertx, int most, Times times) {
        this.vertx = vertx;
        this.most = most;
        this.times = times;
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
        arm(connection, times.headMillis);
    }

    /// The head is there; the body must follow.
    void requested(HttpConnection connection) {
        arm(connection, times.bodyMillis);
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
        arm(connection, times.nextMillis);
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
