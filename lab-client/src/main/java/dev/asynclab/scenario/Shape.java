package dev.asynclab.scenario;

import java.time.Duration;
import java.util.List;

/// What a key takes. The reader checks values against it, and schema and key reference are generated from it, so
/// the three cannot disagree.
sealed interface Shape {

    /// Free text.
    record Text() implements Shape {}

    /// A kebab-case name.
    record Name() implements Shape {}

    /// A whole number, `k` and `M` allowed, or one of the words.
    record Count(long min, long max, List<String> words) implements Shape {}

    /// A duration with a unit.
    record Time(Duration min, Duration max) implements Shape {}

    /// A number of bytes with a unit.
    record Size(long min, long max) implements Shape {}

    /// A percentage. Bounds in percent.
    record Percent(double min, double max) implements Shape {}

    /// A rate per second.
    record Rate(double min, double max) implements Shape {}

    /// A number, decimals allowed.
    record Decimal(double min, double max) implements Shape {}

    /// `true` or `false`.
    record Flag() implements Shape {}

    /// One of some words.
    record Choice(List<String> words) implements Shape {}

    /// A statement of the claim grammar.
    record Statement() implements Shape {}

    /// Axis names with one value each, or with lists of values.
    record AxisValues(boolean lists) implements Shape {}

    /// A list.
    record ListOf(Shape item) implements Shape {}

    /// A mapping from names to values of one shape.
    record MapOf(Shape value) implements Shape {}

    /// A mapping with the keys of a block, by the block's id.
    record Nested(String block) implements Shape {}

    /// Several forms.
    record OneOf(List<Shape> forms) implements Shape {}

    /// Anything; described by the key's summary.
    record Anything() implements Shape {}

    static Count count(long min, long max) {
        return new Count(min, max, List.of());
    }

    static Choice choice(String... words) {
        return new Choice(List.of(words));
    }

    static OneOf oneOf(Shape... forms) {
        return new OneOf(List.of(forms));
    }

    static Time time(Duration min) {
        return new Time(min, LONGEST);
    }

    /// Ten minutes. A run has to end while somebody waits for it.
    Duration LONGEST = Duration.ofMinutes(10);
}
