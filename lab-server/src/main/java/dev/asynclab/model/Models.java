package dev.asynclab.model;

/// The registry: model id to constructor. The ids are those of [dev.asynclab.api.Catalogue#models()].
public final class Models {
    private Models() {}

    /// Builds a model, ready for tasks.
    ///
    /// @throws IllegalArgumentException when no model has this id
    public static ConcurrencyModel create(String id, Setup setup) {
        return switch (id) {
            case "sequential" -> new SequentialModel(setup);
            case "virtual-threads" -> new VirtualThreadModel(setup);
            case "platform-threads" -> new PlatformThreadModel(setup);
            case "fork-join" -> new ForkJoinModel(setup);
            case "processes" -> new ProcessModel(setup);
            case "gil-threads" -> new GilThreadModel(setup);
            case "event-loop" -> new EventLoopModel(setup);
            case "coroutine" -> new CoroutineModel(setup);
            case "netty" -> new NettyModel(setup);
            case "reactor" -> new ReactorModel(setup);
            default -> throw new IllegalArgumentException("no model " + id);
        };
    }
}
