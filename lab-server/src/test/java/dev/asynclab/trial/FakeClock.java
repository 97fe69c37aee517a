package dev.asynclab.trial;

import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only by parking, and things that happen in it: a discrete-event simulation on one thread.
final class FakeClock implements TrialClock {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
    private long nanos;
    private long order;

    private record Event(long nanos, long order, Runnable action) {}

    @Override
    public long nanos() {
        return nanos;
    }

    /// Everything due up to that time happens, in order.
    @Override
    public void park(long untilNanos) {
        for (Event next = events.peek(); next != null && next.nanos() <= untilNanos; next = events.peek()) {
            events.remove();
            nanos = Math.max(nanos, next.nanos());
            next.action().run();
        }
        nanos = Math.max(nanos, untilNanos);
    }

    void at(long atNanos, Runnable action) {
        events.add(new Event(atNanos, order++, action));
    }
}
