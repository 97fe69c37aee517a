package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Claim;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A scenario and its plan for tests: one call to `orders` (100 ms) under 1,000 callers on two cores, unless
/// changed.
final class LabFixture {

    final List<Scenario.Variant> variants = new ArrayList<>();
    final Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
    final Map<String, Integer> connections = new LinkedHashMap<>();
    final Map<String, Integer> widths = new LinkedHashMap<>();
    final Map<String, BackendSpec> backends = new LinkedHashMap<>();
    final Map<String, Calibration.BackendCapacity> capacities = new LinkedHashMap<>();
    final List<Claim> claims = new ArrayList<>();
    final List<Scenario.Pair> pairs = new ArrayList<>();
    final List<Map<String, String>> points = new ArrayList<>(List.of(Map.of()));
    final List<Scenario.Axis> axes = new ArrayList<>();
    List<Scenario.TaskKind> kinds = List.of(new Scenario.TaskKind("task", 1, List.of(call("orders"))));
    Load load = new Load.Closed(1_000);
    Metric primary = Metric.THROUGHPUT;
    Profile profile = Profile.QUICK;
    boolean verdicts = true;
    int intervalClaims = 1;
    int cores = 2;

    LabFixture() {
        backend("orders", new DelaySpec.Fixed(Duration.ofMillis(100)));
        // No overhead, so that bounds are round numbers; 80,000 calls/s; 25 us of CPU per call.
        capacities.put("orders", new Calibration.BackendCapacity(0, 80_000, 25_000));
    }

    static StepSpec call(String backend) {
        return new StepSpec.Call(backend, "", Optional.empty(), 0);
    }

    static StepSpec compute() {
        return new StepSpec.Compute("primes", Map.of("from", 100L, "count", 10L), false);
    }

    static StepSpec block(long millis) {
        return new StepSpec.Block(Duration.ofMillis(millis));
    }

    static StepSpec pause(long millis) {
        return new StepSpec.Wait(Duration.ofMillis(millis));
    }

    static StepSpec parallel(int times, int limit, StepSpec step) {
        return new StepSpec.Parallel(
                java.util.Collections.nCopies(times, List.of(step)),
                limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit));
    }

    LabFixture backend(String name, DelaySpec delay) {
        return backend(name, delay, OptionalInt.empty());
    }

    LabFixture backend(String name, DelaySpec delay, OptionalInt maxConcurrent) {
        backends.put(
                name,
                new BackendSpec(
                        name,
                        BackendSpec.Kind.FAST,
                        delay,
                        256,
                        0,
                        0,
                        0,
                        maxConcurrent,
                        OptionalInt.empty(),
                        Duration.ZERO,
                        Optional.empty()));
        return this;
    }

    LabFixture variant(String name, String model, String... settings) {
        variants.add(new Scenario.Variant(name, model, Scenario.Isolation.PROCESS));
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        parameters.put(name, map);
        String threads = map.getOrDefault("threads", "0");
        widths.put(name, threads.matches("\\d+") ? Integer.parseInt(threads) : 0);
        return this;
    }

    LabFixture task(StepSpec... steps) {
        kinds = List.of(new Scenario.TaskKind("task", 1, List.of(steps)));
        return this;
    }

    LabFixture load(Load shape) {
        load = shape;
        return this;
    }

    LabFixture pair(String a, String b) {
        pairs.add(new Scenario.Pair(a, b));
        return this;
    }

    /// A sweep over one axis that changes nothing else.
    LabFixture sweep(String axis, String... values) {
        points.clear();
        List<Scenario.AxisValue> all = new ArrayList<>();
        for (String value : values) {
            points.add(Map.of(axis, value));
            all.add(new Scenario.AxisValue(value, value));
        }
        axes.add(new Scenario.Axis(axis, all, all));
        return this;
    }

    LabFixture claim(Claim.Grade grade, Claim.Expression expression) {
        return claim(grade, expression, Map.of(), OptionalInt.empty());
    }

    LabFixture claim(Claim.Grade grade, Claim.Expression expression, Map<String, String> at, OptionalInt cores) {
        String id = "claim-" + (claims.size() + 1);
        claims.add(new Claim(id, "as written", expression, at, Optional.empty(), cores, grade, 1));
        return this;
    }

    static Claim.Subject subject(String name) {
        return new Claim.Subject(name, Optional.empty(), Map.of());
    }

    static Claim.Operand operand(Metric metric, String name) {
        return new Claim.Operand(metric, subject(name));
    }

    static Claim.Comparison compare(Metric metric, String name, Claim.Op op, Claim.Target target) {
        return new Claim.Comparison(operand(metric, name), op, target, Optional.empty());
    }

    static Claim.Comparison about(Metric metric, String name, Claim.Target target, double within) {
        return new Claim.Comparison(operand(metric, name), Claim.Op.ABOUT, target, Optional.of(within));
    }

    Calibration calibration() {
        return new Calibration(capacities);
    }

    Plan plan() {
        List<Scenario.Point> all = points.stream()
                .map(at -> new Scenario.Point(at, kinds, load, backends, parameters, connections))
                .toList();
        Measure measure = new Measure(
                primary,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Scenario.Isolation.PROCESS,
                OptionalLong.empty());
        Scenario scenario = new Scenario(
                "fixture",
                "A fixture",
                List.of(),
                List.of(),
                Optional.empty(),
                axes,
                variants,
                all,
                List.of(),
                measure,
                List.of(),
                claims,
                List.of(),
                "",
                "0".repeat(64));
        List<Plan.Cell> cells = new ArrayList<>();
        for (Scenario.Variant variant : variants) {
            for (Scenario.Point point : all) {
                cells.add(cell(variant, point));
            }
        }
        return new Plan(
                scenario,
                profile,
                42,
                cores,
                8,
                12,
                verdicts,
                pairs,
                intervalClaims,
                cells,
                60,
                150,
                List.of(),
                new Plan.WarmUp(500_000_000L, 500_000_000L),
                8,
                List.of(),
                false);
    }

    private Plan.Cell cell(Scenario.Variant variant, Scenario.Point point) {
        String id = variant.name() + String.join("", point.at().values());
        return new Plan.Cell(
                id,
                variant,
                point,
                parameters.getOrDefault(variant.name(), Map.of()),
                connections.getOrDefault(variant.name(), 10_000),
                widths.getOrDefault(variant.name(), 0),
                200_000_000L,
                1_000_000_000L,
                100e6,
                "");
    }
}
