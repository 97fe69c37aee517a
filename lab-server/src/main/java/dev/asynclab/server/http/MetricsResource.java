package dev.asynclab.server.http;

import dev.asynclab.api.RunState;
import dev.asynclab.server.run.Runs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Metrics for Prometheus. The registry is built when they are first asked for: start-up does not pay for it.
final class MetricsResource implements AutoCloseable {
    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;
    private final Runs runs;
    private final Traffic traffic;
    private final IntSupplier streams;
    private final IntSupplier connections;
    private final Map<RunState, Integer> counts = new EnumMap<>(RunState.class);
    private final Set<Traffic.Kind> registered = new HashSet<>();
    private @Nullable PrometheusMeterRegistry registry;
    private @Nullable JvmGcMetrics collections;

    MetricsResource(Services services, Traffic traffic, IntSupplier streams, IntSupplier connections) {
        this.runs = services.runs();
        this.traffic = traffic;
        this.streams = streams;
        this.connections = connections;
    }

    Endpoint endpoint() {
        return Endpoint.get("/metrics", "Metrics of the server, for Prometheus")
                .reply(200, "text exposition format", "text/plain")
                .by(_ -> Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", scrape()));
    }

    private synchronized String scrape() {
        PrometheusMeterRegistry meters = registry;
        if (meters == null) {
            meters = build();
            registry = meters;
        }
        for (RunState state : RunState.values()) {
            counts.put(state, count(state));
        }
        for (var entry : traffic.answers().entrySet()) {
            if (!registered.add(entry.getKey())) {
                continue;
            }
            FunctionCounter.builder("lab.http.answers", entry.getValue(), LongAdder::doubleValue)
                    .description("answers by route and status")
                    .tag("method", entry.getKey().method())
                    .tag("route", entry.getKey().route())
                    .tag("status", String.valueOf(entry.getKey().status()))
                    .register(meters);
        }
        return meters.scrape();
    }

    private PrometheusMeterRegistry build() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (RunState state : RunState.values()) {
            Gauge.builder("lab.runs", counts, c -> c.getOrDefault(state, 0))
                    .description("runs by state")
                    .tag("state", state.id())
                    .register(meters);
        }
        Gauge.builder("lab.sse.subscribers", streams::getAsInt)
                .description("readers of event streams")
                .register(meters);
        Gauge.builder("lab.http.connections", connections::getAsInt)
                .description("open connections")
                .register(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        var gc = new JvmGcMetrics();
        gc.bindTo(meters);
        collections = gc;
        return meters;
    }

    private int count(RunState state) {
        int count = 0;
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            Runs.Page found = runs.list(null, state.id(), null, PAGE, token);
            count += found.runs().size();
            token = found.nextPageToken();
            if (token == null) {
                break;
            }
        }
        return count;
    }

    @Override
    public synchronized void close() {
        if (collections != null) {
            collections.close();
        }
        if (registry != null) {
            registry.close();
        }
    }
}
