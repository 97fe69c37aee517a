package dev.asynclab.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows under named columns, printed in any [Format].
///
/// @param columns names, also the keys in JSON
/// @param rows as many cells as there are columns; numbers and booleans stay what they are in JSON
record Listing(List<String> columns, List<List<Object>> rows) {
    private static final int WIDEST_CELL = 60;

    Listing {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    String as(Format format) {
        return switch (format) {
            case TABLE -> table();
            case JSON -> json();
            case CSV -> csv();
            case MD -> markdown();
        };
    }

    /// Columns are as wide as their widest cell, at most [#WIDEST_CELL]; two spaces between them.
    private String table() {
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        rows.forEach(r -> lines.add(r.stream()
                .map(c -> Printable.cut(Printable.line(c.toString()), WIDEST_CELL))
                .toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> lines.stream()
                        .mapToInt(l -> Printable.width(l.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, widths.length)
                        .mapToObj(i -> numeric(i)
                                ? Printable.right(line.get(i), widths[i])
                                : Printable.left(line.get(i), widths[i]))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private boolean numeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(r -> r.get(column) instanceof Number);
    }

    private String json() {
        return Json.pretty(rows.stream()
                .map(row -> {
                    var object = new LinkedHashMap<String, Object>();
                    IntStream.range(0, columns.size()).forEach(i -> object.put(columns.get(i), row.get(i)));
                    return object;
                })
                .toList());
    }

    private String csv() {
        var lines = new ArrayList<String>();
        lines.add(String.join(",", columns));
        rows.forEach(r -> lines.add(r.stream().map(Listing::csvCell).collect(Collectors.joining(","))));
        return String.join("\n", lines);
    }

    /// A text that starts like a formula gets a quote in front: spreadsheets would execute it.
    private static String csvCell(Object value) {
        String text = value.toString();
        if (!(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private String markdown() {
        var lines = new ArrayList<String>();
        lines.add("| " + String.join(" | ", columns) + " |");
        lines.add("|" + "---|".repeat(columns.size()));
        rows.forEach(r -> lines.add(r.stream()
                .map(c -> Printable.line(c.toString()).replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"))));
        return String.join("\n", lines);
    }
}
