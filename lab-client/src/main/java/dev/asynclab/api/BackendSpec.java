package dev.asynclab.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A mock backend of a scenario.
///
/// @param delay how long an answer takes; drawn per request from the run's seed
/// @param bodyBytes size of an answer's body
/// @param errorShare share of requests answered 500, in 0..1
/// @param resetShare share of requests whose connection is reset, in 0..1
/// @param stallShare share of requests never answered, in 0..1
/// @param maxConcurrent how many requests are served at once; more queue, or are answered 503 when `queue` is full
/// @param queue how many requests may wait for a place; unlimited when absent
/// @param coldStart extra delay of answers until this long after the first request
/// @param stubs WireMock stub mappings as a JSON array, handed over unchanged; only with [Kind#WIREMOCK]
public record BackendSpec(
        String name,
        Kind kind,
        DelaySpec delay,
        int bodyBytes,
        double errorShare,
        double resetShare,
        double stallShare,
        OptionalInt maxConcurrent,
        OptionalInt queue,
        Duration coldStart,
        Optional<String> stubs) {

    /// Which server answers.
    public enum Kind {
        /// The lab's own Netty server: high rates, exact delays.
        FAST,
        /// A real WireMock.
        WIREMOCK
    }
}
