package dev.asynclab.cli;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.ComparisonDocument.CellRatio;
import dev.asynclab.api.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A comparison of two runs in every format: the banner first, then what differs around them, then the cells.
record ComparisonText(ComparisonDocument comparison) {
    private static final List<String> COLUMNS =
            List.of("cell", "metric", "base", "with", "ratio", "lo", "hi", "verdict");

    String as(Format format) {
        return switch (format) {
            case JSON -> Json.pretty(comparison);
            case CSV -> csv();
            case TABLE, MD -> text(format);
        };
    }

    /// The banner stands in every line: rows are copied out of a table one by one.
    private String csv() {
        var columns = new ArrayList<>(COLUMNS);
        columns.add("banner");
        String banner = Objects.requireNonNullElse(
                comparison.banner(), comparison.comparable() ? "" : "not comparable, not compared");
        List<List<Object>> rows = comparison.cells().stream()
                .map(c -> List.<Object>of(
                        c.cell(),
                        c.metric(),
                        raw(c.base()),
                        raw(c.with()),
                        raw(c.ratio()),
                        raw(c.lo()),
                        raw(c.hi()),
                        c.verdict(),
                        banner))
                .toList();
        return new Listing(columns, rows).as(Format.CSV);
    }

    private String text(Format format) {
        var lines = new ArrayList<String>();
        if (comparison.banner() != null) {
            lines.add("!!! " + Printable.line(comparison.banner()) + " !!!");
            lines.add("");
        }
        lines.add(Printable.line(side(comparison.base()) + "  against  " + side(comparison.with())));
        comparison
                .differences()
                .forEach(d -> lines.add((d.forbids() ? "! " : "- ")
                        + Printable.line(d.fact() + ": " + shown(d.base()) + " -> " + shown(d.with()))));
        if (comparison.differences().isEmpty()) {
            lines.add("- the same machine, JDK, lab and scenario");
        }
        lines.add("");
        if (!comparison.cells().isEmpty()) {
            lines.add(new Listing(COLUMNS, rows()).as(format));
        }
        comparison.unpaired().forEach(u -> lines.add("- not paired: " + Printable.line(u.cell() + ": " + u.reason())));
        if (!comparison.changes().isEmpty()) {
            lines.add("");
            lines.add(format == Format.MD ? "```diff" : "changes of the scenario:");
            // A line of a file means what it means by its indentation.
            comparison.changes().forEach(c -> lines.add(Printable.text(c).stripTrailing()));
            if (format == Format.MD) {
                lines.add("```");
            }
        }
        return String.join("\n", lines).stripTrailing();
    }

    private List<List<Object>> rows() {
        return comparison.cells().stream()
                .map(c -> List.<Object>of(
                        c.cell(),
                        c.metric(),
                        figure(c, c.base()),
                        figure(c, c.with()),
                        ratio(c.ratio()),
                        ratio(c.lo()),
                        ratio(c.hi()),
                        c.verdict()))
                .toList();
    }

    private static String side(ComparisonDocument.Side side) {
        return side.run() + " (" + side.scenario() + ", " + side.profile() + ", " + side.started() + ")";
    }

    private static String figure(CellRatio cell, @Nullable Double value) {
        return value == null ? "n/a" : Figures.of(value, cell.unit());
    }

    private static String ratio(@Nullable Double value) {
        return value == null ? "n/a" : Figures.ratio(value);
    }

    private static Object raw(@Nullable Double value) {
        return value == null ? "" : value;
    }

    private static String shown(@Nullable String value) {
        return value == null ? "unknown" : value;
    }
}
