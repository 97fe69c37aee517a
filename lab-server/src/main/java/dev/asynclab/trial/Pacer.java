package dev.asynclab.trial;

import dev.asynclab.wire.ToTrial;
import java.util.List;
import java.util.function.LongConsumer;

/// Decides when tasks start: one implementation per load shape.
///
/// The measuring thread calls [#begin] once, then [#phase] for settling (where the load [#settles]) and for the
/// window, then [#close]; the threads of the model call [#ended]. The load goes on between two phases, except in
/// batches.
sealed interface Pacer extends AutoCloseable permits ClosedPacer, OpenPacer, BatchPacer {

    /// Whether the load needs time to settle before a window opens.
    default boolean settles() {
        return true;
    }

    /// Puts the load on; returns at once.
    void begin();

    /// Begins a phase of at least this length, and up to `mostNanos` where a whole turn does not fit in.
    void phase(long nanos, long mostNanos);

    /// The present phase may end.
    boolean phaseOver();

    /// When the window closes, once its phase may end: announced ahead, as [Window] asks for.
    long closing();

    /// A task ended after the call that started it had returned, or on another thread.
    void ended(int slot, long nowNanos);

    /// Ends the load: no further tasks are started, except arrivals that were due inside the window and still
    /// wait.
    @Override
    void close();

    /// Nothing is in flight and nothing waits.
    boolean drained();

    /// Intended start of every task still in flight.
    void eachInFlight(LongConsumer intendedNanos);

    /// Intended start of every arrival meant for the window or before that never started.
    default void eachDropped(LongConsumer intendedNanos) {}

    /// Arrivals meant for the window that had to wait for a place in flight.
    default long late() {
        return 0;
    }

    /// Wall times of the repetitions inside the window; only batches have some.
    default List<Long> wallNanos() {
        return List.of();
    }

    /// Builds the pacer of a load.
    ///
    /// @param lengthNanos how long the load may last: settling and window together
    /// @param joinNanos time over which the callers of a closed load join
    static Pacer of(
            ToTrial.LoadShape load,
            Pacing pacing,
            Flights flights,
            Recorder recorder,
            Window window,
            Counts counts,
            long seed,
            long lengthNanos,
            long joinNanos) {
        return switch (load) {
            case ToTrial.Closed closed -> new ClosedPacer(closed.concurrency(), joinNanos, pacing, flights, recorder);
            case ToTrial.Batch batch -> new BatchPacer(batch.tasks(), pacing, flights, recorder, window, counts);
            case ToTrial.Open open -> {
                long nanos = lengthNanos + OpenPacer.TAIL_NANOS;
                long[] times = Arrivals.intended(open.ratePerSecond(), open.poisson(), seed, nanos);
                yield new OpenPacer(times, open.maxInFlight(), pacing, flights, window);
            }
        };
    }
}
