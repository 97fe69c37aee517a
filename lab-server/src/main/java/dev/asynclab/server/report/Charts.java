package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.chart.Look;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the charts of a report share: their looks, their frames, and which sweep points have one.
///
/// @param dots whether raw rounds are drawn; the first thing a large report leaves out
/// @param drawings those of the same report that were drawn already
record Charts(ResultDocument result, Look look, boolean dots, Drawings drawings) {
    /// More points than this are shown by the first, the middle and the last.
    private static final int MOST_POINTS = 4;

    static Charts of(ResultDocument result, boolean dots, Drawings drawings) {
        return new Charts(result, new Look(result.models()), dots, drawings);
    }

    /// A picture under its caption.
    ///
    /// @param caption HTML
    /// @param models those drawn, for the legend; empty when the picture names them itself
    /// @param data all that the picture is made of, see [Drawings]
    String figure(String caption, Collection<String> models, List<?> data, Supplier<String> picture) {
        String keys = models.stream()
                .map(m -> "<span>" + key(m) + " " + Html.text(m) + "</span>")
                .collect(Collectors.joining(" "));
        return "<figure class=drawn><figcaption>" + caption + "</figcaption>"
                + drawn(() -> (keys.isEmpty() ? "" : "<p class=keys>" + keys + "</p>") + drawings.of(data, picture))
                + "</figure>\n";
    }

    private String key(String model) {
        return drawings.of(List.of("key", model), () -> look.key(model));
    }

    static String grid(List<String> figures) {
        return figures.isEmpty() ? "" : "<div class=charts>\n" + String.join("", figures) + "</div>\n";
    }

    /// Scales need letters that can be measured, and a machine without any font has none. A report is worth having
    /// without its pictures: every figure stands in a table as well.
    static String drawn(Supplier<String> picture) {
        try {
            return picture.get();
        } catch (RuntimeException | LinkageError | InternalError failure) {
            return "<p class=doubt>No picture: the Java of this machine could not draw it ("
                    + Html.text(failure.getClass().getSimpleName()) + "). The figures stand in the table.</p>\n";
        }
    }

    /// Cells that have a median of one of these metrics, by sweep point.
    Map<Map<String, String>, List<Cell>> byPoint(List<String> metrics) {
        var points = new LinkedHashMap<Map<String, String>, List<Cell>>();
        for (Map<String, String> at : result.points()) {
            List<Cell> cells = result.competing().stream()
                    .filter(c -> c.at().equals(at) && metrics.stream().anyMatch(m -> has(c, m)))
                    .toList();
            if (!cells.isEmpty()) {
                points.put(at, cells);
            }
        }
        return points;
    }

    static boolean has(Cell cell, String metric) {
        return cell.measured(metric)
                .filter(e -> e.median() != null && Double.isFinite(Objects.requireNonNull(e.median())))
                .isPresent();
    }

    static double median(Cell cell, String metric) {
        return cell.measured(metric)
                .map(e -> Objects.requireNonNullElse(e.median(), 0.0))
                .orElse(0.0);
    }

    /// The points that get a picture of their own.
    static List<Map<String, String>> drawnPoints(Collection<Map<String, String>> points) {
        List<Map<String, String>> all = List.copyOf(points);
        return all.size() <= MOST_POINTS ? all : List.of(all.getFirst(), all.get(all.size() / 2), all.getLast());
    }

    /// That not every point has a picture; nothing when all have.
    static String notAll(Collection<Map<String, String>> points) {
        return points.size() <= MOST_POINTS
                ? ""
                : "<p class=soft>Drawn for the first, the middle and the last of " + points.size()
                        + " points; the table has them all.</p>\n";
    }

    /// `At callers = 1000: `; nothing where there is one point.
    static String at(Map<String, String> at) {
        return at.isEmpty() ? "" : "At " + Html.text(Sentences.at(at)) + ": ";
    }
}
