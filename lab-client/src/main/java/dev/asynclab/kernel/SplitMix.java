package dev.asynclab.kernel;

/// Numbers of a seed that can be asked for in any order: the i-th output of SplitMix64 without the ones before
/// it.
///
/// Written out instead of `SplittableRandom`, so that a kernel cut anywhere, or translated into another language,
/// draws the same bits. Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /// The i-th of the 64-bit numbers of a seed, from 0.
    static long bits(long seed, long i) {
        long z = seed + (i + 1) * GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The same as a whole number in `[0, bound)`, for bounds up to 2^31: the upper 32 bits, scaled.
    static int below(int bound, long seed, long i) {
        return (int) ((bits(seed, i) >>> 32) * bound >>> 32);
    }
}
