package dev.asynclab.trial;

import dev.asynclab.wire.ToTrial;
import java.util.List;

/// Which kind of task an id is: drawn by seed and id alone, so every model gets the same mix in the same order.
final class KindDraw {

    private final long seed;
    private final double[] upTo;

    KindDraw(List<ToTrial.Kind> kinds, long seed) {
        this.seed = seed;
        this.upTo = new double[kinds.size()];
        double total = kinds.stream().mapToDouble(ToTrial.Kind::share).sum();
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += kinds.get(i).share() / total;
            upTo[i] = sum;
        }
    }

    /// Index of the kind of a task.
    int kind(long taskId) {
        if (upTo.length == 1) {
            return 0;
        }
        double u = (mix(seed + taskId * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
        int kind = 0;
        // The last kind takes what rounding leaves.
        while (kind < upTo.length - 1 && u >= upTo[kind]) {
            kind++;
        }
        return kind;
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): any id gives its number without the ones
    /// before it.
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
