package dev.asynclab.server.plan;

import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Point;
import dev.asynclab.api.Scenario.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Every variant at every sweep point, with its limits and lengths.
final class CellPlanner {

    /// What one machine has ports for.
    private static final int MOST_CONNECTIONS = 20_000;

    private final Scenario scenario;
    private final boolean twin;
    private final int cores;
    private final Lengths lengths;

    /// @param twin whether the reference model stands there twice
    CellPlanner(Scenario scenario, boolean twin, int cores, Lengths lengths) {
        this.scenario = scenario;
        this.twin = twin;
        this.cores = cores;
        this.lengths = lengths;
    }

    List<Plan.Cell> cells() {
        List<Plan.Cell> cells = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Point point : scenario.points()) {
            for (Variant variant : scenario.variants()) {
                cells.add(cell(id(variant.name(), point.at(), ids), point, variant));
            }
            if (twin) {
                Twin.of(scenario).ifPresent(t -> cells.add(ofTwin(id(t.name(), point.at(), ids), point, t)));
            }
        }
        return cells;
    }

    /// The cell of the original under the twin's name.
    private Plan.Cell ofTwin(String id, Point point, Variant twin) {
        Variant original = scenario.variants().stream()
                .filter(v -> v.twin().equals(twin))
                .findFirst()
                .orElseThrow();
        Plan.Cell cell = cell(id, point, original);
        return new Plan.Cell(
                id,
                twin,
                point,
                cell.parameters(),
                cell.connections(),
                cell.width(),
                cell.settleNanos(),
                cell.windowNanos(),
                cell.delayNanos(),
                cell.skipped());
    }

    private Plan.Cell cell(String id, Point point, Variant variant) {
        Map<String, String> parameters = point.parameters().getOrDefault(variant.name(), Map.of());
        double delay = point.kinds().stream()
                .mapToDouble(k -> k.share() * TaskShape.delayNanos(k.steps(), point.backends()))
                .sum();
        int callsAtOnce = point.kinds().stream()
                .mapToInt(k -> TaskShape.callsAtOnce(k.steps()))
                .max()
                .orElse(0);
        int inFlight = point.load().inFlight();
        Integer set = point.connections().get(variant.name());
        int connections =
                set != null ? set : Math.max(1, Math.min(MOST_CONNECTIONS, inFlight * Math.max(1, callsAtOnce)));
        String skipped = scenario.skips().stream()
                .filter(s -> s.covers(variant.name(), point.at()))
                .map(Scenario.Skip::because)
                .findFirst()
                .orElse("");
        return new Plan.Cell(
                id,
                variant,
                point,
                parameters,
                connections,
                width(variant.model(), parameters, cores, callsAtOnce > 0 && set != null ? set / callsAtOnce : 0),
                lengths.settleNanos(delay),
                lengths.windowNanos(scenario, point, variant, delay),
                delay,
                skipped);
    }

    /// Tasks a variant serves at once by its own limits; 0 for no limit.
    private static int width(String model, Map<String, String> parameters, int cores, int byConnections) {
        int own = switch (model) {
            case "sequential" -> 1;
            case "platform-threads", "gil-threads", "python-threads" ->
                count(parameters.getOrDefault("threads", "0"), cores);
            case "processes", "python-processes", "python-subinterpreters" ->
                count(parameters.getOrDefault("workers", "0"), cores);
            case "reactor" -> count(parameters.getOrDefault("concurrency", "0"), cores);
            default -> 0;
        };
        return own == 0 ? byConnections : byConnections == 0 ? own : Math.min(own, byConnections);
    }

    private static int count(String text, int cores) {
        return switch (text) {
            case "cores" -> cores;
            case "unbounded", "per-task" -> 0;
            default -> Integer.parseInt(text);
        };
    }

    /// `pool-50` at `callers: 1000` is `pool-50@callers=1000`, every other character than `[A-Za-z0-9.=@-]` as `_`.
    /// Values that differ in such characters only are told apart in file order: the second ends in `~2`.
    private static String id(String variant, Map<String, String> at, Set<String> taken) {
        String axes = at.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replaceAll("[^A-Za-z0-9.-]", "_"))
                .collect(Collectors.joining("@"));
        String plain = axes.isEmpty() ? variant : variant + "@" + axes;
        String id = plain;
        for (int copy = 2; !taken.add(id); copy++) {
            id = plain + "~" + copy;
        }
        return id;
    }
}
