package dev.asynclab.scenario;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Did-you-mean, by the rule of the Rust compiler: a name equal but for case; else the nearest one within a third
/// of its length in edits; else one made of the same words in another order.
public final class Spelling {
    /// Longer inputs are no typing mistakes, and comparing them costs the product of the lengths.
    private static final int LONGEST = 80;

    private Spelling() {}

    /// The allowed name that was probably meant; empty when none is near. Of equally near ones the first.
    public static Optional<String> closest(String found, Collection<String> allowed) {
        if (found.length() > LONGEST) {
            return Optional.empty();
        }
        var sameLetters =
                allowed.stream().filter(a -> a.equalsIgnoreCase(found)).findFirst();
        if (sameLetters.isPresent()) {
            return sameLetters;
        }
        int best = Math.max(found.length(), 3) / 3;
        Optional<String> nearest = Optional.empty();
        for (String candidate : allowed) {
            int distance = distance(found, candidate);
            if (distance < best || (distance == best && nearest.isEmpty())) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        if (nearest.isPresent()) {
            return nearest;
        }
        String words = words(found);
        return allowed.stream().filter(a -> words(a).equals(words)).findFirst();
    }

    static boolean similar(String a, String b) {
        return closest(a, List.of(b)).isPresent();
    }

    static String help(Optional<String> suggestion, Collection<String> allowed) {
        return suggestion.map(s -> "did you mean `" + s + "`?").orElseGet(() -> allowedHelp(allowed));
    }

    private static String allowedHelp(Collection<String> allowed) {
        return allowed.isEmpty() ? "there is none to choose from" : "allowed: " + String.join(", ", allowed);
    }

    /// `a, b or c`.
    static String or(Collection<String> words) {
        var list = words.stream().toList();
        return list.size() < 2
                ? String.join("", list)
                : String.join(", ", list.subList(0, list.size() - 1)) + " or " + list.getLast();
    }

    private static String words(String name) {
        var parts = name.toLowerCase(Locale.ROOT).split("[-_. ]", -1);
        Arrays.sort(parts);
        return String.join("-", parts);
    }

    /// Edits between two names: insert, delete, replace, or swap two neighbours (optimal string alignment).
    static int distance(String a, String b) {
        var beforePrevious = new int[b.length() + 1];
        var previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(previous[j], row[j - 1]) + 1, previous[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforePrevious[j - 2] + 1);
                }
            }
            beforePrevious = previous;
            previous = row;
        }
        return previous[b.length()];
    }
}
