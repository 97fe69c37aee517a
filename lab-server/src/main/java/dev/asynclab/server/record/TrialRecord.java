package dev.asynclab.server.record;

import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One trial as stored: what was measured, and what the host and the backends did meanwhile.
///
/// @param round from 1; a re-queued round gets the next free number
/// @param order place of the trial inside its round, from 0
/// @param attempt 2 after a crash of the server during the first
/// @param outcome `measured`, `crashed`, `timed-out`, `failed`, `cancelled`
/// @param detail why, when not measured
/// @param cells in measuring order
/// @param references kernel rates measured at the end of a round's first trial; empty otherwise
/// @param canary null when the profile has none, when it was lost, and in records of older versions
public record TrialRecord(
        int round,
        int order,
        int attempt,
        String variant,
        String outcome,
        @Nullable String detail,
        FromTrial.@Nullable Ready ready,
        List<CellRecord> cells,
        List<FromTrial.ReferenceRate> references,
        @Nullable Canary canary) {

    /// Without a canary.
    public TrialRecord(
            int round,
            int order,
            int attempt,
            String variant,
            String outcome,
            @Nullable String detail,
            FromTrial.@Nullable Ready ready,
            List<CellRecord> cells,
            List<FromTrial.ReferenceRate> references) {
        this(round, order, attempt, variant, outcome, detail, ready, cells, references, null);
    }

    public TrialRecord {
        cells = List.copyOf(cells);
        references = List.copyOf(references);
    }

    public boolean measured() {
        return outcome.equals("measured");
    }

    /// The same trial of another attempt.
    public TrialRecord ofAttempt(int number) {
        return new TrialRecord(round, order, number, variant, outcome, detail, ready, cells, references, canary);
    }

    /// The same trial with these readings of the canary.
    public TrialRecord withCanary(@Nullable Canary readings) {
        return new TrialRecord(round, order, attempt, variant, outcome, detail, ready, cells, references, readings);
    }

    /// What the canary's fixed piece of work took just before and just after the trial, while the trial did not run.
    public record Canary(CanaryRun before, CanaryRun after) {}

    /// One run of the canary's work.
    ///
    /// @param wallNanos grows when other programs take the CPU
    /// @param cpuNanos grows when the processor becomes slower, hardly otherwise; null where it cannot be read
    public record CanaryRun(long wallNanos, @Nullable Long cpuNanos) {}

    /// One cell of a trial.
    ///
    /// @param error why the cell has no measurement (for example `did-not-finish`); null when it has one
    public record CellRecord(
            String cell,
            @Nullable Measurement measurement,
            @Nullable HostWindow host,
            List<BackendWindow> backends,
            @Nullable String error) {
        public CellRecord {
            backends = List.copyOf(backends);
        }

        /// The same cell with other backend windows.
        public CellRecord withBackends(List<BackendWindow> windows) {
            return new CellRecord(cell, measurement, host, windows, error);
        }
    }

    /// The host between the two edges of a window, read by the control JVM.
    ///
    /// @param nanos length of the window by the control JVM's monotonic clock
    /// @param cores processors of the host
    /// @param busyNanos CPU time of the whole host, all cores together; null where it cannot be read
    /// @param trialNanos CPU of the trial process and its children
    /// @param backendNanos CPU of the backend JVM
    /// @param controlNanos CPU of the control JVM and the canary
    /// @param foreignShare CPU of everybody else / (cores x nanos), in 0..1
    /// @param throttledNanos time a container quota stopped us
    /// @param swappedPages pages swapped in and out on the host
    /// @param wallSkewMillis wall clock against monotonic clock over the window
    /// @param ports ephemeral ports at the window's end; null in records of older versions
    public record HostWindow(
            long nanos,
            int cores,
            @Nullable Long busyNanos,
            @Nullable Long trialNanos,
            @Nullable Long backendNanos,
            @Nullable Long controlNanos,
            @Nullable Double foreignShare,
            @Nullable Long throttledNanos,
            @Nullable Long swappedPages,
            long wallSkewMillis,
            @Nullable Ports ports) {}

    /// Local ports for outgoing connections.
    ///
    /// @param timeWait connections that hold a port after their end, for a minute, on the whole host
    /// @param range how many ports there are for one destination
    public record Ports(int timeWait, int range) {}

    /// One backend between the edges, by its own clock and counters.
    ///
    /// @param residenceNanos mean time from request read to answer written, over requests that left in the window
    /// @param inFlightMean time average of requests in flight
    /// @param protocols requests of the window by HTTP version; null in records of older versions
    /// @param abandoned departures whose client had gone before the answer was written; null in records of older
    ///     versions
    public record BackendWindow(
            String backend,
            long nanos,
            long arrivals,
            long departures,
            double residenceNanos,
            double inFlightMean,
            int inFlightPeak,
            double queuedNanosMean,
            long newConnections,
            @Nullable Map<String, Long> protocols,
            @Nullable Long abandoned) {

        /// The same window under another name.
        public BackendWindow named(String name) {
            return new BackendWindow(
                    name,
                    nanos,
                    arrivals,
                    departures,
                    residenceNanos,
                    inFlightMean,
                    inFlightPeak,
                    queuedNanosMean,
                    newConnections,
                    protocols,
                    abandoned);
        }
    }
}
