package dev.asynclab.server.verdict;

/// One physical limit of a cell.
///
/// @param name for results, for example `callers / delay`
/// @param perSecond tasks per second it allows
/// @param ceilingPerSecond the same with declared delays only, without any measured overhead: exceeding it
///     contradicts arithmetic; infinite where nothing is declared
/// @param text the formula with its numbers, for example `50 threads / 100 ms`
/// @param places how many at once, for the sentence about the loser; 0 where it means nothing
/// @param cpu whether other programs on the machine lower it
record Term(
        Kind kind, String name, double perSecond, double ceilingPerSecond, String text, double places, boolean cpu) {

    enum Kind {
        /// All callers wait.
        CALLERS,
        /// Threads, children, connections or permits of the model.
        POOL,
        /// The cores, by CPU per task.
        CORES,
        /// The kernels alone on all cores.
        KERNEL,
        /// Event loops that are held.
        LOOPS,
        /// One lock for all that compute.
        LOCK,
        /// What the backend reached in calibration.
        BACKEND,
        /// A declared `max-concurrent`.
        DECLARED,
        /// The arrivals of an open load.
        OFFERED
    }

    /// Whether a rate above [#ceilingPerSecond] is a fault of the measurement.
    boolean exact() {
        return kind == Kind.CALLERS || kind == Kind.POOL;
    }

    /// Whether a task fills one place for all its time, so that equally long tasks leave in whole turns. A task
    /// with parallel calls holds several connections, each for a part of its time.
    boolean oneTaskPerPlace() {
        return kind == Kind.POOL && places > 0 && !name.equals("connections / hold");
    }
}
