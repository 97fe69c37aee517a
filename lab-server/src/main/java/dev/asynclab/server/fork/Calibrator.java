package dev.asynclab.server.fork;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.Calibration.BackendCapacity;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.server.record.TrialRecord.HostWindow;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the backends can do on this machine, measured with a reference client just before a run.
///
/// The reference client is the event-loop model in a trial process of its own: one call at a time for the
/// overhead of a
/// call, then many callers without delay for the capacity. Without this a figure could not be told from a limit
/// of the
/// backend.
final class Calibrator {

    /// Callers of the capacity measurement: enough to keep one client loop and one server loop busy.
    private static final int CALLERS = 64;

    private static final long SETTLE_NANOS = 100_000_000;
    private static final long WINDOW_NANOS = 400_000_000;

    private final int cores;
    private final long seed;
    private final Duration warmUp;

    /// @param warmUp of client and backends together, split over the backends
    Calibrator(int cores, long seed, Duration warmUp) {
        this.cores = cores;
        this.seed = seed;
        this.warmUp = warmUp;
    }

    /// The reference client's model.
    static final String MODEL = "event-loop";

    private static final Map<String, String> PARAMETERS = Map.of("loops", "1", "offload", "false");

    Calibration calibrate(TrialProcess trial, List<BackendSpec> specs, Map<String, Integer> ports)
            throws ChildGone, OrderFailed, InterruptedException {
        List<ToTrial.Cell> cells = new ArrayList<>();
        for (BackendSpec spec : specs) {
            Integer port = ports.get(spec.name());
            if (port != null) {
                cells.add(cell(spec, port, "one", 1));
                cells.add(cell(spec, port, "many", CALLERS));
            }
        }
        trial.prepare(new ToTrial.Prepare(FromTrial.VERSION, MODEL, cores, seed, warmUp.toNanos(), cells));
        Map<String, CellRecord> records = new LinkedHashMap<>();
        for (ToTrial.Cell cell : cells) {
            CellRecord record = trial.measure(new ToTrial.Measure(cell.id(), SETTLE_NANOS, WINDOW_NANOS), 0);
            if (record.measurement() == null) {
                throw new OrderFailed("calibration", cell.id() + ": " + record.error());
            }
            records.put(cell.id(), record);
        }
        Map<String, BackendCapacity> capacities = new LinkedHashMap<>();
        for (BackendSpec spec : specs) {
            CellRecord one = records.get(id(spec, "one"));
            CellRecord many = records.get(id(spec, "many"));
            if (one != null && many != null && one.measurement() != null && many.measurement() != null) {
                Measurement busy = many.measurement();
                capacities.put(
                        spec.name(),
                        new BackendCapacity(
                                one.measurement().latency().mean(), busy.throughput(), cpuPerCall(many.host(), busy)));
            }
        }
        return new Calibration(capacities);
    }

    private static double cpuPerCall(@org.jspecify.annotations.Nullable HostWindow host, Measurement busy) {
        if (host == null || host.trialNanos() == null || host.backendNanos() == null || busy.completed() == 0) {
            return 0;
        }
        return (double) (host.trialNanos() + host.backendNanos()) / busy.completed();
    }

    private static ToTrial.Cell cell(BackendSpec spec, int port, String name, int callers) {
        Step call = new Step.Call("127.0.0.1", port, "/" + spec.name() + "~bare", 0, 5_000_000_000L, 0);
        return new ToTrial.Cell(
                id(spec, name),
                PARAMETERS,
                CALLERS,
                0,
                0,
                List.of(new ToTrial.Kind("task", 1, spec.bodyBytes(), List.of(call))),
                new ToTrial.Closed(callers));
    }

    private static String id(BackendSpec spec, String name) {
        return "calibrate-" + name + "-" + spec.name();
    }
}
