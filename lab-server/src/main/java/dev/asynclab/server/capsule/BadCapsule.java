package dev.asynclab.server.capsule;

/// A file that is no capsule, or not one to be trusted. The message says what was found and what is allowed.
public final class BadCapsule extends Exception {
    private static final long serialVersionUID = 1;

    public BadCapsule(String message) {
        super(message);
    }
}
