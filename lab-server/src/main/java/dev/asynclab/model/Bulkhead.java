package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.StepFailure.Kind;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// At most so many inside, at most so many in line; first come, first served.
///
/// Not a `Semaphore`, whose queue length is only an estimate: which task is rejected would be luck. Never blocks by
/// itself; whoever wants to block waits for the ticket.
final class Bulkhead {

    private final String name;
    private final int queue;
    private final ArrayDeque<CompletableFuture<Void>> line = new ArrayDeque<>();
    private int free;

    /// @param queue most tickets in line; -1 for any number
    Bulkhead(String name, int permits, int queue) {
        this.name = name;
        this.free = permits;
        this.queue = queue;
    }

    /// A ticket, completed when its holder is inside; the holder must [#leave()] or [#abandon] it.
    ///
    /// @throws StepFailure when the line is full
    synchronized CompletableFuture<Void> enter() throws StepFailure {
        var ticket = new CompletableFuture<Void>();
        if (free > 0) {
            free--;
            ticket.complete(null);
        } else if (queue < 0 || line.size() < queue) {
            line.addLast(ticket);
        } else {
            throw new StepFailure(Kind.REJECTED, "limit " + name + ": " + queue + " already wait");
        }
        return ticket;
    }

    /// Hands the place to the first in line.
    void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            next = line.pollFirst();
            if (next == null) {
                free++;
                return;
            }
        }
        next.complete(null); // outside the lock: its holder may go on in this very call
    }

    /// Gives up waiting, or leaves when the ticket was served in the meantime.
    void abandon(CompletableFuture<Void> ticket) {
        boolean waited;
        synchronized (this) {
            waited = line.remove(ticket);
        }
        if (!waited) {
            leave();
        }
    }
}
