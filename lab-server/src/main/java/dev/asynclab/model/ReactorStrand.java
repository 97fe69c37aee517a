package dev.asynclab.model;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What belongs to a task, or a branch of one, as long as it goes on.
///
/// @param held memory it asked for; a cancellation may come from another thread than its steps
record ReactorStrand(Timeline timeline, Queue<byte[]> held) {
    private static final int PAGE_BYTES = 4096;

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

    /// New memory, every page of it written to.
    static byte[] touched(int bytes) {
        byte[] memory = new byte[bytes];
        for (int i = 0; i < bytes; i += PAGE_BYTES) {
            memory[i] = 1;
        }
        return memory;
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
