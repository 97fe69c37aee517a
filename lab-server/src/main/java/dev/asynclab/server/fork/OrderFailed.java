package dev.asynclab.server.fork;

/// A trial process that understood its order and could not carry it out.
final class OrderFailed extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    OrderFailed(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
