package dev.asynclab.server.run;

import dev.asynclab.api.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Live events to whoever listens, joined to the stored ones without gap or double.
///
/// Stored events arrive in the order they were committed. A new subscriber is entered first, with what arrives from
/// then on put aside; then the stored events are read, and what was put aside follows, unless it was among them.
final class RunFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RunFeed.class);

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /// Hands an event on; a listener that throws loses its subscription.
    void publish(RunEvent event) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.run == null || subscriber.run.equals(event.run())) {
                subscriber.offer(event);
            }
        }
    }

    /// @param stored reads the events after `after` that are on disk; called once the subscriber is entered
    /// @param run null for all runs
    Runs.Subscription subscribe(
            @Nullable String run, long after, Supplier<List<RunEvent>> stored, Consumer<RunEvent> listener) {
        Subscriber subscriber = new Subscriber(run, after, listener);
        subscribers.add(subscriber);
        try {
            subscriber.catchUp(stored.get());
        } catch (RuntimeException e) {
            subscriber.close();
            throw e;
        }
        return subscriber;
    }

    /// One listener. Its lock is held while the listener is called, so that events cannot overtake each other.
    private final class Subscriber implements Runs.Subscription {
        private final @Nullable String run;
        private final Consumer<RunEvent> listener;
        private final List<RunEvent> putAside = new ArrayList<>();
        private long last;
        private boolean catchingUp = true;
        private boolean closed;

        Subscriber(@Nullable String run, long after, Consumer<RunEvent> listener) {
            this.run = run;
            this.last = after;
            this.listener = listener;
        }

        synchronized void offer(RunEvent event) {
            if (catchingUp) {
                putAside.add(event);
            } else {
                hand(event);
            }
        }

        synchronized void catchUp(List<RunEvent> stored) {
            stored.forEach(this::hand);
            putAside.forEach(this::hand);
            putAside.clear();
            catchingUp = false;
        }

        private void hand(RunEvent event) {
            boolean counted = run != null && event.sequence() > 0;
            if (closed || (counted && event.sequence() <= last)) {
                return;
            }
            if (counted) {
                last = event.sequence();
            }
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a listener of run {} failed and is dropped", event.run(), e);
                close();
            }
            if (run != null && event.type().equals("end")) {
                close();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            subscribers.remove(this);
        }
    }
}
