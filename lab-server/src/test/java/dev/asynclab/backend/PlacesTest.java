package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.backend.Places.Admission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final List<String> entered = new ArrayList<>();

    @Test
    void who_waits_enters_in_the_order_of_arrival() {
        Places places = new Places(1, null);
        assertEquals(Admission.ENTERED, places.admit(guest("a")));
        assertEquals(Admission.WAITING, places.admit(guest("b")));
        assertEquals(Admission.WAITING, places.admit(guest("c")));
        places.release();
        assertEquals(List.of("b"), entered);
        places.release();
        assertEquals(List.of("b", "c"), entered);
        places.release();
        assertEquals(Admission.ENTERED, places.admit(guest("d")));
    }

    @Test
    void beyond_the_queue_it_is_full_until_one_enters() {
        Places places = new Places(1, 1);
        places.admit(guest("a"));
        places.admit(guest("b"));
        assertEquals(Admission.FULL, places.admit(guest("c")));
        places.release();
        assertEquals(Admission.WAITING, places.admit(guest("d")));
    }

    @Test
    void who_left_the_queue_is_skipped_and_makes_room_in_it() {
        Places places = new Places(1, 1);
        boolean[] gone = {false};
        places.admit(guest("a"));
        places.admit(new Guest("b", gone, () -> {}));
        gone[0] = true;
        places.abandon();
        assertEquals(Admission.WAITING, places.admit(guest("c")));
        places.release();
        assertEquals(List.of("c"), entered);
    }

    /// Ten thousand guests that leave as they enter: one inside the other they would need ten thousand frames.
    @Test
    void guests_that_leave_at_once_do_not_pile_up_on_the_stack() {
        Places places = new Places(1, null);
        places.admit(guest("first"));
        for (int i = 0; i < 10_000; i++) {
            places.admit(new Guest("" + i, new boolean[1], places::release));
        }
        places.release();
        assertEquals(10_000, entered.size());
        assertEquals(Admission.ENTERED, places.admit(guest("last")));
    }

    private Guest guest(String name) {
        return new Guest(name, new boolean[1], () -> {});
    }

    private final class Guest implements Places.Guest {
        private final String name;
        private final boolean[] gone;
        private final Runnable then;

        Guest(String name, boolean[] gone, Runnable then) {
            this.name = name;
            this.gone = gone;
            this.then = then;
        }

        @Override
        public void enter() {
            entered.add(name);
            then.run();
        }

        @Override
        public boolean gone() {
            return gone[0];
        }
    }
}
