package dev.asynclab.model.broken;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Setup;
import java.util.Map;

/// The registry of broken models: id to constructor. The ids are those of
/// [dev.asynclab.api.BrokenModels#all()].
public final class BrokenModels {

    /// Ids that start like this are in this registry, all others in [dev.asynclab.model.Models].
    public static final String PREFIX = "broken-";

    private BrokenModels() {}

    /// Builds a broken model, ready for tasks.
    ///
    /// @throws IllegalArgumentException when no broken model has this id
    public static ConcurrencyModel create(String id, Setup setup) {
        return switch (id) {
            case "broken-lazy-pipeline" -> new LazyPipelineModel(setup);
            case "broken-unused-result" -> new UnusedResultModel(setup);
            case "broken-submit-only" -> new SubmitOnlyModel(setup);
            case "broken-nested-pool" -> new NestedPoolModel(setup);
            case "broken-timeout-without-cancel" -> new TimeoutWithoutCancelModel(setup);
            case "broken-wall-clock-spin" -> new WallClockSpinModel(setup);
            default -> throw new IllegalArgumentException("no broken model " + id);
        };
    }

    /// The honest part of a broken model: a virtual thread per task.
    static Setup virtualThreads(Setup setup) {
        return new Setup(Map.of("client", "apache"), setup.connections(), setup.cores());
    }
}
