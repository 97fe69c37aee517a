package dev.asynclab.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What belongs to a task, or a branch of one, as long as it goes on.
///
/// @param held memory it asked for; a cancellation may come from another thread than its steps
record ReactorStrand(Timeline timeline, Queue<byte[]> held) {
    /// That of a task.
    static ReactorStrand of(Timeline timeline) {
        return new ReactorStrand(timeline, new ConcurrentLinkedQueue<>());
    }

    /// One beside this one, which runs from now on.
    ReactorStrand branch() {
        Timeline own = timeline.branch();
        own.running();
        return of(own);
    }

    /// The task has ended, and with it what it held.
    void release() {
        held.clear();
    }

    /// The same for a branch.
    void over() {
        release();
        timeline.ended();
    }
}
