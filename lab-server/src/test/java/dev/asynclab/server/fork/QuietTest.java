package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A look takes a second; here it takes none and gives what was prepared.
class QuietTest {

    @Test
    void a_quiet_machine_is_looked_at_once() throws InterruptedException {
        assertEquals(new Quiet.Waited(1, 0.05), after(0.05, 0.9));
    }

    @Test
    void waiting_ends_with_the_first_quiet_second() throws InterruptedException {
        Quiet.Waited waited = after(0.8, 0.06, 0.01, 0.9);
        assertEquals(new Quiet.Waited(3, 0.01), waited);
        assertTrue(waited.quiet());
    }

    @Test
    void a_machine_that_never_becomes_quiet_is_not_waited_for_forever() throws InterruptedException {
        Quiet.Waited waited = Quiet.await(Duration.ofSeconds(20), () -> 0.4);
        assertEquals(20, waited.looks());
        assertFalse(waited.quiet());
    }

    @Test
    void a_machine_that_cannot_be_looked_at_is_not_waited_for() throws InterruptedException {
        assertTrue(after(Double.NaN, 0.9).quiet());
    }

    private static Quiet.Waited after(Double... shares) throws InterruptedException {
        Iterator<Double> looks = List.of(shares).iterator();
        return Quiet.await(Duration.ofSeconds(20), looks::next);
    }
}
