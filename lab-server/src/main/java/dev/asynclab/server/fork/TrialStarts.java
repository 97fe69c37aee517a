package dev.asynclab.server.fork;

import dev.asynclab.api.PythonModels;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.FromTrial;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts the trial processes of a run, one log each, numbered in the order they start. Whoever asks for one closes
/// it.
///
/// Used by one thread.
final class TrialStarts {

    private final JavaCommand java;
    private final int cores;
    private final Path directory;
    private final HostCounters host;
    private final Consumer<FromTrial.Sample> samples;
    private int started;

    TrialStarts(JavaCommand java, int cores, Path directory, HostCounters host, Consumer<FromTrial.Sample> samples) {
        this.java = java;
        this.cores = cores;
        this.directory = directory;
        this.host = host;
        this.samples = samples;
    }

    /// Why a trial's model cannot run on this machine, as the detail of its record: no result of the model, and no
    /// fault of the round. Empty when it can.
    static Optional<String> absent(Plan.Trial trial) {
        String model = trial.variant().model();
        return PythonModels.isPython(model)
                ? Optional.of(PythonCommand.ofThisMachine().whyNot(model))
                        .filter(why -> !why.isEmpty())
                        .map(why -> "unavailable: " + why)
                : Optional.empty();
    }

    /// The process of a trial.
    ///
    /// @param backends null when the scenario has none
    TrialProcess of(Plan.Trial trial, @Nullable BackendProcess backends) {
        return process(trial.variant().model(), carriers(trial), trial.variant().name(), backends);
    }

    /// A process for some model.
    TrialProcess process(String model, int carriers, String name, @Nullable BackendProcess backends) {
        started++;
        String file = "%03d-%s".formatted(started, name.replaceAll("[^a-z0-9-]", "_"));
        return new TrialProcess(
                PythonModels.isPython(model)
                        ? PythonCommand.ofThisMachine().trial(model)
                        : java.trial(model, cores, carriers, directory.resolve(file + ".pauses.log")),
                name,
                directory.resolve(file + ".log"),
                backends,
                host,
                samples);
    }

    private int carriers(Plan.Trial trial) {
        String carriers = trial.cells().getFirst().parameters().getOrDefault("carriers", "cores");
        return carriers.equals("cores") ? cores : Integer.parseInt(carriers);
    }
}
