package dev.asynclab.model;

/// Where a model reports on one task. A callback rather than a future: it forces no model into another's idiom.
///
/// Calls are cheap and never block. The generator may start the next task from inside `succeeded` or `failed`.
public interface Completion {

    /// The task got its thread, loop turn or child; called once, before its first step.
    void started();

    /// All steps done; `checksum` is the sum of their results.
    void succeeded(long checksum);

    /// The task ended without a result.
    void failed(Throwable cause);

    /// Where the model reports what the task is doing; [Timeline#NONE] for a task that is not sampled.
    default Timeline timeline() {
        return Timeline.NONE;
    }
}
