package dev.asynclab.server.fork;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Catalogue;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Ahead-of-time caches of trial processes: loaded classes and the profiles of a short training run, one per model.
///
/// With them a trial starts in half the time and is warm sooner. Each model trains alone, so that no model's
/// profile holds another one's call sites. A cache that no longer fits the jars is ignored by the JVM; without
/// caches everything still works.
public final class StartCaches {

    private static final String BACKEND = "training";
    private static final int CALLERS = 64;
    private static final long TRAINING_NANOS = 1_500_000_000;

    /// Writing a cache starts one more JVM, which reads and links everything once.
    private static final Duration WRITING = Duration.ofSeconds(60);

    private final JavaCommand java;
    private final Path directory;
    private final int cores = Runtime.getRuntime().availableProcessors();

    /// @param directory where the caches are kept; the logs of the training go to its folder `training`
    public StartCaches(JavaCommand java, Path directory) {
        this.java = java;
        this.directory = directory;
    }

    /// Makes the caches that are missing, about three seconds each on a quiet machine. Returns those that could
    /// not be made, with the reason.
    ///
    /// @param models ids of the models to train
    public List<String> make(List<String> models) throws InterruptedException, IOException {
        List<String> missing = models.stream()
                .filter(m -> !Files.exists(directory.resolve(JavaCommand.cache(m))))
                .toList();
        List<String> failures = new ArrayList<>();
        if (missing.isEmpty()) {
            return failures;
        }
        Path logs = Files.createDirectories(directory.resolve("training"));
        try (BackendProcess backend = BackendProcess.start(java.backend(cores), 1, List.of(spec()), logs)) {
            for (String model : missing) {
                try {
                    train(model, backend, logs);
                } catch (ChildGone | OrderFailed e) {
                    failures.add(model + ": " + e.getMessage());
                }
            }
        } catch (ChildGone e) {
            failures.add("backend: " + e.detail());
        }
        return failures;
    }

    private void train(String model, BackendProcess backend, Path logs)
            throws ChildGone, OrderFailed, InterruptedException {
        Path cache = directory.resolve(JavaCommand.cache(model));
        try (TrialProcess trial = new TrialProcess(
                java.training(model, cores, cache),
                model,
                logs.resolve(model + ".log"),
                backend,
                new HostCounters(),
                _ -> {})) {
            trial.prepare(new ToTrial.Prepare(
                    FromTrial.VERSION, model, cores, 1, TRAINING_NANOS, List.of(cell(model, backend))));
            trial.shutdown(WRITING);
        }
    }

    private ToTrial.Cell cell(String model, BackendProcess backend) {
        Integer port = backend.ports().get(BACKEND);
        if (port == null) {
            throw new IllegalStateException("the training backend was not started");
        }
        List<Step> steps = List.of(
                new Step.Call("127.0.0.1", port, "/" + BACKEND + "~bare", 0, 0, 0),
                new Step.Compute(Kernels.create("fibonacci", Map.of("n", 10L)), false));
        long checksum = spec().bodyBytes()
                + Kernels.create("fibonacci", Map.of("n", 10L)).run();
        Map<String, String> parameters =
                Catalogue.model(model).map(Catalogue::defaults).orElseThrow();
        return new ToTrial.Cell(
                "training",
                parameters,
                CALLERS,
                0,
                0,
                List.of(new ToTrial.Kind("task", 1, checksum, steps)),
                new ToTrial.Closed(CALLERS));
    }

    private static BackendSpec spec() {
        return fixed(BACKEND, Duration.ZERO, 64);
    }

    /// A fast backend with a fixed delay and nothing else.
    static BackendSpec fixed(String name, Duration delay, int bodyBytes) {
        return new BackendSpec(
                name,
                BackendSpec.Kind.FAST,
                new DelaySpec.Fixed(delay),
                bodyBytes,
                0,
                0,
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ZERO,
                Optional.empty());
    }
}
