package dev.asynclab.trial;

import dev.asynclab.wire.ProcessFigures.Pinned;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.consumer.RecordingStream;

/// Virtual threads that blocked and kept their carrier, by Flight Recorder, from 1 ms on.
///
/// The profiles a JDK ships begin at 20 ms, which hides most pins. Recording costs CPU, so only a trial that shows
/// its tasks for a timeline turns it on: never one whose figures are judged.
final class PinnedEvents implements AutoCloseable {

    /// Set to `true` in a trial process that records.
    static final String PROPERTY = "lab.trace";

    static final Duration THRESHOLD = Duration.ofMillis(1);

    private final RecordingStream stream = new RecordingStream();
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /// Starts recording.
    PinnedEvents() {
        stream.enable("jdk.VirtualThreadPinned").withThreshold(THRESHOLD).withoutStackTrace();
        stream.onEvent("jdk.VirtualThreadPinned", event -> {
            count.increment();
            nanos.add(event.getDuration().toNanos());
        });
        stream.startAsync();
    }

    /// Ends the recording; returns all there was since the start. Takes up to a second.
    Pinned end() {
        stream.stop();
        return new Pinned(count.sum(), nanos.sum());
    }

    @Override
    public void close() {
        stream.close();
    }
}
