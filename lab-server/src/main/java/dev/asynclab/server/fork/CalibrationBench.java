package dev.asynclab.server.fork;

import dev.asynclab.api.Catalogue;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.server.record.TrialRecord.HostWindow;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The processes of a calibration card: the same backend and trial processes a run has, given cells whose figures
/// are known beforehand.
///
/// Used by one thread; everything started here has ended when it is closed.
public final class CalibrationBench implements AutoCloseable {

    /// Bytes of every answer.
    public static final int BODY_BYTES = 64;

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final JavaCommand java;
    private final int cores;
    private final Path directory;
    private final HostCounters host = new HostCounters();
    private @Nullable BackendProcess backend;

    /// @param directory folder for the logs of the child processes
    public CalibrationBench(JavaCommand java, int cores, Path directory) {
        this.java = java;
        this.cores = cores;
        this.directory = directory;
    }

    /// What happens to a trial's cells, in order. One process, one model, warmed up on all of them.
    ///
    /// @param reference a cell whose kernels are also run alone, just before and just after; empty for none
    /// @param frozen a cell during whose window the backend stands still; empty for none
    public record Order(
            String model,
            Map<String, String> parameters,
            Duration warmUp,
            List<ToTrial.Cell> cells,
            Map<String, ToTrial.Measure> measures,
            String reference,
            String frozen) {
        public Order {
            parameters = Map.copyOf(parameters);
            cells = List.copyOf(cells);
            measures = Map.copyOf(measures);
        }
    }

    /// What came of an order.
    ///
    /// @param cells by id, in measuring order
    /// @param references kernel rates before and after; empty when none were ordered
    public record Outcome(Map<String, CellRecord> cells, List<FromTrial.ReferenceRate> references) {
        public Outcome {
            cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
            references = List.copyOf(references);
        }
    }

    /// Starts a backend for each delay; returns a call to each.
    ///
    /// @throws LaboratoryFailure when they do not come up
    public Map<String, Step> open(Map<String, Duration> delays) throws LaboratoryFailure, InterruptedException {
        try {
            Files.createDirectories(directory);
            BackendProcess process = BackendProcess.start(
                    java.backend(cores),
                    1,
                    delays.entrySet().stream()
                            .map(e -> StartCaches.fixed(e.getKey(), e.getValue(), BODY_BYTES))
                            .toList(),
                    directory);
            backend = process;
            Map<String, Step> calls = new LinkedHashMap<>();
            process.ports()
                    .forEach((name, port) ->
                            calls.put(name, new Step.Call("127.0.0.1", port, "/" + name, 0, 30_000_000_000L, 0)));
            return calls;
        } catch (ChildGone e) {
            throw new LaboratoryFailure("the backend did not come up: " + e.detail());
        } catch (IOException e) {
            throw new LaboratoryFailure("no folder for logs: " + e.getMessage());
        }
    }

    /// A model's parameters: the catalogue's defaults, with changes.
    public static Map<String, String> parameters(String model, Map<String, String> changes) {
        Map<String, String> all = new LinkedHashMap<>(
                Catalogue.model(model).map(Catalogue::defaults).orElseThrow());
        all.putAll(changes);
        return all;
    }

    /// Runs one trial process.
    ///
    /// @throws LaboratoryFailure when it does not deliver
    public Outcome run(Order order) throws LaboratoryFailure, InterruptedException {
        Path pauses = directory.resolve(order.model() + ".pauses.log");
        Path stderr = directory.resolve(order.model() + ".log");
        List<String> command = java.trial(order.model(), cores, cores, pauses);
        try (TrialProcess trial = new TrialProcess(command, order.model(), stderr, backend, host, _ -> {})) {
            trial.prepare(new ToTrial.Prepare(
                    FromTrial.VERSION, order.model(), cores, 1, order.warmUp().toNanos(), order.cells()));
            Map<String, CellRecord> cells = new LinkedHashMap<>();
            List<FromTrial.ReferenceRate> references = new ArrayList<>();
            for (ToTrial.Cell cell : order.cells()) {
                reference(trial, order, cell, references);
                cells.put(cell.id(), measure(trial, order, cell));
                reference(trial, order, cell, references);
            }
            trial.end();
            return new Outcome(cells, references);
        } catch (ChildGone e) {
            throw new LaboratoryFailure(order.model() + ": " + e.detail());
        } catch (OrderFailed e) {
            throw new LaboratoryFailure(order.model() + ": " + e.reason() + ": " + e.detail());
        }
    }

    private static void reference(
            TrialProcess trial, Order order, ToTrial.Cell cell, List<FromTrial.ReferenceRate> rates)
            throws ChildGone, InterruptedException {
        if (cell.id().equals(order.reference())) {
            FromTrial.ReferenceRate rate = trial.reference(
                    new ToTrial.Reference(cell.id(), Duration.ofSeconds(1).toNanos()));
            if (rate != null) {
                rates.add(rate);
            }
        }
    }

    private CellRecord measure(TrialProcess trial, Order order, ToTrial.Cell cell)
            throws ChildGone, OrderFailed, InterruptedException {
        ToTrial.Measure measure = order.measures().get(cell.id());
        if (measure == null) {
            throw new IllegalArgumentException("no measure for cell " + cell.id());
        }
        ChildProcess freezer = cell.id().equals(order.frozen()) ? freeze(measure) : null;
        try {
            CellRecord record = trial.measure(measure, cell.baseDelayNanos());
            if (record.measurement() == null) {
                throw new OrderFailed("calibration", cell.id() + ": " + record.error());
            }
            return record;
        } finally {
            if (freezer != null) {
                // Not killed: it is the one who lets the backend go on.
                freezer.awaitExit(GRACE);
            }
        }
    }

    /// Stops the backend process for one second in the middle of a window. The shell does all of it by itself, so the
    /// backend goes on even if this process dies meanwhile.
    private ChildProcess freeze(ToTrial.Measure measure) {
        if (backend == null) {
            throw new IllegalStateException("there is no backend to freeze");
        }
        long after = Duration.ofNanos(measure.settleNanos() + measure.windowNanos() / 2)
                .toSeconds();
        return ChildProcess.start(
                List.of("sh", "-c", "sleep $0; kill -STOP $1; sleep 1; kill -CONT $1", Long.toString(after), pid()),
                "freezer",
                directory.resolve("freezer.log"));
    }

    private String pid() {
        return backend == null ? "" : Long.toString(backend.pid());
    }

    /// Share of the machine's CPU that programs outside the lab take; null where it cannot be read.
    ///
    /// @param spinning also start a program that keeps one core busy meanwhile
    public @Nullable Double foreignShare(Duration length, boolean spinning) throws InterruptedException {
        // Bounded, should nobody be left to end it: some tens of seconds.
        ChildProcess spinner = !spinning
                ? null
                : ChildProcess.start(
                        List.of("sh", "-c", "i=0; while [ $i -lt 20000000 ]; do i=$((i+1)); done"),
                        "spinner",
                        directory.resolve("spinner.log"));
        try {
            Long backendPid = backend == null ? null : (Long) backend.pid();
            HostCounters.Reading open = host.read(null, backendPid);
            Thread.sleep(length);
            HostWindow window = host.window(open, host.read(null, backendPid));
            return window.foreignShare();
        } finally {
            if (spinner != null) {
                spinner.close();
            }
        }
    }

    @Override
    public void close() {
        if (backend != null) {
            backend.close();
        }
    }
}
