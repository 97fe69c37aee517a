package dev.asynclab.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the control JVM tells a trial process, one JSON object per line on its standard input.
///
/// End of file on that input means: exit at once. Times are nanoseconds.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToTrial.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = ToTrial.Replace.class, name = "replace"),
    @JsonSubTypes.Type(value = ToTrial.Measure.class, name = "measure"),
    @JsonSubTypes.Type(value = ToTrial.Reference.class, name = "reference"),
    @JsonSubTypes.Type(value = ToTrial.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = ToTrial.Shutdown.class, name = "shutdown")
})
public sealed interface ToTrial {

    /// Build the model and warm every cell up; answered by [FromTrial.Ready].
    ///
    /// Cells with equal `parameters` share one model instance, so that children and compiled code stay warm.
    ///
    /// @param cores processors the trial may use
    /// @param warmUpNanos at least, in total, split evenly over the cells; a cell may ask for more
    /// @param warmUpMostNanos warm up until steady, but no longer; not above `warmUpNanos` for a fixed length
    record Prepare(
            int version, String model, int cores, long seed, long warmUpNanos, long warmUpMostNanos, List<Cell> cells)
            implements ToTrial {

        /// With a warm-up of fixed length.
        public Prepare(int version, String model, int cores, long seed, long warmUpNanos, List<Cell> cells) {
            this(version, model, cores, seed, warmUpNanos, warmUpNanos, cells);
        }
    }

    /// Close the model that stands, if one does, and prepare another in the same process; answered by
    /// [FromTrial.Ready].
    ///
    /// The other finds a warm process: loaded classes, compiled code, profiles and garbage of the one before.
    /// Only for variants that ask to share a process.
    ///
    /// @param by required; null in a line that lacks it, which is refused
    record Replace(@Nullable Prepare by) implements ToTrial {}

    /// One sweep point of the variant.
    ///
    /// @param id URL-safe cell id
    /// @param connections most connections to one backend
    /// @param width most tasks the model can serve at once by its own limits (threads, children, permits), 0 for
    ///     no limit
    /// @param baseDelayNanos mean declared delay of one task, for settling and draining
    /// @param leastWarmUpNanos warm up so long at least, where the cell's part of the whole warm-up is shorter;
    ///     0 to leave it at that part
    record Cell(
            String id,
            Map<String, String> parameters,
            int connections,
            int width,
            long baseDelayNanos,
            List<Kind> kinds,
            LoadShape load,
            long leastWarmUpNanos) {

        /// With its part of the whole warm-up, whatever its delay.
        public Cell(
                String id,
                Map<String, String> parameters,
                int connections,
                int width,
                long baseDelayNanos,
                List<Kind> kinds,
                LoadShape load) {
            this(id, parameters, connections, width, baseDelayNanos, kinds, load, 0);
        }
    }

    /// A kind of task.
    ///
    /// @param share of the mix, in 0..1
    /// @param checksum sum of the step results every task of this kind must return
    record Kind(String name, double share, long checksum, List<Step> steps) {}

    /// How work arrives.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "form")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Batch.class, name = "batch"),
        @JsonSubTypes.Type(value = Closed.class, name = "closed"),
        @JsonSubTypes.Type(value = Open.class, name = "open")
    })
    sealed interface LoadShape {}

    record Batch(int tasks) implements LoadShape {}

    record Closed(int concurrency) implements LoadShape {}

    record Open(double ratePerSecond, boolean poisson, int maxInFlight) implements LoadShape {}

    /// Measure one cell; answered by [FromTrial.Edge] at both window edges and one [FromTrial.Result].
    ///
    /// @param settleNanos run the load this long before the window opens
    /// @param windowNanos length of the window, at least
    /// @param memory also read the memory per task; costs two collections, a fifth of a second
    /// @param memoryLevels with more than one, and a closed load: read it at so many numbers of callers, and
    ///     answer the slope
    /// @param trace show tasks and record the process meanwhile, which falsifies the figures; null for a
    ///     measurement
    record Measure(
            String cell,
            long settleNanos,
            long windowNanos,
            boolean memory,
            int memoryLevels,
            @Nullable Tracing trace) implements ToTrial {

        /// Without a trace; memory per task, if at all, as the growth over the idle model.
        public Measure(String cell, long settleNanos, long windowNanos, boolean memory) {
            this(cell, settleNanos, windowNanos, memory, 1, null);
        }

        /// With the memory readings.
        public Measure(String cell, long settleNanos, long windowNanos) {
            this(cell, settleNanos, windowNanos, true);
        }
    }

    /// What a trace is to contain.
    ///
    /// @param tasks so many timelines at most
    /// @param recording file for the recording of Flight Recorder
    record Tracing(int tasks, String recording) {}

    /// Run each kernel of the named cell's tasks alone on as many threads as cores; answered by
    /// [FromTrial.ReferenceRate].
    record Reference(String cell, long nanos) implements ToTrial {}

    /// Stop what is being measured; answered by [FromTrial.Failed] with reason `cancelled`.
    record Cancel() implements ToTrial {}

    /// Close the model and exit with status 0.
    record Shutdown() implements ToTrial {}
}
