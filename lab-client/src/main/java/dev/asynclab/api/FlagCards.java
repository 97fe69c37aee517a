package dev.asynclab.api;

import dev.asynclab.api.Catalogue.Flag;
import java.util.List;

/// The conditions a cell can be in.
final class FlagCards {
    static final List<Flag> ALL = List.of(
            new Flag("backend-saturated", false, "a backend was the limit without being declared one"),
            new Flag("generator-late", false, "the load generator could not keep its own schedule"),
            new Flag("little", false, "in flight is not rate x residence: the measurement contradicts itself"),
            new Flag("cpu-contended", false, "other programs took CPU time"),
            new Flag("throttled", false, "a container quota stopped the process"),
            new Flag("clock", false, "the clock stepped, the machine slept, or the processor changed its speed"),
            new Flag("swap", false, "memory was swapped"),
            new Flag("ports", false, "the machine ran out of ephemeral ports"),
            new Flag("fd", false, "file descriptors ran out"),
            new Flag("protocol", false, "the wire protocol was not the agreed one"),
            new Flag("loop-count", false, "the number of event loops was not the configured one"),
            new Flag("pool-limited", true, "the model's own pool was the limit"),
            new Flag("errors", true, "tasks failed or were dropped"),
            new Flag("wrong-result", true, "a task returned a wrong answer"),
            new Flag("gc-thrash", true, "the collector took more than its share"),
            new Flag("did-not-finish", true, "the work did not end in time"),
            new Flag("not-ended", true, "cancelled work went on until after the window"),
            new Flag("not-steady", true, "still warming up while measured"),
            new Flag("not-settled", true, "the window was too short for its latency figures"),
            new Flag("pinned", true, "virtual threads kept their carriers"),
            new Flag("loop-blocked", true, "an event loop was held"));

    private FlagCards() {}
}
