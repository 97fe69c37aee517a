package dev.asynclab.server.verdict;

/// The normal and Student's t distribution, in strict arithmetic.
///
/// A library would use `Math`, whose last digit may differ between the interpreter, the compilers and machines; a
/// stored run must be judged alike by all of them.
final class Distributions {

    private static final double ROOT_2_PI = 2.5066282746310002;

    /// Past this many deviations nothing is left that a double could tell from 0 or 1.
    private static final double FAR = 9;

    private Distributions() {}

    /// Probability of a standard normal value at or below `x`: one half plus the density times a series of
    /// positive terms, exact to about 1e-16. Source: Marsaglia, Evaluating the Normal Distribution, Journal of
    /// Statistical Software 11 (2004).
    static double normal(double x) {
        if (StrictMath.abs(x) > FAR) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = x;
        double before = Double.NaN;
        for (int odd = 3; sum != before; odd += 2) {
            before = sum;
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / ROOT_2_PI;
    }

    /// The value a standard normal variable exceeds with probability `tail`, below one half; found by halving.
    static double normalAbove(double tail) {
        double low = 0;
        double high = FAR;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (1 - normal(middle) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// Probability that Student's t exceeds `t`: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
    ///
    /// @param freedom degrees of freedom, at least 1; the cost is proportional to it
    /// @param t not negative
    static double exceedsT(int freedom, double t) {
        if (Double.isInfinite(t)) {
            return 0;
        }
        double cosine2 = freedom / (freedom + t * t);
        double sine = t / StrictMath.sqrt(freedom + t * t);
        boolean odd = freedom % 2 == 1;
        double term = odd ? StrictMath.sqrt(cosine2) : 1;
        double sum = freedom == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k < freedom; k += 2) {
            term *= cosine2 * (k - 1) / k;
            sum += term;
        }
        double inside =
                odd ? 2 / StrictMath.PI * (StrictMath.atan(t / StrictMath.sqrt(freedom)) + sine * sum) : sine * sum;
        return (1 - inside) / 2;
    }

    /// The value Student's t exceeds with probability `tail`, below one half; found by halving.
    static double studentT(int freedom, double tail) {
        double high = 1;
        while (exceedsT(freedom, high) > tail) {
            high *= 2;
        }
        double low = 0;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (exceedsT(freedom, middle) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
}
