package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final List<String> inside = new ArrayList<>();
    private final Bulkhead.Registry registry = new Bulkhead.Registry();

    @Test
    void permits_are_handed_over_in_the_order_of_arrival() {
        Bulkhead bulkhead = bulkhead(1, -1);
        assertEquals(Bulkhead.Entry.INSIDE, bulkhead.enter(() -> inside.add("never called")));
        assertEquals(Bulkhead.Entry.WAITING, bulkhead.enter(() -> inside.add("a")));
        assertEquals(Bulkhead.Entry.WAITING, bulkhead.enter(() -> inside.add("b")));
        bulkhead.leave();
        assertEquals(List.of("a"), inside);
        bulkhead.leave();
        assertEquals(List.of("a", "b"), inside);
        bulkhead.leave();
        assertEquals(Bulkhead.Entry.INSIDE, bulkhead.enter(() -> {}));
        assertEquals(Bulkhead.Entry.WAITING, bulkhead.enter(() -> {}));
    }

    @Test
    void who_finds_the_line_full_is_rejected_until_somebody_gives_up() {
        Bulkhead bulkhead = bulkhead(1, 1);
        bulkhead.enter(() -> {});
        Runnable impatient = () -> inside.add("impatient");
        assertEquals(Bulkhead.Entry.WAITING, bulkhead.enter(impatient));
        assertEquals(Bulkhead.Entry.REJECTED, bulkhead.enter(() -> {}));
        assertTrue(bulkhead.giveUp(impatient));
        assertFalse(bulkhead.giveUp(impatient));
        assertEquals(Bulkhead.Entry.WAITING, bulkhead.enter(() -> inside.add("next")));
        bulkhead.leave();
        assertEquals(List.of("next"), inside);
    }

    @Test
    void giving_up_comes_too_late_when_the_permit_is_on_its_way() {
        Bulkhead bulkhead = bulkhead(1, -1);
        bulkhead.enter(() -> {});
        Runnable waiting = () -> inside.add("waiting");
        bulkhead.enter(waiting);
        bulkhead.leave();
        assertFalse(bulkhead.giveUp(waiting));
        assertEquals(List.of("waiting"), inside);
    }

    @Test
    void a_name_means_one_bulkhead() {
        assertSame(bulkhead(1, 0), bulkhead(2, 5));
    }

    private Bulkhead bulkhead(int permits, int queue) {
        return registry.of(new Step.Limit("name", permits, queue, List.of()));
    }
}
