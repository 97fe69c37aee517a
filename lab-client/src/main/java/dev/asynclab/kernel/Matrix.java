package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Multiplies two matrices of n x n whole numbers: three nested loops over memory.
///
/// Row i, column j holds i + j in the left matrix and i - j in the right one, counted from 0. The inner loop
/// runs along rows of the right matrix, not down its columns: same additions, but each cache line is used up
/// before the next. The result is the checksum of the product, row by row.
public record Matrix(int n) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "matrix",
            "multiplies two matrices of n x n whole numbers",
            List.of(new KernelKind.Parameter("n", 1, 2048, "rows and columns")),
            "n^3",
            v -> new Matrix(v.integer("n")));

    public Matrix {
        if (n < 1) {
            throw new IllegalArgumentException("matrix: n must be at least 1, found " + n);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("n", (long) n);
    }

    @Override
    public long run() {
        long[] left = new long[n * n];
        long[] right = new long[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                left[row * n + column] = row + column;
                right[row * n + column] = row - column;
            }
        }
        return Divisible.checksum(multiply(left, right));
    }

    private long[] multiply(long[] left, long[] right) {
        long[] product = new long[n * n];
        for (int row = 0; row < n; row++) {
            for (int k = 0; k < n; k++) {
                long factor = left[row * n + k];
                for (int column = 0; column < n; column++) {
                    product[row * n + column] += factor * right[k * n + column];
                }
            }
        }
        return product;
    }
}
