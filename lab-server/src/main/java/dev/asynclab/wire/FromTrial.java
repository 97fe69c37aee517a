package dev.asynclab.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a trial process tells the control JVM, one JSON object per line on its standard output.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromTrial.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = FromTrial.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = FromTrial.Edge.class, name = "edge"),
    @JsonSubTypes.Type(value = FromTrial.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = FromTrial.Result.class, name = "result"),
    @JsonSubTypes.Type(value = FromTrial.ReferenceRate.class, name = "reference-rate"),
    @JsonSubTypes.Type(value = FromTrial.Failed.class, name = "failed")
})
public sealed interface FromTrial {

    /// The version of this protocol.
    int VERSION = 1;

    /// First line of every trial process.
    record Hello(int version, String language, String implementation, long pid, Map<String, String> capabilities)
            implements FromTrial {}

    /// The model stands and is warm.
    ///
    /// @param startNanos from process start to a model ready for its first task; warm-up not included
    /// @param firstTaskNanos the very first task of the process
    /// @param limits effective limits of the model, for the parity panel
    /// @param warmUp the warm-up of every cell, window by window; null from a version that did not keep it
    record Ready(
            long startNanos,
            long firstTaskNanos,
            Map<String, String> limits,
            @Nullable List<WarmUpPoint> warmUp) implements FromTrial {

        /// Without a warm-up.
        public Ready(long startNanos, long firstTaskNanos, Map<String, String> limits) {
            this(startNanos, firstTaskNanos, limits, null);
        }
    }

    /// The window of a cell opens or closes now: the control JVM reads host and backend counters.
    record Edge(String cell, boolean open) implements FromTrial {}

    /// Progress for people, at most four a second.
    record Sample(String cell, double ratePerSecond, int inFlight, long done, long failed) implements FromTrial {}

    /// The figures of one cell.
    ///
    /// @param trace null unless one was ordered
    record Result(Measurement measurement, @Nullable Trace trace) implements FromTrial {

        /// Of a measurement.
        public Result(Measurement measurement) {
            this(measurement, null);
        }
    }

    /// Kernel rate on all cores: tasks of the cell's compute steps per second, and CPU per task.
    record ReferenceRate(String cell, double tasksPerSecond, double cpuNanosPerTask) implements FromTrial {}

    /// The order could not be carried out.
    ///
    /// @param reason kebab-case: `unavailable`, `did-not-finish`, `out-of-memory`, `cancelled`, `bad-order`, `bug`
    record Failed(String reason, String detail) implements FromTrial {}
}
