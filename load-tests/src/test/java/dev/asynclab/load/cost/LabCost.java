package dev.asynclab.load.cost;

import dev.asynclab.load.child.Backend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What the lab itself costs, as whole processes, in pairs whose order is shuffled: medians over the pairs.
///
/// - `models`: CPU time per task of a trial process against a program by hand, 1,000 calls in flight, 100 ms each,
///   the compilers' share apart
/// - `wrk`: tasks per second of `netty` and `event-loop` against wrk, the same backend and connections, no delay
/// - `nginx`: requests per second of the fast backend against nginx with one process, asked by wrk
///
/// Prints one line per figure with all its pairs, and whether the figure is within its limit. A figure beyond its
/// limit on a busy machine says nothing: run it alone.
public final class LabCost {

    private static final List<String> MODELS =
            List.of("event-loop", "coroutine", "reactor", "netty", "virtual-threads", "platform-threads");

    private final int pairs = Integer.getInteger("lab.pairs", 5);
    private final Duration window = Duration.ofSeconds(Integer.getInteger("lab.seconds", 5));
    private final List<String> models = chosen(System.getProperty("lab.models", ""));
    private final Random random = new Random(7);

    /// Something measured once.
    private interface Side {
        Sample measure() throws IOException;
    }

    private record Pair(Sample a, Sample b) {}

    private LabCost() {}

    /// @param arguments which parts: `models`, `wrk`, `nginx`; all without any
    public static void main(String[] arguments) throws IOException {
        List<String> parts = arguments.length == 0 ? List.of("models", "wrk", "nginx") : Arrays.asList(arguments);
        LabCost cost = new LabCost();
        for (String part : parts) {
            switch (part) {
                case "models" -> cost.models();
                case "wrk" -> cost.rates();
                case "nginx" -> cost.backend();
                default -> throw new IllegalArgumentException("no part " + part + "; there are models, wrk, nginx");
            }
        }
    }

    private static List<String> chosen(String names) {
        List<String> chosen = names.isEmpty() ? MODELS : List.of(names.split(","));
        for (String name : chosen) {
            if (!MODELS.contains(name)) {
                throw new IllegalArgumentException("no model " + name + " written by hand; there are " + MODELS);
            }
        }
        return chosen;
    }

    private void models() throws IOException {
        Duration delay = Duration.ofMillis(100);
        Sides sides = new Sides(1_000, delay, Duration.ofSeconds(8), window);
        try (Backend backend = new Backend(delay)) {
            for (String model : models) {
                List<Pair> all = alternate(() -> sides.lab(model, backend), () -> sides.byHand(model, backend));
                double[] more = all.stream()
                        .mapToDouble(p -> p.a().cpuMicrosPerTask() - p.b().cpuMicrosPerTask())
                        .toArray();
                print(
                        "%-17s lab %.1f us, by hand %.1f us of CPU per task: %.1f us more (at most 5) %s; compilers %.1f and %.1f us",
                        model,
                        median(all.stream()
                                .mapToDouble(p -> p.a().cpuMicrosPerTask())
                                .toArray()),
                        median(all.stream()
                                .mapToDouble(p -> p.b().cpuMicrosPerTask())
                                .toArray()),
                        median(more),
                        Arrays.toString(rounded(more)),
                        median(all.stream()
                                .mapToDouble(p -> p.a().compilerMicrosPerTask())
                                .toArray()),
                        median(all.stream()
                                .mapToDouble(p -> p.b().compilerMicrosPerTask())
                                .toArray()));
            }
        }
    }

    private void rates() throws IOException {
        Sides sides = new Sides(64, Duration.ZERO, Duration.ofSeconds(4), window);
        try (Backend backend = new Backend(Duration.ZERO)) {
            String url = "http://127.0.0.1:" + backend.port() + backend.path() + "?id=1-0";
            for (String model : List.of("netty", "event-loop")) {
                shares(
                        model + " against wrk",
                        alternate(() -> sides.lab(model, backend), () -> sides.wrk(url)),
                        model.equals("netty") ? 0.70 : 0.50);
            }
        }
    }

    private void backend() throws IOException {
        Sides sides = new Sides(64, Duration.ZERO, Duration.ZERO, window);
        try (Backend backend = new Backend(Duration.ZERO);
                Nginx nginx = new Nginx()) {
            String url = "http://127.0.0.1:" + backend.port() + backend.path() + "?id=1-0";
            sides.wrk(url); // warms the backend
            sides.wrk(nginx.url());
            shares("fast backend against nginx", alternate(() -> sides.wrk(url), () -> sides.wrk(nginx.url())), 0.85);
        }
    }

    private static void shares(String what, List<Pair> pairs, double least) {
        double[] shares = pairs.stream()
                .mapToDouble(p -> p.a().perSecond() / p.b().perSecond())
                .toArray();
        print(
                "%s: %.0f/s and %.0f/s, %.2f of it (at least %.2f) %s",
                what,
                median(pairs.stream().mapToDouble(p -> p.a().perSecond()).toArray()),
                median(pairs.stream().mapToDouble(p -> p.b().perSecond()).toArray()),
                median(shares),
                least,
                Arrays.toString(rounded(shares)));
    }

    /// Pairs one after the other, in each of which a coin says who goes first.
    private List<Pair> alternate(Side a, Side b) throws IOException {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            if (random.nextBoolean()) {
                Sample first = a.measure();
                all.add(new Pair(first, b.measure()));
            } else {
                Sample first = b.measure();
                all.add(new Pair(a.measure(), first));
            }
        }
        return all;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(v -> Math.round(v * 100) / 100.0).toArray();
    }

    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
