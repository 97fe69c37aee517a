package dev.asynclab.server;

/// The server's entry point.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {
        throw new UnsupportedOperationException("not yet");
    }
}
