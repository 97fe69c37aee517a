package dev.asynclab.scenario;

import java.util.List;
import java.util.stream.Collectors;

/// Says in words what a key takes.
final class ShapeWords {
    private ShapeWords() {}

    static String describe(Shape shape) {
        return switch (shape) {
            case Shape.Text _ -> "text";
            case Shape.Name _ -> "a name (lower-case letters, digits, hyphens)";
            case Shape.Count(long min, long max, List<String> words) ->
                "whole number, " + Values.grouped(min)
                        + (max == Long.MAX_VALUE ? " or more" : " to " + Values.grouped(max))
                        + words.stream().map(w -> ", or `" + w + "`").collect(Collectors.joining());
            case Shape.Time(var min, var max) -> "duration, " + Units.time(min) + " to " + Units.time(max);
            case Shape.Size(long min, long max) -> "bytes, " + Units.size(min) + " to " + Units.size(max);
            case Shape.Percent(double min, double max) ->
                "percentage, " + Units.number(min) + "% to " + Units.number(max) + "%";
            case Shape.Rate(double min, double max) ->
                "rate, " + Units.number(min) + "/s to " + Units.number(max) + "/s";
            case Shape.Decimal(double min, double max) -> "number, " + Units.number(min) + " to " + Units.number(max);
            case Shape.Flag _ -> "`true` or `false`";
            case Shape.Choice(List<String> words) ->
                words.size() > 12
                        ? "one of " + words.size() + " ids, see below"
                        : words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
            case Shape.Statement _ -> "a claim, see the grammar";
            case Shape.AxisValues(boolean lists) ->
                lists ? "axis names with values or lists" : "axis names with values";
            case Shape.ListOf(Shape item) -> "list of: " + describe(item);
            case Shape.MapOf(Shape value) -> "names with: " + describe(value);
            case Shape.Nested(String block) -> "mapping [" + block + "](#" + block.replace(' ', '-') + ")";
            case Shape.OneOf(List<Shape> forms) ->
                forms.stream().map(ShapeWords::describe).collect(Collectors.joining("; or "));
            case Shape.Anything _ -> "any value";
        };
    }
}
