package dev.asynclab.api;

/// Where a run is. A refuted claim does not make a run fail.
public enum RunState {
    QUEUED("queued"),
    STARTING("starting"),
    RUNNING("running"),
    CANCELLING("cancelling"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    CANCELLED("cancelled"),
    INTERRUPTED("interrupted"),
    POISONED("poisoned");

    private final String id;

    RunState(String id) {
        this.id = id;
    }

    /// Name on the wire.
    public String id() {
        return id;
    }

    /// Whether nothing more will happen to the run. An interrupted run is queued again by the next start.
    public boolean ended() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED, POISONED -> true;
            case QUEUED, STARTING, RUNNING, CANCELLING, INTERRUPTED -> false;
        };
    }

    public static java.util.Optional<RunState> of(String id) {
        return java.util.Arrays.stream(values()).filter(s -> s.id.equals(id)).findFirst();
    }
}
