package dev.asynclab.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The lines between the control JVM and the canary of a run, on its standard input and output.
///
/// `compute` is answered by `computed`; end of file on the input means: exit.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CanaryMessage.Compute.class, name = "compute"),
    @JsonSubTypes.Type(value = CanaryMessage.Computed.class, name = "computed")
})
public sealed interface CanaryMessage {

    /// Run the kernel once.
    record Compute() implements CanaryMessage {}

    /// What one run of the kernel took.
    ///
    /// @param wallNanos by the monotonic clock
    /// @param cpuNanos of the canary's process, all threads; null where it cannot be read
    /// @param result of the kernel: the same every time
    record Computed(long wallNanos, @Nullable Long cpuNanos, long result) implements CanaryMessage {}
}
