package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import java.util.Map;
import java.util.TreeMap;

/// What one backend saw: calls, time in flight, waiting, connections.
///
/// A request arrives when it has been read completely and the answers before it on its connection are written. It
/// departs when its answer is written, its connection is reset, or its client has gone: every way out is a
/// departure, so arrivals = departures + in flight at any time, and once all have left the integral of requests
/// in flight equals the sum of their residences.
///
/// Plain fields: a ledger has one writer at a time. That is the event loop for [FastBackend] and the holder of
/// the lock for [WireMockBackend]; times must not run backwards.
final class Ledger {

    private static final String AGREED = "HTTP/1.1";

    private long arrivals;
    private long departures;
    private long abandoned;
    private long residenceNanos;
    private long queuedNanos;
    private long connections;
    private long agreedProtocol;
    private final Map<String, Long> otherProtocols = new TreeMap<>();
    private int inFlight;
    private int inFlightPeak;

    /// In request-nanoseconds. A long holds 10,000 in flight for ten days; a double would round every addition.
    private long area;

    private long advancedTo;

    Ledger(long nowNanos) {
        advancedTo = nowNanos;
    }

    void connect() {
        connections++;
    }

    void arrive(long nowNanos) {
        advance(nowNanos);
        arrivals++;
        inFlight++;
        inFlightPeak = Math.max(inFlightPeak, inFlight);
    }

    /// A counted request named this HTTP version. Every call of a fair comparison is HTTP/1.1: that one is counted
    /// without touching a map.
    void spoke(String version) {
        if (version.equals(AGREED)) {
            agreedProtocol++;
        } else {
            otherProtocols.merge(version, 1L, Long::sum);
        }
    }

    private Map<String, Long> protocols() {
        Map<String, Long> all = new TreeMap<>(otherProtocols);
        if (agreedProtocol > 0) {
            all.put(AGREED, agreedProtocol);
        }
        return all;
    }

    long arrivals() {
        return arrivals;
    }

    /// A request got its place after waiting for it.
    void waited(long nanos) {
        queuedNanos += nanos;
    }

    void depart(long arrivedNanos, long nowNanos) {
        advance(nowNanos);
        departures++;
        inFlight--;
        residenceNanos += nowNanos - arrivedNanos;
    }

    /// The same for a request whose client has gone before its answer was written.
    void abandon(long arrivedNanos, long nowNanos) {
        abandoned++;
        depart(arrivedNanos, nowNanos);
    }

    /// The counters at this time.
    Counter read(long nowNanos, boolean resetPeak) {
        advance(nowNanos);
        Counter counter = new Counter(
                arrivals,
                departures,
                residenceNanos,
                area,
                inFlight,
                inFlightPeak,
                queuedNanos,
                connections,
                protocols(),
                abandoned);
        if (resetPeak) {
            inFlightPeak = inFlight;
        }
        return counter;
    }

    private void advance(long nowNanos) {
        area += inFlight * (nowNanos - advancedTo);
        advancedTo = nowNanos;
    }
}
