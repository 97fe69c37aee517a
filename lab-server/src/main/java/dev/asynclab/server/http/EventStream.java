package dev.asynclab.server.http;

import dev.asynclab.api.RunEvent;
import dev.asynclab.server.run.Runs;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One reader of server-sent events.
///
/// At most [#BUFFER_BYTES] wait for a reader who does not read. A reader who falls further behind is cut off, and
/// comes back with `Last-Event-ID`: stored events are sent as fast as the reader takes them, live ones are not
/// waited with, for they come from a thread that runs an experiment.
final class EventStream implements AutoCloseable {
    static final int BUFFER_BYTES = 256 * 1024;

    /// Proxies close what has been silent for a minute, some for half a minute.
    static final long HEARTBEAT_MILLIS = 15_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Runs runs;
    private final boolean multiplexed;
    private final boolean named;
    private final long heartbeatMillis;
    private final Runnable onClose;

    // All below is guarded by this.
    private final Map<String, Long> positions;
    private final Map<String, Runs.Subscription> subscriptions = new HashMap<>();
    private long waitingBytes;
    private long heartbeat = -1;
    private boolean closed;

    EventStream(
            Vertx vertx,
            Context context,
            HttpServerRequest request,
            Runs runs,
            Answer.Events wanted,
            long heartbeatMillis,
            Runnable onClose) {
        this.vertx = vertx;
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.runs = runs;
        this.multiplexed = wanted.multiplexed();
        this.positions = new LinkedHashMap<>(wanted.positions());
        this.named = !positions.isEmpty();
        this.heartbeatMillis = heartbeatMillis;
        this.onClose = onClose;
    }

    /// Sends the head. On the connection's event loop.
    void open() {
        response.setChunked(true).setStatusCode(200);
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.closeHandler(_ -> close());
        response.exceptionHandler(_ -> close());
        synchronized (this) {
            heartbeat = vertx.setPeriodic(heartbeatMillis, _ -> send(": still here\n\n", true));
        }
        send("retry: 1000\n\n", false);
    }

    /// Sends what is stored, then subscribes to what comes. On a virtual thread: waits for a slow reader.
    void feed() throws InterruptedException {
        if (!named) {
            hold("", runs.subscribe(null, 0, this::live));
            return;
        }
        List<String> wanted;
        synchronized (this) {
            wanted = List.copyOf(positions.keySet());
        }
        for (String run : wanted) {
            replay(run);
            if (position(run) >= 0) {
                hold(run, runs.subscribe(run, position(run), this::live));
            }
        }
    }

    private void replay(String run) throws InterruptedException {
        for (long after = position(run); after >= 0; ) {
            List<RunEvent> stored = runs.events(run, after);
            for (RunEvent event : stored) {
                if (!awaitRoom()) {
                    return;
                }
                deliver(event);
            }
            if (stored.isEmpty()) {
                return;
            }
            after = position(run);
        }
    }

    /// The last sequence sent; -1 when there is nothing more to send.
    private synchronized long position(String run) {
        return closed ? -1 : positions.getOrDefault(run, -1L);
    }

    private void hold(String run, Runs.Subscription subscription) {
        synchronized (this) {
            if (!closed && (!named || positions.containsKey(run))) {
                subscriptions.put(run, subscription);
                return;
            }
        }
        subscription.close();
    }

    private synchronized boolean awaitRoom() throws InterruptedException {
        while (!closed && waitingBytes > BUFFER_BYTES / 2) {
            wait();
        }
        return !closed;
    }

    private void live(RunEvent event) {
        deliver(event);
    }

    private void deliver(RunEvent event) {
        Runs.Subscription over = null;
        boolean last = false;
        synchronized (this) {
            if (closed || named && !positions.containsKey(event.run())) {
                return;
            }
            boolean stored = event.sequence() > 0;
            if (stored && event.sequence() <= positions.getOrDefault(event.run(), 0L)) {
                return;
            }
            if (stored && named) {
                positions.put(event.run(), event.sequence());
            }
            // A sample is worth nothing later: it never pushes a slow reader over the limit.
            send(frame(event, stored), !stored);
            if (event.type().equals("end") && named) {
                positions.remove(event.run());
                over = subscriptions.remove(event.run());
                last = positions.isEmpty();
            }
        }
        if (over != null) {
            over.close();
        }
        if (last) {
            context.runOnContext(_ -> finish());
        }
    }

    private String frame(RunEvent event, boolean stored) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", event.run());
        data.put("sequence", event.sequence());
        data.put("type", event.type());
        data.put("data", event.data());
        if (event.at() != null) {
            data.put("at", event.at());
        }
        String id = !stored || !named ? "" : "id: " + (multiplexed ? vector() : event.sequence()) + "\n";
        return id + "event: " + event.type() + "\ndata: " + Json.write(data) + "\n\n";
    }

    private String vector() {
        return positions.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue())
                .collect(Collectors.joining(","));
    }

    private synchronized void send(String text, boolean droppable) {
        if (closed) {
            return;
        }
        Buffer buffer = Buffer.buffer(text);
        int size = buffer.length();
        if (waitingBytes + size > BUFFER_BYTES) {
            if (!droppable) {
                context.runOnContext(_ -> evict());
            }
            return;
        }
        waitingBytes += size;
        context.runOnContext(_ -> {
            if (response.ended() || response.closed()) {
                return;
            }
            response.write(buffer).onComplete(_ -> written(size));
        });
    }

    private synchronized void written(int size) {
        waitingBytes -= size;
        notifyAll();
    }

    /// Cuts the reader off: nothing else would free what waits for it.
    private void evict() {
        close();
        request.connection().close();
    }

    private void finish() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
        close();
    }

    /// Ends the stream from the server's side. Idempotent.
    @Override
    public void close() {
        List<Runs.Subscription> over;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            vertx.cancelTimer(heartbeat);
            over = new ArrayList<>(subscriptions.values());
            subscriptions.clear();
            notifyAll();
        }
        over.forEach(Runs.Subscription::close);
        onClose.run();
    }
}
