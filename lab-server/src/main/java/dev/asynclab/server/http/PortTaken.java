package dev.asynclab.server.http;

/// Somebody else listens on the port that was asked for.
public final class PortTaken extends Exception {
    private static final long serialVersionUID = 1L;
    private final int port;

    PortTaken(int port, Throwable cause) {
        super("port " + port + " is taken", cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
