package dev.asynclab.server.verdict;

import java.util.Arrays;

/// Which of many p-values are worth showing when a known share of them may be chance.
///
/// Benjamini and Hochberg 1995: of m p-values in ascending order, find the last one that is at most its place / m
/// of the rate; it and all smaller ones are shown. The share of chance among them is then at most the rate on
/// average, also where the figures depend on each other the way those of one machine do: positively.
final class FalseDiscovery {

    private FalseDiscovery() {}

    /// One answer per p-value, in the order given.
    ///
    /// @param rate expected share of chance among those shown, 0.1 for 10 %
    static boolean[] shown(double[] pValues, double rate) {
        double[] ascending = pValues.clone();
        Arrays.sort(ascending);
        double largest = -1;
        for (int place = 1; place <= ascending.length; place++) {
            if (ascending[place - 1] <= place * rate / ascending.length) {
                largest = ascending[place - 1];
            }
        }
        boolean[] shown = new boolean[pValues.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = pValues[i] <= largest;
        }
        return shown;
    }
}
