package dev.asynclab.server.http;

import java.nio.file.Path;
import java.time.InstantSource;

/// What the service is started with.
///
/// @param bind address to listen on, `127.0.0.1` unless the operator says otherwise
/// @param port 0 for any free one
/// @param token bearer token of `/api/v1`
/// @param home folder of the lab's files, where `scenarios/scenario.schema.json` is
/// @param clock for the life of one-time login codes
public record HttpConfig(String bind, int port, String token, Path home, InstantSource clock) {

    public HttpConfig {
        if (token.length() < 16) {
            throw new IllegalArgumentException("a token of fewer than 16 characters could be guessed");
        }
    }

    @Override
    public String toString() {
        return "HttpConfig[" + bind + ":" + port + ", home=" + home + "]";
    }
}
