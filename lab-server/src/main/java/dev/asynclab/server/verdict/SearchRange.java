package dev.asynclab.server.verdict;

import java.util.List;
import java.util.TreeSet;

/// The part of an axis that is searched, on a logarithmic scale. Whole numbers only.
///
/// @param from at least 0; a range that begins at 0 is searched on the scale ln(x + 1)
record SearchRange(long from, long to) {

    double log(double value) {
        return StrictMath.log(value + (from == 0 ? 1 : 0));
    }

    double value(double log) {
        return StrictMath.exp(log) - (from == 0 ? 1 : 0);
    }

    /// Whole numbers evenly spread on the scale, both ends included; fewer when there are not as many.
    List<Long> spread(long low, long high, int count) {
        TreeSet<Long> values = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            values.add(near(log(low) + (log(high) - log(low)) * i / (count - 1), low, high));
        }
        return List.copyOf(values);
    }

    /// The whole number at a place on the scale, kept inside the two limits.
    long near(double log, long low, long high) {
        return StrictMath.max(low, StrictMath.min(high, StrictMath.round(value(log))));
    }
}
