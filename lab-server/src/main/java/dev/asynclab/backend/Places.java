package dev.asynclab.backend;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The places of a backend with limited capacity, and the queue before them: first come, first served.
///
/// Confined to one thread. Every operation is O(1): who leaves the queue early is only marked, and skipped when
/// its turn comes.
final class Places {

    /// Who wants a place.
    interface Guest {
        /// The wait is over, the place is yours; may give it back before it returns.
        void enter();

        /// Whether the guest left the queue.
        boolean gone();
    }

    /// What became of the wish for a place.
    enum Admission {
        ENTERED,
        WAITING,
        FULL
    }

    private final int places;
    private final int queueLimit;
    private final ArrayDeque<Guest> queue = new ArrayDeque<>();
    private int taken;
    private int waiting;
    private boolean admitting;

    /// @param places null for no limit
    /// @param queueLimit null for no limit
    Places(@Nullable Integer places, @Nullable Integer queueLimit) {
        this.places = places == null ? Integer.MAX_VALUE : places;
        this.queueLimit = queueLimit == null ? Integer.MAX_VALUE : queueLimit;
    }

    /// Asks for a place. [Guest#enter] follows only after WAITING.
    Admission admit(Guest guest) {
        if (taken < places) {
            taken++;
            return Admission.ENTERED;
        }
        if (waiting >= queueLimit) {
            return Admission.FULL;
        }
        waiting++;
        queue.add(guest);
        return Admission.WAITING;
    }

    /// A waiting guest is gone.
    void abandon() {
        waiting--;
    }

    /// A place is free again.
    void release() {
        taken--;
        if (admitting) {
            // A guest that leaves inside enter() would call itself through the whole queue: the loop below goes on.
            return;
        }
        admitting = true;
        try {
            while (taken < places && !queue.isEmpty()) {
                Guest guest = queue.remove();
                if (!guest.gone()) {
                    waiting--;
                    taken++;
                    guest.enter();
                }
            }
        } finally {
            admitting = false;
        }
    }
}
