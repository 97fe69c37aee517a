package dev.asynclab.api;

import java.util.ArrayList;
import java.util.List;

/// A map of who wins where as text: `A` or `B` for a winner, `=` for a tie, `?` where nothing was shown,
/// `!` for
/// void, `.` where nothing was measured.
final class WinnerLetters {

    private WinnerLetters() {}

    /// The second axis runs upwards, as in a diagram.
    static List<String> lines(MapResult map) {
        var lines = new ArrayList<String>();
        int left = Math.max(
                map.y().length(),
                map.ys().stream().mapToInt(y -> y.toString().length()).max().orElse(0));
        lines.add(
                map.metric() + ": A " + map.a() + ", B " + map.b() + ", = tie, ? inconclusive, ! void, . not measured");
        lines.add(padded(map.y(), left));
        for (long y : map.ys().reversed()) {
            var line = new StringBuilder(padded(String.valueOf(y), left));
            for (long x : map.xs()) {
                line.append("  ")
                        .append(padded(letter(map, x, y), String.valueOf(x).length()));
            }
            lines.add(line.toString());
        }
        var bottom = new StringBuilder(" ".repeat(left));
        map.xs().forEach(x -> bottom.append("  ").append(x));
        lines.add(bottom.append("  ").append(map.x()).toString());
        return lines;
    }

    static String letter(MapResult map, long x, long y) {
        return map.cells().stream()
                .filter(c -> c.x() == x && c.y() == y)
                .map(MapResult.Cell::verdict)
                .findFirst()
                .map(WinnerLetters::letter)
                .orElse(".");
    }

    private static String letter(String verdict) {
        return switch (verdict) {
            case "a-beats-b" -> "A";
            case "b-beats-a" -> "B";
            case "tie" -> "=";
            case "void" -> "!";
            default -> "?";
        };
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
