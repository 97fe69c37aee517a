package dev.asynclab.workload;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
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

    /// The first success wins and the other branches are cancelled; its result is the winner's. When all branches
    /// failed, the race fails like the branch that stands first, whichever of them failed first.
    ///
    /// @param staggerNanos branch i starts so long after branch i - 1, or as soon as all that started have failed;
    ///     0 starts all at once
    record Race(List<List<Step>> branches, long staggerNanos) implements Step {}

    /// Attempts one after the other until one succeeds. After the n-th failed one, counting from 1, comes a pause of
    /// `backoffNanos` x 2^(n - 1). Work that was cancelled does not try again.
    ///
    /// @param attempts copies of the same steps, whose calls have ordinals of their own
    record Retry(List<List<Step>> attempts, long backoffNanos) implements Step {}

    /// Mutual exclusion among all tasks of the trial, or among those of nobody (`perTask`: a lock of the task's
    /// own, never contended).
    record Lock(String name, LockKind kind, boolean perTask, List<Step> steps) implements Step {}

    /// What excludes. A model without threads to block has one asynchronous lock for both words.
    enum LockKind {
        /// `synchronized`.
        MONITOR,
        /// `ReentrantLock`.
        REENTRANT,
        /// Nothing: everybody gets in.
        NONE
    }

    /// Memoisation: the task's key is looked up; a hit is the stored result, a miss runs the steps and stores it.
    ///
    /// @param size entries kept
    /// @param ttlNanos how long an entry is good; only with [Policy#TTL]
    /// @param singleFlight who misses a key that is being worked on waits for that work instead of repeating it
    record Cache(String name, Keys keys, int size, Policy policy, long ttlNanos, boolean singleFlight, List<Step> steps)
            implements Step {}

    /// Which entry leaves a full cache. All but `TTL` are exact, so that hits can be counted by hand.
    enum Policy {
        /// The least recently used.
        LRU,
        /// The least frequently used; among equals the oldest.
        LFU,
        /// The first that came.
        FIFO,
        /// The first that came; and every entry some time after it was stored.
        TTL
    }

    /// One update of a counter that all tasks share. Result 0.
    record Update(String counter, How how) implements Step {}

    /// How shared state is protected.
    enum How {
        /// Read, add, write.
        PLAIN,
        /// The same on a volatile field: visible, still not atomic.
        VOLATILE,
        /// Under a lock.
        LOCK,
        /// One atomic instruction.
        ATOMIC,
        /// A striped sum.
        ADDER,
        /// Only one thread touches it, the others ask.
        CONFINED
    }

    /// Memory that is touched and kept: until the task ends, or by the thread that runs the step for as long as it
    /// lives. Result 0.
    record Hold(int bytes, boolean perThread) implements Step {}

    /// A payload is encoded, goes to another thread (of a process model: another process), is decoded and summed
    /// up there, and comes back the same way. Result: the sum.
    record Send(int bytes, Shape shape, Codec codec) implements Step {}

    /// What a payload consists of.
    enum Shape {
        /// Numbers of eight bytes.
        DOUBLES,
        /// Small records of an id, a name and an amount.
        RECORDS
    }

    /// How a payload, or the result of a part of a job, becomes bytes.
    enum Codec {
        /// Java serialisation; pickle in Python.
        JAVA,
        /// Text.
        JSON,
        /// Fixed-width binary.
        BINARY,
        /// Not at all: a reference inside a process, the bytes as they are between two.
        RAW
    }

    /// One piece of work in chunks of `chunkItems` items; the result is the kernel's checksum.
    record Job(Divisible kernel, long chunkItems, Distribute distribute, Reduce reduce, Transport transport)
            implements Step {}

    /// Who computes which chunk. A lane is whatever the model computes on: a thread, a loop, a child.
    enum Distribute {
        /// Every lane gets its share, one block of chunks, beforehand.
        STATIC,
        /// A lane that is free takes the next chunk.
        DYNAMIC,
        /// A lane that is free takes half its share of what is left, but at least a chunk.
        GUIDED,
        /// Every item is handed over alone, through one queue.
        ONE_BY_ONE
    }

    /// Where results are added up.
    enum Reduce {
        /// By the caller: the result of every chunk travels.
        CALLER,
        /// By the lanes first: one result per lane travels.
        WORKERS,
        /// By the lanes in pairs, in log2(lanes) steps.
        TREE
    }

    /// How results travel from a lane to the caller.
    enum Transport {
        /// As a reference; there is none between processes.
        HEAP,
        JSON,
        BINARY,
        /// Through a file both have mapped.
        SHARED_MEMORY
    }

    /// A task graph. A node runs when all it needs are there; each runs once, whoever needs it. Its value is the sum
    /// of its steps and of the values it needs. The result is the value of the last node.
    ///
    /// @param nodes only those the target needs, in an order in which needs come first; the last is the target
    /// @param persist values are kept by content, and found again instead of worked out
    /// @param before what happened to the store before the task came
    record Graph(List<Node> nodes, boolean persist, Before before) implements Step {}

    /// @param needs names of earlier nodes
    record Node(String name, List<String> needs, List<Step> steps) {}

    /// The history of a persistent graph.
    ///
    /// @param nodes so many of its nodes were finished by a process that was then killed; -1 for all of them
    /// @param changed names of nodes whose content was another one then
    record Before(int nodes, List<String> changed) {
        /// No history: the store is empty.
        public static final Before NOTHING = new Before(0, List.of());
    }
}
