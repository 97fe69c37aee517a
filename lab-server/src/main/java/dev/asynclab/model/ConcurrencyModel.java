package dev.asynclab.model;

import dev.asynclab.workload.Task;
import java.util.Map;

/// A way to run many tasks at once. The lesson is in the implementations: one file each, same member order.
///
/// A model owns its threads, loops, pools, clients, limits and cancellation. It does not own load shape, timing,
/// recording, or what the work is.
public interface ConcurrencyModel extends AutoCloseable {

    /// Takes a task and returns without waiting for it; may be called from any thread, also from a [Completion].
    ///
    /// Every task completes exactly once. A model that can no longer take tasks fails them.
    void start(Task task, Completion done);

    /// Every effective limit by name, for the parity panel: connections, threads, loops, queue lengths, client.
    Map<String, String> limits();

    /// Ends everything the model owns and waits for it: no thread, socket or process is left. Unfinished tasks
    /// fail.
    @Override
    void close();
}
