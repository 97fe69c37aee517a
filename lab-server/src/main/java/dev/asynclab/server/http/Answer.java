package dev.asynclab.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a resource answers: a whole document, or a stream of events.
sealed interface Answer {

    /// A complete response. Header names in their usual spelling.
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {

        Whole with(String header, String value) {
            var all = new LinkedHashMap<>(headers);
            all.put(header, value);
            return new Whole(status, all, body);
        }
    }

    /// Server-sent events of some runs.
    ///
    /// @param positions run id to the last sequence the reader has; empty for all runs from now on
    record Events(Map<String, Long> positions, boolean multiplexed) implements Answer {
        public Events {
            positions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(positions));
        }
    }

    static Whole json(int status, Object value) {
        return of(status, Json.TYPE, Json.write(value));
    }

    static Whole of(int status, String type, String text) {
        return new Whole(status, Map.of("Content-Type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    static Whole html(String page) {
        return of(200, "text/html; charset=utf-8", page);
    }

    static Whole noContent() {
        return new Whole(204, Map.of(), new byte[0]);
    }
}
