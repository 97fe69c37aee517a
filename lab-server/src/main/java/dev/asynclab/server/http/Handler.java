package dev.asynclab.server.http;

import java.io.IOException;

/// What one endpoint does. Runs on a virtual thread: it may block.
@FunctionalInterface
interface Handler {
    /// @throws Refused when the request cannot be served
    Answer handle(Request request) throws IOException, InterruptedException;
}
