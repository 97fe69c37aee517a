package dev.asynclab.workload;

import java.util.List;

/// A step of a task. Every model interprets this tree in its own idiom.
///
/// Durations are nanoseconds. A step's result is a number; the results of all steps of a task add up to its
/// checksum, which is verified for every task.
public sealed interface Step {

    /// One HTTP/1.1 exchange with a mock backend: `GET`, or `POST` of `bodyBytes` zero bytes when that is above 0.
    /// Its result is the length of the answer's body; any status but 200 is a failure.
    ///
    /// @param target request target without the id, for example `/orders`
    /// @param ordinal distinguishes the calls of one task; the request carries `?id=<task>-<ordinal>`
    /// @param timeoutNanos 0 for none
    record Call(String host, int port, String target, int ordinal, long timeoutNanos, int bodyBytes) implements Step {

        /// The request target of this call for one task.
        public String requestTarget(long taskId) {
            return target + "?id=" + taskId + "-" + ordinal;
        }
    }

    /// A CPU kernel; its result is the kernel's. `globalLock`: only one task of the process may compute at a time.
    record Compute(Kernel kernel, boolean globalLock) implements Step {}

    /// Wait the model's own way: a timer, a parked thread. Result 0.
    record Wait(long nanos) implements Step {}

    /// Hold the thread that runs the step, on purpose. Result 0.
    record Block(long nanos) implements Step {}

    /// Branches at the same time, at most `limit` of them (0: all). Joins all; the first failure cancels the rest.
    record Parallel(List<List<Step>> branches, int limit) implements Step {}

    /// Cancels what it covers after a time; the task then fails with kind timeout.
    record Timeout(long nanos, List<Step> steps) implements Step {}

    /// A bulkhead shared by all tasks of the trial: at most `permits` inside. At most `queue` wait (-1: any
    /// number); beyond that a task fails with kind rejected.
    record Limit(String name, int permits, int queue, List<Step> steps) implements Step {}
}
