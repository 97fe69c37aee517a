package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.model.Cancellations.Stretch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CancellationsTest {
    private final AtomicLong clock = new AtomicLong(1_000);
    private final Cancellations cancellations = new Cancellations(clock::get);

    @Test
    void the_time_counts_from_when_it_was_due_to_the_end_of_the_last_work() {
        Cancellation due = cancellations.in(50); // at 1,050
        due.begin();
        due.alsoCovers();
        clock.set(1_070);
        due.ended();
        clock.set(1_090);
        due.ended();
        assertEquals("1 begun, 1 ended, 40 ns", told(cancellations.next())); // 1,090 - 1,050
    }

    @Test
    void what_was_never_cancelled_counts_for_nothing() {
        cancellations.in(50);
        assertEquals("0 begun, 0 ended, 0 ns", told(cancellations.next()));
    }

    @Test
    void the_work_may_end_before_it_is_known_that_it_was_cancelled() {
        Cancellation cancellation = cancellations.in(0);
        clock.set(1_003);
        cancellation.ended();
        cancellation.begin();
        assertEquals("1 begun, 1 ended, 3 ns", told(cancellations.next()));
    }

    @Test
    void it_belongs_to_the_stretch_it_began_in_however_late_it_ends() {
        Cancellation cancellation = cancellations.begin();
        Stretch before = cancellations.next();
        assertEquals("1 begun, 0 ended, 0 ns", told(before));
        clock.set(1_500);
        cancellation.ended();
        assertEquals("1 begun, 1 ended, 500 ns", told(before));
        assertEquals("0 begun, 0 ended, 0 ns", told(cancellations.next()));
    }

    private static String told(Stretch stretch) {
        return stretch.begun() + " begun, " + stretch.ended() + " ended, " + stretch.nanos() + " ns";
    }
}
