package dev.asynclab.server.verdict;

import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.TimeSplit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One measured window for tests: 4 s, healthy and quiet, unless a field is changed.
final class Window {

    long nanos = 4_000_000_000L;
    double throughput;
    int turns = 10;
    long failed;
    long wrong;
    long dropped;
    long late;
    long lateness99Nanos = 100_000;

    @Nullable
    Long started;

    List<Long> wallNanos = List.of();
    int inFlight = 1_000;
    Distribution latency = distribution(100e6, 10_000);
    Distribution dispatch = distribution(50e3, 1_000);
    /// The same as `latency` unless set.
    @Nullable
    Distribution service;

    Map<String, Distribution> kinds = Map.of();
    double queueNanosMean;

    @Nullable
    TimeSplit split;

    @Nullable
    Long cpuNanos = 1_000_000_000L;

    long childrenCpuNanos;

    long gcNanos;
    long jitNanos;
    int threadsPeak = 12;

    @Nullable
    Double memoryPerTaskBytes = 2_000.0;

    @Nullable
    Long involuntarySwitches = 100L;

    /// CPU of the trial as the host sees it, in cores.
    double trialCores = 0.30;

    double backendCores = 0.10;
    double foreignShare = 0.01;
    /// Busy share of the whole host; -1: what the parts add up to.
    double busyShare = -1;

    long throttledNanos;
    long swappedPages;
    long skewMillis;
    TrialRecord.@Nullable Ports ports;
    long newConnections;

    @Nullable
    Map<String, Long> protocols = Map.of("HTTP/1.1", 1_000L);

    Map<String, String> limits = Map.of("threads", "50");
    boolean callsBackend = true;
    double residenceNanos = 100.2e6;
    double inFlightFactor = 1;
    int backendPeak = 1_000;

    @Nullable
    ProcessFigures process;

    @Nullable
    Map<String, Double> counts;

    @Nullable
    String error;

    static Window at(double throughput) {
        Window window = new Window();
        window.throughput = throughput;
        return window;
    }

    static Distribution distribution(double nanos, long count) {
        long p = (long) nanos;
        return new Distribution(count, nanos, p, p, p, count >= 10_000 ? p : null, p, "");
    }

    TrialRecord.CellRecord record(String cell) {
        if (error != null) {
            return new TrialRecord.CellRecord(cell, null, null, List.of(), error);
        }
        return new TrialRecord.CellRecord(cell, measurement(cell), host(), backends(), null);
    }

    private long completed() {
        return StrictMath.round(throughput * nanos / 1e9);
    }

    private Measurement measurement(String cell) {
        return new Measurement(
                cell,
                nanos,
                completed(),
                failed,
                wrong,
                Map.of(),
                throughput,
                turns,
                wallNanos,
                started == null ? completed() : started,
                late,
                dropped,
                lateness99Nanos,
                inFlight,
                inFlight,
                latency,
                service == null ? latency : service,
                dispatch,
                kinds,
                queueNanosMean,
                cpuNanos,
                0L,
                childrenCpuNanos,
                1_000_000L,
                5_000L,
                involuntarySwitches,
                threadsPeak,
                1,
                200_000_000L,
                memoryPerTaskBytes,
                50_000_000L,
                gcNanos,
                3,
                jitNanos,
                0,
                split,
                process,
                counts);
    }

    private TrialRecord.HostWindow host() {
        double busy = busyShare >= 0 ? busyShare : (trialCores + backendCores) / 2 + foreignShare;
        return new TrialRecord.HostWindow(
                nanos,
                2,
                (long) (busy * 2 * nanos),
                (long) (trialCores * nanos),
                (long) (backendCores * nanos),
                1_000_000L,
                foreignShare,
                throttledNanos,
                swappedPages,
                skewMillis,
                ports);
    }

    private List<TrialRecord.BackendWindow> backends() {
        double inFlightMean = throughput * residenceNanos / 1e9 * inFlightFactor;
        return callsBackend
                ? List.of(new TrialRecord.BackendWindow(
                        "orders",
                        nanos,
                        completed(),
                        completed(),
                        residenceNanos,
                        inFlightMean,
                        backendPeak,
                        0,
                        newConnections,
                        protocols,
                        0L))
                : List.of();
    }
}
