package dev.asynclab.server.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that was meant.
final class Nearest {
    private Nearest() {}

    /// The candidate at the smallest edit distance, when that is at most a third of the length.
    static Optional<String> to(String typed, Collection<String> candidates) {
        int allowed = Math.max(typed.length(), 3) / 3;
        // Distances of absurdly long names would cost their square.
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - typed.length()) <= allowed && typed.length() <= 64)
                .min(Comparator.comparingInt((String c) -> distance(typed, c)).thenComparing(Comparator.naturalOrder()))
                .filter(c -> distance(typed, c) <= allowed);
    }

    /// Insertions, deletions and replacements that turn one into the other.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
