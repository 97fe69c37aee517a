package dev.asynclab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A local port that refuses every connection. As long as this is open nobody else is given it: it is taken by a
/// socket that never listens.
public final class ClosedPort implements AutoCloseable {
    private final Socket taken = new Socket();

    public ClosedPort() throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public int number() {
        return taken.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        taken.close();
    }
}
