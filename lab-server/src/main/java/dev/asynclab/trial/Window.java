package dev.asynclab.trial;

/// The half-open interval of time that is measured.
///
/// An edge is announced a moment before it is due. Whoever takes a time and then asks [#holds] therefore gets
/// the same answer however long it was preempted in between: if it does not see the announcement yet, its time
/// is from before the edge. (It races with the measuring thread, which announces.)
final class Window {

    /// How far ahead an edge is announced.
    static final long NOTICE_NANOS = 200_000;

    private static final long NEVER = Long.MAX_VALUE;

    private volatile long opens = NEVER;
    private volatile long closes = NEVER;

    void opensAt(long nanos) {
        opens = nanos;
    }

    void closesAt(long nanos) {
        closes = nanos;
    }

    /// The window never opened: its edges are unknown.
    boolean opened() {
        return opens != NEVER;
    }

    boolean before(long nanos) {
        return nanos < opens;
    }

    boolean holds(long nanos) {
        return nanos >= opens && nanos < closes;
    }

    /// True for times after the window, false while it has not been announced to close.
    boolean past(long nanos) {
        return nanos >= closes;
    }

    long opens() {
        return opens;
    }

    long closes() {
        return closes;
    }

    long nanos() {
        return closes - opens;
    }
}
