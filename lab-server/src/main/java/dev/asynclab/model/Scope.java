package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work that is stopped together: the exchanges and timers of a task, of a branch, or under a timeout.
///
/// A thread can be interrupted, a callback cannot. So whoever opens something says here how to stop it, and takes
/// that back when it is over. Confined to one event loop, therefore without locks; every operation but
/// [#cancel()] is O(1).
final class Scope {

    /// How to stop one thing; linked into its scope until it is over.
    static final class Stop {
        private final Runnable action;
        private Stop before = this;
        private Stop after = this;

        private Stop(Runnable action) {
            this.action = action;
        }

        /// There is nothing left to stop. Harmless when repeated.
        void over() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }
    }

    private static final int PAGE_BYTES = 4096;

    private final Timeline timeline;
    private final Scope strand;
    private final Stop head = new Stop(() -> {});
    private Stop inParent = head;
    private @Nullable List<byte[]> held; // of a strand; null as long as it holds nothing
    private boolean cancelled;
    private @Nullable Cancellation cancellation;

    /// A scope of its own, of no task in particular.
    Scope() {
        this.timeline = Timeline.NONE;
        this.strand = this;
    }

    private Scope(Timeline timeline) {
        this.timeline = timeline;
        this.strand = this;
    }

    private Scope(Scope strand) {
        this.timeline = strand.timeline;
        this.strand = strand;
    }

    /// Where the strand this work belongs to says what it is doing.
    Timeline timeline() {
        return timeline;
    }

    /// Runs `action` on [#cancel()], or now when that has happened.
    Stop onCancel(Runnable action) {
        Stop stop = new Stop(action);
        if (cancelled) {
            action.run();
        } else {
            stop.before = head.before;
            stop.after = head;
            head.before.after = stop;
            head.before = stop;
        }
        return stop;
    }

    /// A scope that is cancelled with this one, and may be cancelled alone.
    Scope child() {
        return linked(new Scope(strand));
    }

    /// The same for a strand, which is a task or a branch of one: with a timeline of its own.
    Scope child(Timeline own) {
        return linked(new Scope(own));
    }

    private Scope linked(Scope child) {
        child.inParent = onCancel(() -> child.cancelBecause(cancellation));
        return child;
    }

    /// Memory, every page of it touched, that is kept until the strand is over.
    void hold(int bytes) {
        List<byte[]> all = strand.held == null ? new ArrayList<>() : strand.held;
        strand.held = all;
        all.add(touched(bytes));
    }

    /// New memory that the operating system has really handed out: a page counts from the first write to it.
    static byte[] touched(int bytes) {
        byte[] memory = new byte[bytes];
        for (int i = 0; i < bytes; i += PAGE_BYTES) {
            memory[i] = 1;
        }
        return memory;
    }

    /// The work of this scope is complete: its parent forgets it, and a strand lets go of its memory.
    void over() {
        held = null;
        inParent.over();
    }

    /// Stops everything open, oldest first. An action may end this scope, or open something in it.
    void cancel() {
        cancelBecause(null);
    }

    /// The same, and what cannot be stopped can say so.
    ///
    /// @param why null when nobody counts it
    void cancelBecause(@Nullable Cancellation why) {
        cancelled = true;
        cancellation = why;
        while (head.after != head) {
            Stop next = head.after;
            next.over();
            next.action.run();
        }
    }

    /// What stopped this; null as long as nothing has, and where that is not counted.
    @Nullable
    Cancellation cancellation() {
        return cancellation;
    }

    boolean cancelled() {
        return cancelled;
    }
}
