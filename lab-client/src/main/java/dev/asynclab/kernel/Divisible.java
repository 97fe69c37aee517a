package dev.asynclab.kernel;

/// A kernel that can be cut into parts: what a `job` is made of.
///
/// It computes a vector of [#width()] numbers as a sum over [#items()] items. Addition of whole numbers forgets
/// the order, so that every cut, and every way of putting the parts together again, gives the same vector.
public interface Divisible extends Kernel {

    /// How many items there are; at least 1.
    long items();

    /// Length of the result vector: 1 for a plain number.
    default int width() {
        return 1;
    }

    /// Computes the items `from`, inclusive, to `to`, exclusive, and adds their sum to `into`.
    void run(long from, long to, long[] into);

    /// All items, as one number.
    @Override
    default long run() {
        long[] all = new long[width()];
        run(0, items(), all);
        return checksum(all);
    }

    /// A vector as one number, every place with a weight of its own: sum of (i + 1) x vector[i], wrapping around.
    static long checksum(long[] vector) {
        long sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += (i + 1) * vector[i];
        }
        return sum;
    }
}
