package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final List<String> stopped = new ArrayList<>();
    private final Scope scope = new Scope();

    @Test
    void cancel_stops_what_is_open_oldest_first_and_only_once() {
        scope.onCancel(() -> stopped.add("a"));
        Scope.Stop over = scope.onCancel(() -> stopped.add("b"));
        scope.onCancel(() -> stopped.add("c"));
        over.over();
        over.over();
        scope.cancel();
        scope.cancel();
        assertEquals(List.of("a", "c"), stopped);
    }

    @Test
    void what_opens_after_the_cancellation_is_stopped_at_once() {
        scope.cancel();
        scope.onCancel(() -> stopped.add("late"));
        assertTrue(scope.child().cancelled());
        assertEquals(List.of("late"), stopped);
    }

    @Test
    void a_child_is_cancelled_with_its_parent_but_not_the_other_way_round() {
        Scope child = scope.child();
        child.onCancel(() -> stopped.add("child"));
        Scope other = scope.child();
        other.cancel();
        assertFalse(scope.cancelled());
        assertFalse(child.cancelled());
        scope.cancel();
        assertEquals(List.of("child"), stopped);
    }

    @Test
    void a_child_that_is_over_is_forgotten() {
        Scope child = scope.child();
        child.onCancel(() -> stopped.add("child"));
        child.over();
        scope.cancel();
        assertFalse(child.cancelled());
        assertEquals(List.of(), stopped);
    }

    @Test
    void an_action_may_end_its_neighbour() {
        Scope.Stop[] neighbour = new Scope.Stop[1];
        scope.onCancel(() -> neighbour[0].over());
        neighbour[0] = scope.onCancel(() -> stopped.add("neighbour"));
        scope.cancel();
        assertEquals(List.of(), stopped);
    }
}
