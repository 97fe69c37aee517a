package dev.asynclab.trial;

import dev.asynclab.model.RecordedTimeline;
import dev.asynclab.wire.ProcessFigures.Pinned;
import dev.asynclab.wire.Trace.Kind;
import dev.asynclab.wire.Trace.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// A recording of this process by Flight Recorder, and the virtual threads it saw keep their carriers, from 1
/// ms on.
///
/// The profiles a JDK ships begin at 20 ms, which hides most pins. Recording costs CPU, so only a trace trial
/// turns it on: never one whose figures are judged.
final class FlightRecording implements AutoCloseable {

    static final Duration PINNED_FROM = Duration.ofMillis(1);

    private static final String PINNED = "jdk.VirtualThreadPinned";

    /// What a file that is handed to others must not hold: secrets live in environments and on command lines.
    private static final List<String> PRIVATE =
            List.of("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.SystemProcess");

    private final Recording recording;
    private final Path file;

    /// The same moment by the clock of the tasks and by that of the recording: they have different origins.
    @Name("lab.Anchor")
    @Label("Clock of the tasks")
    @StackTrace(false)
    static final class Anchor extends Event {
        @Label("System.nanoTime")
        long nanos;
    }

    private FlightRecording(Recording recording, Path file) {
        this.recording = recording;
        this.file = file;
    }

    /// Starts recording; the first one of a process takes some tenths of a second.
    ///
    /// @param file what was recorded is written here at the end
    static FlightRecording start(Path file) throws TrialFault {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("default"));
            recording.enable(PINNED).withThreshold(PINNED_FROM);
            PRIVATE.forEach(recording::disable);
            recording.start();
            Anchor anchor = new Anchor();
            anchor.nanos = System.nanoTime();
            anchor.commit();
            return new FlightRecording(recording, file);
        } catch (IOException | ParseException | IllegalStateException e) {
            throw new TrialFault("unavailable", "Flight Recorder does not start: " + e);
        }
    }

    /// Ends the recording and writes the file. Takes some tenths of a second.
    ///
    /// @return virtual threads that were pinned, in the order of their ends
    List<Span> end() throws TrialFault {
        try {
            recording.stop();
            recording.dump(file);
            return spans(RecordingFile.readAllEvents(file));
        } catch (IOException e) {
            throw new TrialFault("unavailable", "the recording cannot be written to " + file + ": " + e);
        }
    }

    /// All there was between two times of `System.nanoTime`: spans that reach out of it are cut.
    static Pinned sum(List<Span> spans, long fromNanos, long toNanos) {
        long count = 0;
        long nanos = 0;
        for (Span span : spans) {
            long inside = Math.min(toNanos, span.endNanos()) - Math.max(fromNanos, span.startNanos());
            if (span.kind() == Kind.PINNED && inside > 0) {
                count++;
                nanos += inside;
            }
        }
        return new Pinned(count, nanos);
    }

    private static List<Span> spans(List<RecordedEvent> events) {
        List<Span> spans = new ArrayList<>();
        RecordedEvent anchor = events.stream()
                .filter(e -> e.getEventType().getName().equals("lab.Anchor"))
                .findFirst()
                .orElse(null);
        if (anchor != null) {
            Instant at = anchor.getStartTime();
            long nanos = anchor.getLong("nanos");
            events.stream()
                    .filter(e -> e.getEventType().getName().equals(PINNED))
                    .forEach(e -> spans.add(pinned(e, nanos + ChronoUnit.NANOS.between(at, e.getStartTime()))));
        }
        return spans;
    }

    private static Span pinned(RecordedEvent event, long startNanos) {
        RecordedThread carrier = event.hasField("carrierThread") ? event.getValue("carrierThread") : null;
        String name = carrier == null || carrier.getJavaName() == null ? "" : carrier.getJavaName();
        return new Span(
                Kind.PINNED,
                startNanos,
                startNanos + event.getDuration().toNanos(),
                RecordedTimeline.carrier(name),
                text(event, "blockingOperation") + ": " + text(event, "pinnedReason"));
    }

    private static String text(RecordedEvent event, String field) {
        String value = event.hasField(field) ? event.getString(field) : null;
        return value == null ? "unknown" : value;
    }

    @Override
    public void close() {
        recording.close();
    }
}
