package dev.asynclab.workload;

import java.util.SplittableRandom;

/// Which key of a cache a task asks for, drawn from a seed: the same task asks for the same key on every model.
///
/// @param count keys are 0 to count - 1
/// @param exponent 0 for equal shares; otherwise key k has a share in proportion to 1 / (k + 1)^exponent (Zipf)
public record Keys(int count, double exponent, long seed) {

    /// The key of a task. Inverts the distribution function by bisection of its sums: O(log count), after a table
    /// that costs O(count) was made by [#table()].
    public int of(long taskId, double[] table) {
        double drawn = new SplittableRandom(seed ^ (taskId * 0x9e3779b97f4a7c15L)).nextDouble();
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (table[middle] > drawn) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// The distribution function: entry k is the share of the keys 0 to k.
    public double[] table() {
        double[] table = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += StrictMath.pow(k + 1.0, -exponent);
            table[k] = sum;
        }
        for (int k = 0; k < count; k++) {
            table[k] /= sum;
        }
        return table;
    }
}
