package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.ProcessFigures.Pinned;
import dev.asynclab.wire.Trace.Kind;
import dev.asynclab.wire.Trace.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pins a virtual thread to its carrier on this JDK.
@Tag("slow")
class FlightRecordingTest {

    @TempDir
    Path folder = Path.of("");

    private static final long PARK_NANOS = 20_000_000;

    /// While it runs a frame of the virtual machine stands on the stack, so the thread cannot leave its carrier.
    private static final class ParksWhileLoaded {
        static {
            parked();
        }

        static void touch() {
            // Being called loads the class.
        }
    }

    private static final class ParksToo {
        static {
            parked();
        }

        static void touch() {
            // Being called loads the class.
        }
    }

    private static void parked() {
        long until = System.nanoTime() + PARK_NANOS;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Test
    void a_class_initialiser_pins_and_is_seen() throws Exception {
        Pinned pinned = during(ParksWhileLoaded::touch);
        assertTrue(pinned.count() >= 1, pinned::toString);
        assertTrue(pinned.totalNanos() >= 1_000_000, pinned::toString);
    }

    @Test
    void a_synchronized_block_does_not_pin() throws Exception {
        Object lock = new Object();
        assertEquals(new Pinned(0, 0), during(() -> {
            synchronized (lock) {
                parked();
            }
        }));
    }

    @Test
    void a_pin_lies_on_the_clock_of_the_tasks_and_names_its_carrier() throws Exception {
        long before = System.nanoTime();
        List<Span> spans = record(ParksToo::touch);
        long after = System.nanoTime();
        Span pin = spans.getFirst();
        assertTrue(pin.lane().startsWith("carrier-"), pin::toString);
        // The recorder's clock is read a little after the tasks' one, when both are related to each other.
        assertTrue(pin.startNanos() >= before - PARK_NANOS && pin.endNanos() <= after + PARK_NANOS, pin::toString);
    }

    @Test
    void a_span_counts_with_its_part_inside_the_window() {
        Span half = new Span(Kind.PINNED, 0, 10, "carrier-1", "");
        Span outside = new Span(Kind.PINNED, 20, 30, "carrier-1", "");
        Span pause = new Span(Kind.PAUSE, 6, 8, "", "");
        // From 5 to 20 holds 5 of the first, nothing of the second, and the third is no pin.
        assertEquals(new Pinned(1, 5), FlightRecording.sum(List.of(half, outside, pause), 5, 20));
    }

    @Test
    void a_recording_holds_no_environment_and_no_command_lines_of_others() throws Exception {
        record(() -> {});
        Set<String> types = RecordingFile.readAllEvents(folder.resolve("r.jfr")).stream()
                .map(e -> e.getEventType().getName())
                .collect(Collectors.toSet());
        assertTrue(types.contains("lab.Anchor"), types::toString);
        assertTrue(
                Collections.disjoint(
                        types,
                        Set.of("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.SystemProcess")),
                types::toString);
    }

    private Pinned during(Runnable body) throws Exception {
        return FlightRecording.sum(record(body), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private List<Span> record(Runnable body) throws Exception {
        Path file = folder.resolve("r.jfr");
        try (FlightRecording recording = FlightRecording.start(file)) {
            Thread.ofVirtual().start(body).join();
            return recording.end();
        } finally {
            assertTrue(Files.size(file) > 0, "no recording was written");
        }
    }
}
