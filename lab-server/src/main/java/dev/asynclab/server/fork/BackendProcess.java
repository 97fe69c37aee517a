package dev.asynclab.server.fork;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.server.record.TrialRecord.BackendWindow;
import dev.asynclab.wire.BackendMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The backend JVM of a run, with all mock backends of the scenario on ephemeral loopback ports.
final class BackendProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ChildProcess child;
    private final Map<String, Integer> ports;
    private long token;

    private BackendProcess(ChildProcess child, Map<String, Integer> ports) {
        this.child = child;
        this.ports = Map.copyOf(ports);
    }

    /// Starts the JVM and waits until every backend listens.
    static BackendProcess start(List<String> command, long seed, Collection<BackendSpec> specs, Path directory)
            throws ChildGone, InterruptedException {
        ChildProcess child = ChildProcess.start(command, "backend", directory.resolve("backend.log"));
        try {
            child.send(new BackendMessage.Start(
                    seed, specs.stream().map(BackendProcess::mock).toList()));
            return switch (child.receive(BackendMessage.class, START)) {
                case BackendMessage.Started started -> new BackendProcess(child, started.ports());
                case BackendMessage.Failed failed -> throw new ChildGone("crashed", failed.detail());
                case BackendMessage other -> throw new ChildGone("crashed", "answered " + other + " to start");
            };
        } catch (ChildGone | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    long pid() {
        return child.pid();
    }

    /// Port by backend name.
    Map<String, Integer> ports() {
        return ports;
    }

    /// The counters now.
    BackendMessage.Counts count(boolean resetPeak) throws ChildGone, InterruptedException {
        long asked = ++token;
        child.send(new BackendMessage.Count(asked, resetPeak));
        while (true) {
            switch (child.receive(BackendMessage.class, ANSWER)) {
                case BackendMessage.Counts counts
                when counts.token() == asked -> {
                    return counts;
                }
                // An answer to a question whose asker gave up.
                case BackendMessage.Counts _ -> {}
                case BackendMessage.Failed failed -> throw new ChildGone("crashed", failed.detail());
                case BackendMessage other -> throw new ChildGone("crashed", "answered " + other + " to count");
            }
        }
    }

    /// What happened between two readings, per backend.
    ///
    /// @param nanos length of the window in which it happened
    static List<BackendWindow> windows(BackendMessage.Counts open, BackendMessage.Counts close, long nanos) {
        List<BackendWindow> windows = new ArrayList<>();
        close.backends().forEach((name, now) -> {
            BackendMessage.Counter then = open.backends().get(name);
            if (then != null) {
                long departures = now.departures() - then.departures();
                double perDeparture = departures == 0 ? Double.NaN : 1.0 / departures;
                windows.add(new BackendWindow(
                        name,
                        nanos,
                        now.arrivals() - then.arrivals(),
                        departures,
                        departures == 0 ? 0 : (now.residenceNanos() - then.residenceNanos()) * perDeparture,
                        (now.inFlightNanos() - then.inFlightNanos()) / nanos,
                        now.inFlightPeak(),
                        departures == 0 ? 0 : (now.queuedNanos() - then.queuedNanos()) * perDeparture,
                        now.connections() - then.connections(),
                        protocols(then.protocols(), now.protocols()),
                        now.abandoned() - then.abandoned()));
            }
        });
        return windows;
    }

    private static Map<String, Long> protocols(Map<String, Long> then, Map<String, Long> now) {
        Map<String, Long> inside = new TreeMap<>();
        now.forEach((version, count) -> {
            long more = count - then.getOrDefault(version, 0L);
            if (more > 0) {
                inside.put(version, more);
            }
        });
        return inside;
    }

    private static BackendMessage.Mock mock(BackendSpec spec) {
        return new BackendMessage.Mock(
                spec.name(),
                switch (spec.kind()) {
                    case FAST -> "fast";
                    case WIREMOCK -> "wiremock";
                },
                delay(spec.delay()),
                spec.bodyBytes(),
                spec.errorShare(),
                spec.resetShare(),
                spec.stallShare(),
                nullable(spec.maxConcurrent()),
                nullable(spec.queue()),
                spec.coldStart().toNanos(),
                spec.stubs().orElse(null));
    }

    private static @Nullable Integer nullable(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static BackendMessage.Delay delay(DelaySpec delay) {
        return switch (delay) {
            case DelaySpec.Fixed(Duration d) -> new BackendMessage.Delay("fixed", d.toNanos(), 0, 0);
            case DelaySpec.Uniform(Duration from, Duration to) ->
                new BackendMessage.Delay("uniform", from.toNanos(), to.toNanos(), 0);
            case DelaySpec.LogNormal(Duration median, Duration p99) ->
                new BackendMessage.Delay("lognormal", median.toNanos(), p99.toNanos(), 0);
            case DelaySpec.Mixture(Duration base, double share, Duration slow) ->
                new BackendMessage.Delay("mixture", base.toNanos(), slow.toNanos(), share);
        };
    }

    @Override
    public void close() {
        child.end(Duration.ofSeconds(1));
    }
}
