package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.ProcessFigures.Pinned;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What pins a virtual thread to its carrier on this JDK.
@Tag("slow")
class PinnedEventsTest {

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

    private static void parked() {
        long until = System.nanoTime() + PARK_NANOS;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Test
    void a_class_initialiser_pins_and_is_seen() throws InterruptedException {
        Pinned pinned = during(ParksWhileLoaded::touch);
        assertTrue(pinned.count() >= 1, pinned::toString);
        assertTrue(pinned.totalNanos() >= 1_000_000, pinned::toString);
    }

    @Test
    void a_synchronized_block_does_not_pin() throws InterruptedException {
        Object lock = new Object();
        assertEquals(new Pinned(0, 0), during(() -> {
            synchronized (lock) {
                parked();
            }
        }));
    }

    private static Pinned during(Runnable body) throws InterruptedException {
        try (PinnedEvents events = new PinnedEvents()) {
            Thread.ofVirtual().start(body).join();
            return events.end();
        }
    }
}
