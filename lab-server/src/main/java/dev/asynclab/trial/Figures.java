package dev.asynclab.trial;

import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.ToTrial;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Turns what was recorded in a cell into its [Measurement], after the drain.
final class Figures {

    private final ToTrial.Cell cell;
    private final Window window;
    private final Recorder recorder;
    private final Pacer pacer;
    private long timedOut;
    private long dropped;

    /// Counts what is still open at the end of the drain, at the time it has taken so far: a task is never left
    /// out for being slow.
    ///
    /// @param drainEnded empty when a queue was left that nobody waited for: its tasks are not overdue
    Figures(ToTrial.Cell cell, Window window, Recorder recorder, Pacer pacer, OptionalLong drainEnded) {
        this.cell = cell;
        this.window = window;
        this.recorder = recorder;
        this.pacer = pacer;
        drainEnded.ifPresent(this::countUnfinished);
        recorder.errors().examples().forEach((kind, text) -> System.err.println(cell.id() + " " + kind + ": " + text));
    }

    private void countUnfinished(long nowNanos) {
        pacer.eachInFlight(intended -> {
            if (!window.past(intended)) {
                timedOut++;
                recorder.stillOpen(intended, nowNanos);
            }
        });
        recorder.timedOut(timedOut);
        pacer.eachDropped(intended -> {
            dropped++;
            recorder.stillOpen(intended, nowNanos);
        });
    }

    Measurement measurement(
            Durations dispatch,
            Counters.Used used,
            int inFlightPeak,
            @Nullable Double memoryPerTaskBytes,
            ProcessFigures process,
            Map<String, Double> counts) {
        int turns = cell.load() instanceof ToTrial.Closed ? recorder.turns().turns() : 0;
        return new Measurement(
                cell.id(),
                window.nanos(),
                recorder.completed(),
                recorder.errors().total(),
                recorder.errors().wrong(),
                recorder.errors().counts(),
                throughput(turns),
                turns,
                pacer.wallNanos(),
                recorder.startedInside(),
                pacer.late(),
                dropped,
                recorder.lateness99Nanos(),
                inFlightPeak,
                recorder.inFlight().mean(),
                recorder.latency(),
                recorder.service(),
                dispatch.distribution(),
                recorder.byKind(),
                recorder.queuedNanosMean(),
                used.cpuNanos(),
                used.cpuRemovedNanos(),
                used.childrenCpuNanos(),
                used.allocatedBytes(),
                used.voluntarySwitches(),
                used.involuntarySwitches(),
                used.threadsPeak(),
                used.processesPeak(),
                used.rssPeakBytes(),
                memoryPerTaskBytes,
                used.heapPeakBytes(),
                used.gcNanos(),
                used.gcCount(),
                used.jitNanos(),
                recorder.kernelCalls(),
                recorder.sampling().split(),
                process,
                counts);
    }

    /// Whole turns count every task that ended, because a failed task holds its caller just as long; the share
    /// that succeeded makes them a rate of completed tasks.
    private double throughput(int turns) {
        long completed = recorder.completed();
        if (turns == 0) {
            return completed * 1e9 / window.nanos();
        }
        long ended = completed + recorder.errors().total() - timedOut;
        return recorder.turns().ratePerSecond(window.nanos()) * completed / ended;
    }
}
