package dev.asynclab.server.fork;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Scenario.Point;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.StepTree.Address;
import dev.asynclab.server.record.TrialRecord.BackendWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The mock backends a run needs: one for every different specification among its sweep points.
///
/// A backend whose delay is swept stands there once per value, as `orders`, `orders.2` and so on.
final class Backends {

    private final Map<BackendSpec, BackendSpec> named = new LinkedHashMap<>();

    Backends(Plan plan) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Plan.Cell cell : plan.cells()) {
            if (cell.runs()) {
                for (BackendSpec spec : cell.point().backends().values()) {
                    named.computeIfAbsent(spec, s -> {
                        int number = seen.merge(s.name(), 1, Integer::sum);
                        return number == 1 ? s : rename(s, s.name() + "." + number);
                    });
                }
            }
        }
    }

    /// All of them, under the names they run by.
    List<BackendSpec> specs() {
        return new ArrayList<>(named.values());
    }

    /// The name a point's backend runs by.
    String runningName(BackendSpec spec) {
        BackendSpec running = named.get(spec);
        if (running == null) {
            throw new IllegalArgumentException("backend " + spec.name() + " is not part of this run");
        }
        return running.name();
    }

    /// Where the backends of a point answer, by their names in the file.
    Map<String, Address> addresses(Point point, Map<String, Integer> ports) {
        Map<String, Address> addresses = new LinkedHashMap<>();
        point.backends().forEach((name, spec) -> {
            String running = runningName(spec);
            Integer port = ports.get(running);
            if (port == null) {
                throw new IllegalStateException("backend " + running + " was not started");
            }
            // Stub mappings name their own paths; everything else answers under the backend's name.
            addresses.put(name, new Address(port, spec.stubs().isPresent() ? "" : "/" + running));
        });
        return addresses;
    }

    /// The windows of a point's own backends, under their names in the file.
    List<BackendWindow> ofPoint(Point point, List<BackendWindow> windows) {
        List<BackendWindow> own = new ArrayList<>();
        point.backends()
                .forEach((name, spec) -> windows.stream()
                        .filter(w -> w.backend().equals(runningName(spec)))
                        .forEach(w -> own.add(w.named(name))));
        return own;
    }

    private static BackendSpec rename(BackendSpec s, String name) {
        return new BackendSpec(
                name,
                s.kind(),
                s.delay(),
                s.bodyBytes(),
                s.errorShare(),
                s.resetShare(),
                s.stallShare(),
                s.maxConcurrent(),
                s.queue(),
                s.coldStart(),
                s.stubs());
    }
}
