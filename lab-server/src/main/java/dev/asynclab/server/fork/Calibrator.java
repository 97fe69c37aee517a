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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the backends can do on this machine, measured with a reference client just before a run.
///
/// The reference client is the event-loop model in a trial process of its own: first load until neither side gets
/// faster any more, then one call at a time for the overhead of a call, then many callers without delay for the
/// capacity. Without this a figure could not be told from a limit of the backend; and a capacity taken while the
/// backend was still being compiled would call a busy backend saturated.
final class Calibrator {

    /// The reference client's model.
    static final String MODEL = "event-loop";

    /// Callers of the capacity measurement: enough to keep one client loop and one server loop busy.
    private static final int CALLERS = 64;

    /// Connects, and lets both sides load their classes; the rest of warming up is counted in slices.
    private static final long WARM_UP_NANOS = 200_000_000;

    private static final long SLICE_NANOS = 250_000_000;
    private static final long SETTLE_NANOS = 100_000_000;
    private static final long WINDOW_NANOS = 400_000_000;

    private static final Map<String, String> PARAMETERS = Map.of("loops", "1", "offload", "false");

    private final TrialProcess trial;

    private Calibrator(TrialProcess trial) {
        this.trial = trial;
    }

    /// Measures every backend that listens; takes two to six seconds, the longer the more code a backend has.
    ///
    /// @param warmUp of client and backends together, at least; they are warmed further until they are warm
    static Calibration calibrate(
            TrialProcess trial,
            List<BackendSpec> specs,
            Map<String, Integer> ports,
            int cores,
            long seed,
            Duration warmUp)
            throws ChildGone, OrderFailed, InterruptedException {
        List<BackendSpec> listening =
                specs.stream().filter(s -> ports.containsKey(s.name())).toList();
        List<ToTrial.Cell> cells = new ArrayList<>();
        for (BackendSpec spec : listening) {
            int port = ports.getOrDefault(spec.name(), 0);
            cells.add(cell(spec, port, "one", 1));
            cells.add(cell(spec, port, "many", CALLERS));
        }
        long warmUpNanos = Math.max(WARM_UP_NANOS, warmUp.toNanos());
        trial.prepare(new ToTrial.Prepare(FromTrial.VERSION, MODEL, cores, seed, warmUpNanos, cells));
        return new Calibrator(trial).measure(listening);
    }

    private Calibration measure(List<BackendSpec> specs) throws ChildGone, OrderFailed, InterruptedException {
        // Backends of a kind are one program in one process: what warms the first warms them all.
        Set<BackendSpec.Kind> warm = EnumSet.noneOf(BackendSpec.Kind.class);
        Map<String, BackendCapacity> capacities = new LinkedHashMap<>();
        for (BackendSpec spec : specs) {
            if (warm.add(spec.kind())) {
                warmUp(spec);
            }
            Sight one = look(id(spec, "one"), SETTLE_NANOS, WINDOW_NANOS);
            Sight many = look(id(spec, "many"), SETTLE_NANOS, WINDOW_NANOS);
            capacities.put(
                    spec.name(),
                    new BackendCapacity(
                            one.measurement.latency().mean(), many.measurement.throughput(), many.cpuPerCall()));
        }
        return new Calibration(capacities);
    }

    private void warmUp(BackendSpec spec) throws ChildGone, OrderFailed, InterruptedException {
        Warmth warmth = new Warmth(mostSlices(spec.kind()));
        Sight slice;
        do {
            slice = look(id(spec, "many"), 0, SLICE_NANOS);
        } while (warmth.rising(slice.measurement.throughput()));
    }

    /// Three seconds for our own server, five for WireMock, which is a servlet engine with filters and templates.
    private static int mostSlices(BackendSpec.Kind kind) {
        return switch (kind) {
            case FAST -> 12;
            case WIREMOCK -> 20;
        };
    }

    private record Sight(Measurement measurement, @Nullable HostWindow host) {

        double cpuPerCall() {
            if (host == null
                    || host.trialNanos() == null
                    || host.backendNanos() == null
                    || measurement.completed() == 0) {
                return 0;
            }
            return (double) (host.trialNanos() + host.backendNanos()) / measurement.completed();
        }
    }

    private Sight look(String cell, long settleNanos, long windowNanos)
            throws ChildGone, OrderFailed, InterruptedException {
        CellRecord record = trial.measure(new ToTrial.Measure(cell, settleNanos, windowNanos, false), 0);
        Measurement measurement = record.measurement();
        if (measurement == null) {
            throw new OrderFailed("calibration", cell + ": " + record.error());
        }
        return new Sight(measurement, record.host());
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
