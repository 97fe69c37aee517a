package dev.asynclab.server.fork;

import dev.asynclab.server.record.TrialRecord.BackendWindow;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.server.record.TrialRecord.HostWindow;
import dev.asynclab.wire.BackendMessage;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.wire.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One trial process, from its first line to its exit. Every wait has an end.
final class TrialProcess implements AutoCloseable {

    private static final Duration HELLO = Duration.ofSeconds(20);

    /// Model construction, its first task and the overhead of warming up, beyond the warm-up itself.
    private static final Duration READY_EXTRA = Duration.ofSeconds(40);

    /// What a cell may take beyond settling, its window extended five times, and its drain.
    private static final Duration CELL_EXTRA = Duration.ofSeconds(30);

    private final ChildProcess child;
    private final @Nullable BackendProcess backends;
    private final HostCounters host;
    private final Consumer<FromTrial.Sample> samples;
    private @Nullable Long endByNanos;

    /// @param backends null when the scenario has none
    TrialProcess(
            List<String> command,
            String name,
            Path stderr,
            @Nullable BackendProcess backends,
            HostCounters host,
            Consumer<FromTrial.Sample> samples) {
        this.child = ChildProcess.start(command, name, stderr);
        this.backends = backends;
        this.host = host;
        this.samples = samples;
    }

    /// From this moment of `System.nanoTime` on the process is no longer waited for.
    void endBy(@Nullable Long nanoTime) {
        endByNanos = nanoTime;
    }

    private FromTrial receive(Duration patience) throws ChildGone, InterruptedException {
        Duration shortest = patience;
        if (endByNanos != null) {
            Duration left = Duration.ofNanos(Math.max(0, endByNanos - System.nanoTime()));
            shortest = left.compareTo(patience) < 0 ? left : patience;
        }
        return child.receive(FromTrial.class, shortest);
    }

    /// Builds the model and warms it up.
    FromTrial.Ready prepare(ToTrial.Prepare prepare) throws ChildGone, OrderFailed, InterruptedException {
        FromTrial first = receive(HELLO);
        if (!(first instanceof FromTrial.Hello hello) || hello.version() != FromTrial.VERSION) {
            throw new ChildGone("crashed", "did not say hello in version " + FromTrial.VERSION);
        }
        return ready(prepare, prepare);
    }

    /// The same for another model in the same process, once the one before is closed.
    FromTrial.Ready replace(ToTrial.Prepare prepare) throws ChildGone, OrderFailed, InterruptedException {
        return ready(new ToTrial.Replace(prepare), prepare);
    }

    private FromTrial.Ready ready(ToTrial order, ToTrial.Prepare prepare)
            throws ChildGone, OrderFailed, InterruptedException {
        child.send(order);
        long warmUpNanos = Math.max(prepare.warmUpNanos(), prepare.warmUpMostNanos())
                + prepare.cells().stream()
                        .mapToLong(ToTrial.Cell::leastWarmUpNanos)
                        .sum();
        // Twice: a warm-up that has not seen its turns goes on for as long again.
        Duration patience = READY_EXTRA.plusNanos(2 * warmUpNanos);
        while (true) {
            switch (receive(patience)) {
                case FromTrial.Ready ready -> {
                    return ready;
                }
                case FromTrial.Failed failed -> throw new OrderFailed(failed.reason(), failed.detail());
                case FromTrial.Sample sample -> samples.accept(sample);
                case FromTrial.Hello _, FromTrial.Edge _, FromTrial.Result _, FromTrial.ReferenceRate _ -> {}
            }
        }
    }

    /// Measures one cell, reading host and backends at both edges of the window.
    CellRecord measure(ToTrial.Measure order, long baseDelayNanos) throws ChildGone, InterruptedException {
        return trace(order, baseDelayNanos, false).cell();
    }

    /// The same for a cell of any load.
    ///
    /// @param batch nothing runs outside the window: the backends are read before the first task starts and after
    ///     the last has ended, so that every call of every repetition is counted. A reading at the edges themselves
    ///     would come a moment late, when a repetition has sent its calls already.
    CellRecord measure(ToTrial.Measure order, long baseDelayNanos, boolean batch)
            throws ChildGone, InterruptedException {
        return trace(order, baseDelayNanos, batch).cell();
    }

