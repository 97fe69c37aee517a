package dev.asynclab.server.fork;

/// Decides from the rates of short slices of full load whether a server is warm.
///
/// A young JVM interprets, then compiles, then compiles again: its rate rises in steps, with pauses between them.
/// Warm is therefore who is not [#RISE] above the better of the two slices before; one flat slice alone may be a
/// pause. The number of slices is bounded, because a rate that wanders would never be called flat.
///
/// Used by one thread.
final class Warmth {

    /// A slice this much faster than those before it says that the compiler is still at work.
    static final double RISE = 1.05;

    private static final int LOOK_BACK = 2;

    private final int mostSlices;
    private int slices;
    private double last;
    private double beforeLast;

    /// @param mostSlices after this many nobody waits any longer
    Warmth(int mostSlices) {
        this.mostSlices = mostSlices;
    }

    /// Takes in the rate of one more slice.
    ///
    /// @return whether another slice is needed
    boolean rising(double ratePerSecond) {
        boolean known = slices >= LOOK_BACK;
        boolean flat = known && ratePerSecond <= RISE * Math.max(last, beforeLast);
        slices++;
        beforeLast = last;
        last = ratePerSecond;
        return !flat && slices < mostSlices;
    }
}
