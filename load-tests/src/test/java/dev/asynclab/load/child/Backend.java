package dev.asynclab.load.child;

import dev.asynclab.wire.BackendMessage;
import dev.asynclab.wire.Lines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The lab's fast backend in a process of its own.
public final class Backend implements AutoCloseable {

    public static final int BODY_BYTES = 64;

    private static final String NAME = "mock";

    private final Peer peer;
    private final int port;

    public Backend(Duration delay) throws IOException {
        peer = Peer.java("dev.asynclab.backend.BackendMain");
        var mock = new BackendMessage.Mock(
                NAME,
                "fast",
                new BackendMessage.Delay("fixed", delay.toNanos(), 0, 0),
                BODY_BYTES,
                0,
                0,
                0,
                null,
                null,
                0,
                null);
        peer.send(Lines.write(new BackendMessage.Start(1, List.of(mock))));
        if (!(Lines.read(peer.receive(), BackendMessage.class) instanceof BackendMessage.Started started)) {
            throw new IOException("the backend did not start");
        }
        port = started.ports().getOrDefault(NAME, 0);
    }

    public int port() {
        return port;
    }

    public String path() {
        return "/" + NAME;
    }

    /// The process, to be stopped and continued.
    public Peer process() {
        return peer;
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