    /// A measured cell.
    ///
    /// @param trace null unless the order asked for one
    record Traced(CellRecord cell, @Nullable Trace trace) {}

    /// The same with the trace, if the order asks for one.
    Traced trace(ToTrial.Measure order, long baseDelayNanos, boolean batch) throws ChildGone, InterruptedException {
        BackendMessage.Counts before = batch && backends != null ? backends.count(true) : null;
        child.send(order);
        // The drain, and before it as long for the callers that leave between two memory readings.
        long drains = order.memoryLevels() > 1 ? 2 : 1;
        Duration patience = CELL_EXTRA
                .plusNanos(order.settleNanos() + 5 * order.windowNanos())
                .plusNanos(drains * Math.max(5_000_000_000L, 10 * baseDelayNanos));
        Edge open = null;
        Edge close = null;
        while (true) {
            switch (receive(patience)) {
                case FromTrial.Edge edge when edge.open() -> open = edge(true);
                case FromTrial.Edge _ -> close = edge(false);
                case FromTrial.Sample sample -> samples.accept(sample);
                case FromTrial.Result result -> {
                    BackendMessage.Counts after = before == null || backends == null ? null : backends.count(false);
                    return new Traced(
                            new CellRecord(
                                    order.cell(),
                                    result.measurement(),
                                    hostWindow(open, close),
                                    backendWindows(open, close, before, after),
                                    null),
                            result.trace());
                }
                case FromTrial.Failed failed -> {
                    String error = failed.reason() + ": " + failed.detail();
                    return new Traced(new CellRecord(order.cell(), null, null, List.of(), error), null);
                }
                case FromTrial.Hello _, FromTrial.Ready _, FromTrial.ReferenceRate _ -> {}
            }
        }
    }

    /// The kernel rates that some orders ask for, without those that cannot be told.
    List<FromTrial.ReferenceRate> references(List<ToTrial.Reference> orders) throws ChildGone, InterruptedException {
        List<FromTrial.ReferenceRate> rates = new ArrayList<>();
        for (ToTrial.Reference order : orders) {
            FromTrial.ReferenceRate rate = reference(order);
            if (rate != null) {
                rates.add(rate);
            }
        }
        return rates;
    }

    /// The kernel rate of a cell's tasks on all cores.
    FromTrial.@Nullable ReferenceRate reference(ToTrial.Reference order) throws ChildGone, InterruptedException {
        child.send(order);
        while (true) {
            switch (receive(CELL_EXTRA.plusNanos(order.nanos()))) {
                case FromTrial.ReferenceRate rate -> {
                    return rate;
                }
                case FromTrial.Failed _ -> {
                    return null;
                }
                case FromTrial.Sample _,
                        FromTrial.Hello _,
                        FromTrial.Ready _,
                        FromTrial.Edge _,
                        FromTrial.Result _ -> {}
            }
        }
    }

    /// Ends the process at once by closing its input: a trial that has delivered its figures has nothing to tidy
    /// up.
    void end() {
        child.end(Duration.ofSeconds(2));
    }

    /// Lets the process end by itself, and ends it when that takes longer than `grace`.
    void shutdown(Duration grace) {
        child.send(new ToTrial.Shutdown());
        child.awaitExit(grace);
    }

    private record Edge(HostCounters.Reading host, BackendMessage.@Nullable Counts backends) {}

    private Edge edge(boolean open) throws ChildGone, InterruptedException {
        return backends == null
                ? new Edge(host.read(child.pid(), null), null)
                : new Edge(host.read(child.pid(), backends.pid()), backends.count(open));
    }

    private @Nullable HostWindow hostWindow(@Nullable Edge open, @Nullable Edge close) {
        return open == null || close == null ? null : host.window(open.host, close.host);
    }

    private static List<BackendWindow> backendWindows(
            @Nullable Edge open,
            @Nullable Edge close,
            BackendMessage.@Nullable Counts before,
            BackendMessage.@Nullable Counts after) {
        if (open == null || close == null || open.backends == null || close.backends == null) {
            return List.of();
        }
        long nanos = close.backends.nanos() - open.backends.nanos();
        return before == null || after == null
                ? BackendProcess.windows(open.backends, close.backends, nanos)
                : BackendProcess.windows(before, after, nanos);
    }

    @Override
    public void close() {
        child.close();
    }
}
