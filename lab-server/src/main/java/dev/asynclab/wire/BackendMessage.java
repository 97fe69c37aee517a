package dev.asynclab.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lines between the control JVM and the backend JVM of a run, on its standard input and output.
///
/// `start` is answered by `started`, `count` by `counts`; end of file on the input means: exit at once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackendMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = BackendMessage.Started.class, name = "started"),
    @JsonSubTypes.Type(value = BackendMessage.Count.class, name = "count"),
    @JsonSubTypes.Type(value = BackendMessage.Counts.class, name = "counts"),
    @JsonSubTypes.Type(value = BackendMessage.Failed.class, name = "failed")
})
public sealed interface BackendMessage {

    /// Bring these backends up on ephemeral loopback ports.
    record Start(long seed, List<Mock> backends) implements BackendMessage {}

    /// One mock backend. Besides `/NAME...` it answers `/NAME~bare...` without delay, faults or limit, for
    /// calibration.
    ///
    /// @param kind `fast` or `wiremock`
    /// @param maxConcurrent null for no limit
    /// @param queue null for an unlimited queue
    /// @param stubs WireMock stub mappings as a JSON array; null for none
    record Mock(
            String name,
            String kind,
            Delay delay,
            int bodyBytes,
            double errorShare,
            double resetShare,
            double stallShare,
            @Nullable Integer maxConcurrent,
            @Nullable Integer queue,
            long coldStartNanos,
            @Nullable String stubs) {}

    /// A delay distribution: `fixed` uses a; `uniform` a..b; `lognormal` median a and p99 b; `mixture` base a,
    /// slow b, share.
    record Delay(String kind, long aNanos, long bNanos, double share) {}

    /// All backends listen; port by backend name.
    record Started(Map<String, Integer> ports) implements BackendMessage {}

    /// Report the counters. `resetPeak` also restarts the in-flight peaks at the present value.
    record Count(long token, boolean resetPeak) implements BackendMessage {}

    /// Counters by backend name, cumulative since start, all read at `nanos` of the backend's monotonic clock.
    record Counts(long token, long nanos, Map<String, Counter> backends) implements BackendMessage {}

    /// Requests with an unknown path and bare calls are not counted.
    ///
    /// @param arrivals requests read whose turn on their connection has come
    /// @param departures requests that left: answered (503 beyond the queue included), reset, or given up by their
    /// client
    /// @param residenceNanos sum over departed requests of the time from read to written
    /// @param inFlightNanos integral of requests in flight over time, up to `nanos`: Little's L times T
    /// @param inFlight now
    /// @param inFlightPeak since the last reset
    /// @param queuedNanos sum of time requests waited for a place under `maxConcurrent`
    /// @param connections accepted so far
    /// @param protocols counted requests by HTTP version, as the request line named it
    /// @param abandoned departures whose client had gone before the answer was written
    record Counter(
            long arrivals,
            long departures,
            long residenceNanos,
            double inFlightNanos,
            int inFlight,
            int inFlightPeak,
            long queuedNanos,
            long connections,
            Map<String, Long> protocols,
            long abandoned) {}

    record Failed(String detail) implements BackendMessage {}
}
