package dev.asynclab.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a trial process measured in one cell. Counters are differences over the window; null is "not available
/// here".
///
/// @param windowNanos true length of the window by the monotonic clock
/// @param completed tasks verified and completed in the window
/// @param failed tasks that failed in the window
/// @param wrong tasks whose checksum was not the expected one (they also count as failed)
/// @param errors failed tasks by kind: `timeout connect status reset rejected cancelled wrong-result other`
/// @param throughput tasks completed per second: over whole turns in closed load, completions / window otherwise
/// @param turns whole turns the throughput was taken over; 0 where it was not
/// @param wallNanos batch: wall times of the repetitions; empty otherwise
/// @param started tasks started in the window
/// @param late arrivals that had to wait for a place in flight
/// @param dropped arrivals not started by the end of the drain
/// @param lateness99Nanos 99th percentile of actual minus intended start: did the generator keep its schedule
/// @param inFlightPeak most tasks in flight, seen by the generator
/// @param inFlightMean time average of tasks in flight over the window
/// @param latency from the intended start
/// @param service from the call of `Completion.started`
/// @param dispatch an empty task every 10 ms, from its intended start to its own start
/// @param kinds latency per task kind; only with a mix
/// @param queueNanosMean submit to started, mean per task
/// @param cpuNanos CPU of the process, compiler and collector threads left out, children not included
/// @param cpuRemovedNanos the part left out
/// @param childrenCpuNanos CPU of child processes
/// @param allocatedBytes heap bytes allocated
/// @param voluntarySwitches context switches by waiting
/// @param involuntarySwitches context switches by being preempted
/// @param threadsPeak most operating-system threads
/// @param processesPeak trial process and its children
/// @param rssPeakBytes peak resident set of the process, reset at the window's start, plus its children's
/// @param memoryPerTaskBytes growth over the idle model per task in flight, or the slope over several numbers
///     of callers, as ordered; outside the heap and inside together
/// @param heapPeakBytes largest heap in use
/// @param gcNanos time in collections
/// @param gcCount collections
/// @param jitNanos compiler time in the window
/// @param kernelCalls kernel executions in the window
/// @param split where the time of the sampled tasks went; null in records of earlier versions
/// @param process schedulers, pauses, files and steadiness of the process; null in records of older versions
/// @param counts what the tasks counted in what they share, by metric id, per repetition of a batch or else in the
///     window; a metric that is missing is 0. Of what was cancelled: `cancel.begun`, how much of it had ended at
///     the end of the drain, `cancel.ended`, and the sum of its times, `cancel.nanos`. Null in records of older
///     versions
public record Measurement(
        String cell,
        long windowNanos,
        long completed,
        long failed,
        long wrong,
        Map<String, Long> errors,
        double throughput,
        int turns,
        List<Long> wallNanos,
        long started,
        long late,
        long dropped,
        long lateness99Nanos,
        int inFlightPeak,
        double inFlightMean,
        Distribution latency,
        Distribution service,
        Distribution dispatch,
        Map<String, Distribution> kinds,
        double queueNanosMean,
        @Nullable Long cpuNanos,
        @Nullable Long cpuRemovedNanos,
        @Nullable Long childrenCpuNanos,
        @Nullable Long allocatedBytes,
        @Nullable Long voluntarySwitches,
        @Nullable Long involuntarySwitches,
        @Nullable Integer threadsPeak,
        int processesPeak,
        @Nullable Long rssPeakBytes,
        @Nullable Double memoryPerTaskBytes,
        @Nullable Long heapPeakBytes,
        long gcNanos,
        long gcCount,
        long jitNanos,
        long kernelCalls,
        @Nullable TimeSplit split,
        @Nullable ProcessFigures process,
        @Nullable Map<String, Double> counts) {

    /// Without counts.
    public Measurement(
            String cell,
            long windowNanos,
            long completed,
            long failed,
            long wrong,
            Map<String, Long> errors,
            double throughput,
            int turns,
            List<Long> wallNanos,
            long started,
            long late,
            long dropped,
            long lateness99Nanos,
            int inFlightPeak,
            double inFlightMean,
            Distribution latency,
            Distribution service,
            Distribution dispatch,
            Map<String, Distribution> kinds,
            double queueNanosMean,
            @Nullable Long cpuNanos,
            @Nullable Long cpuRemovedNanos,
            @Nullable Long childrenCpuNanos,
            @Nullable Long allocatedBytes,
            @Nullable Long voluntarySwitches,
            @Nullable Long involuntarySwitches,
            @Nullable Integer threadsPeak,
            int processesPeak,
            @Nullable Long rssPeakBytes,
            @Nullable Double memoryPerTaskBytes,
            @Nullable Long heapPeakBytes,
            long gcNanos,
            long gcCount,
            long jitNanos,
            long kernelCalls,
            @Nullable TimeSplit split,
            @Nullable ProcessFigures process) {
        this(
                cell,
                windowNanos,
                completed,
                failed,
                wrong,
                errors,
                throughput,
                turns,
                wallNanos,
                started,
                late,
                dropped,
                lateness99Nanos,
                inFlightPeak,
                inFlightMean,
                latency,
                service,
                dispatch,
                kinds,
                queueNanosMean,
                cpuNanos,
                cpuRemovedNanos,
                childrenCpuNanos,
                allocatedBytes,
                voluntarySwitches,
                involuntarySwitches,
                threadsPeak,
                processesPeak,
                rssPeakBytes,
                memoryPerTaskBytes,
                heapPeakBytes,
                gcNanos,
                gcCount,
                jitNanos,
                kernelCalls,
                split,
                process,
                null);
    }

    /// A recorded distribution of durations in nanoseconds.
    ///
    /// A quantile is null where fewer than ten samples lie beyond it: n (1 - q) < 10.
    ///
    /// @param histogram HdrHistogram, compressed V2, base64; three digits
    public record Distribution(
            long count,
            double mean,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max,
            String histogram) {

        public static final Distribution EMPTY = new Distribution(0, 0, null, null, null, null, null, "");
    }
}
