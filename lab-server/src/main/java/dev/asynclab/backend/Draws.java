package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Delay;
import dev.asynclab.wire.BackendMessage.Mock;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// The chance of a mock backend, as pure functions of seed, backend name and request id.
///
/// Nothing here remembers an earlier draw. A generator with a state would hand its numbers out in the order in
/// which requests arrive, and that order is exactly what differs between models: here the same task meets the
/// same delay and the same fault on every model, in every round, on either kind of backend.
///
/// One id gives one key (FNV-1a over its characters, finished by the mixer of SplitMix64: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", 2014); each stream mixes the key once more with its own
/// constant, so delay and fate are independent of each other.
final class Draws {

    /// z of the standard normal distribution with P(Z <= z) = 0.99.
    private static final double Z99 = 2.3263478740408408;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private static final int DELAY_STREAM = 1;
    private static final int FATE_STREAM = 2;

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    private final Mock mock;
    private final long start;
    private final double sigma;

    Draws(long seed, Mock mock) {
        this.mock = mock;
        this.start = mix(fnv(FNV_OFFSET, mock.name()) ^ mix(seed));
        Delay delay = mock.delay();
        this.sigma =
                delay.kind().equals("lognormal") ? StrictMath.log((double) delay.bNanos() / delay.aNanos()) / Z99 : 0;
        // An unknown kind of delay is refused here, not at the first request.
        delayNanos(start);
    }

    /// The key of a request id; the other draws take it.
    long key(String id) {
        return mix(fnv(start, id));
    }

    /// The delay of a request: the quantile function of the backend's distribution at the key's uniform number.
    ///
    /// Log-normal: median * exp(sigma * z), sigma = ln(p99 / median) / z99.
    long delayNanos(long key) {
        Delay delay = mock.delay();
        double u = uniform(key, DELAY_STREAM);
        return switch (delay.kind()) {
            case "fixed" -> delay.aNanos();
            case "uniform" -> delay.aNanos() + (long) (u * (delay.bNanos() - delay.aNanos()));
            case "lognormal" ->
                (long) (delay.aNanos() * StrictMath.exp(sigma * STANDARD_NORMAL.inverseCumulativeProbability(u)));
            case "mixture" -> u < 1 - delay.share() ? delay.aNanos() : delay.bNanos();
            default ->
                throw new IllegalArgumentException("backend '" + mock.name() + "': delay kind '" + delay.kind()
                        + "' is not known; allowed are fixed, uniform, lognormal, mixture");
        };
    }

    /// The fate of a request. One uniform number decides among the faults, so that they exclude each other and
    /// each has exactly its share.
    Fate fate(long key) {
        double faulty = mock.errorShare() + mock.resetShare() + mock.stallShare();
        if (faulty == 0) {
            return Fate.ANSWER;
        }
        double u = uniform(key, FATE_STREAM);
        if (u < mock.errorShare()) {
            return Fate.ERROR;
        }
        if (u < mock.errorShare() + mock.resetShare()) {
            return Fate.RESET;
        }
        return u < faulty ? Fate.STALL : Fate.ANSWER;
    }

    /// The middle of one of 2^53 equal parts of (0, 1): never 0 and never 1, where the normal quantile is
    /// infinite.
    private static double uniform(long key, int stream) {
        return ((mix(key + stream * GOLDEN_GAMMA) >>> 11) + 0.5) * 0x1.0p-53;
    }

    private static long fnv(long hash, String text) {
        long result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = (result ^ text.charAt(i)) * FNV_PRIME;
        }
        return result;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
