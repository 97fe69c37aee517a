package dev.asynclab.model;

import dev.asynclab.workload.Step.How;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// One number that many tasks add to, protected in one of six ways or not at all.
///
/// `attempts` counts what was asked for, with a sum that cannot lose anything; what [#value()] lacks was lost.
final class SharedCounter {

    private final How how;
    private final Object lock = new Object();
    private final AtomicLong atomic = new AtomicLong();
    private final LongAdder adder = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private long plain;
    private volatile long visible;

    SharedCounter(How how) {
        this.how = how;
    }

    /// Adds one. With [How#CONFINED] only the thread that owns the counter may call this.
    @SuppressWarnings("NonAtomicVolatileUpdate") // that is the lesson
    void add() {
        attempts.increment();
        switch (how) {
            case PLAIN, CONFINED -> plain++;
            case VOLATILE -> visible++;
            case LOCK -> {
                synchronized (lock) {
                    plain++;
                }
            }
            case ATOMIC -> atomic.incrementAndGet();
            case ADDER -> adder.increment();
        }
    }

    long attempts() {
        return attempts.sum();
    }

    /// Exact when nobody adds.
    long value() {
        return switch (how) {
            case PLAIN, CONFINED, LOCK -> {
                synchronized (lock) {
                    yield plain;
                }
            }
            case VOLATILE -> visible;
            case ATOMIC -> atomic.get();
            case ADDER -> adder.sum();
        };
    }
}
