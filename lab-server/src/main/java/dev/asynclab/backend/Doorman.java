package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Mock;
import java.io.IOException;
import wiremock.jakarta.servlet.AsyncContext;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.io.Connection;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.server.HttpChannel;
import wiremock.org.eclipse.jetty.server.HttpConnection;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;
import wiremock.org.eclipse.jetty.util.BufferUtil;
import wiremock.org.eclipse.jetty.util.Callback;

/// Stands in Jetty before WireMock: counts, keeps the limit, lets stalls stall, and lets nobody else in.
///
/// The counting is done here because WireMock's own events do not show the end of an answer: `afterComplete`
/// fires when the delayed answer has been scheduled, [HttpChannel.Listener#onComplete] when it has been written.
/// What is not for the mock, WireMock's admin interface among it, gets 404.
final class Doorman extends HandlerWrapper implements HttpChannel.Listener, Connection.Listener {

    private static final String VISIT = Visit.class.getName();
    private static final long FOREVER = 0;

    private final Object lock;
    private final Mock mock;
    private final Draws draws;
    private final Ledger ledger;
    private final Places places;
    private final ColdStart coldStart;

    Doorman(Object lock, Mock mock, Draws draws) {
        this.lock = lock;
        this.mock = mock;
        this.draws = draws;
        this.ledger = new Ledger(System.nanoTime());
        this.places = new Places(mock.maxConcurrent(), mock.queue());
        this.coldStart = new ColdStart(mock.coldStartNanos());
    }

    /// Called under the lock.
    Counter count(long nowNanos, boolean resetPeak) {
        return ledger.read(nowNanos, resetPeak);
    }

    @Override
    public void handle(String path, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (base.getAttribute(VISIT) instanceof Visit back) {
            serve(back, path, base, request, response);
            return;
        }
        Target target = Target.of(base.getHttpURI().getPathQuery(), mock.name());
        switch (target.route()) {
            case UNKNOWN -> refuse(base, response, HttpServletResponse.SC_NOT_FOUND);
            case BARE -> super.handle(path, base, request, response);
            case MOCK -> {
                Visit visit = arrive(target.id(), base);
                switch (visit.phase) {
                    case PLACED -> serve(visit, path, base, request, response);
                    case REFUSED -> refuse(base, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                    case WAITING, DEPARTED -> {}
                }
            }
        }
    }

    /// Counts the request and asks for its place.
    private Visit arrive(String id, Request base) {
        synchronized (lock) {
            long now = System.nanoTime();
            ledger.arrive(now);
            ledger.spoke(base.getHttpVersion().asString());
            long key = draws.key(id.isEmpty() ? Long.toString(ledger.arrivals()) : id);
            Visit visit = new Visit(key, now, coldStart.warmAt(now), ledger);
            base.setAttribute(VISIT, visit);
            switch (places.admit(visit)) {
                case ENTERED -> visit.phase = Visit.Phase.PLACED;
                case FULL -> visit.phase = Visit.Phase.REFUSED;
                // No thread waits: Jetty takes the request up again when it has its place.
                case WAITING -> visit.waiting = suspend(base);
            }
            return visit;
        }
    }

    private void serve(Visit visit, String path, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (draws.fate(visit.key) == Fate.STALL) {
            suspend(base);
            watch(base.getHttpChannel().getEndPoint());
            return;
        }
        // WireMock sets no timeout for its delayed answers; Jetty's own would end them after 30 seconds.
        base.getHttpChannelState().setTimeout(FOREVER);
        try {
            ScopedValue.where(Visit.CURRENT, visit).call(() -> {
                super.handle(path, base, request, response);
                return null;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static AsyncContext suspend(Request base) {
        base.setHandled(true);
        AsyncContext context = base.startAsync();
        context.setTimeout(FOREVER);
        return context;
    }

    private static void refuse(Request base, HttpServletResponse response, int status) {
        base.setHandled(true);
        response.setStatus(status);
        response.setContentLength(0);
    }

    /// Jetty does not read while an answer is pending, so it would never learn that the client of a stalled
    /// request has gone. Nobody else reads this connection again: reading it here is safe.
    private static void watch(EndPoint connection) {
        connection.fillInterested(new Callback() {
            @Override
            public void succeeded() {
                try {
                    if (connection.fill(BufferUtil.allocate(1_024)) < 0) {
                        connection.close();
                    } else {
                        connection.fillInterested(this);
                    }
                } catch (IOException e) {
                    connection.close(e);
                }
            }

            @Override
            public void failed(Throwable cause) {
                connection.close(cause);
            }
        });
    }

    @Override
    public void onComplete(Request request) {
        depart(request);
    }

    @Override
    public void onOpened(Connection connection) {
        synchronized (lock) {
            ledger.connect();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            depart(http.getHttpChannel().getRequest());
        }
    }

    /// Both the end of an answer and the end of its connection come here; the first one counts.
    private void depart(Request request) {
        if (request.getAttribute(VISIT) instanceof Visit visit) {
            synchronized (lock) {
                Visit.Phase before = visit.phase;
                if (before == Visit.Phase.DEPARTED) {
                    return;
                }
                visit.phase = Visit.Phase.DEPARTED;
                ledger.depart(visit.arrivedNanos, System.nanoTime());
                if (before == Visit.Phase.PLACED) {
                    places.release();
                } else if (before == Visit.Phase.WAITING) {
                    places.abandon();
                }
            }
        }
    }
}
