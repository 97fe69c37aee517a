package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A scenario file as read: valid, every `${}` resolved, every sweep point expanded.
///
/// @param id kebab-case name, also the file name
/// @param title one line for people
/// @param tags free words to search by
/// @param covers rows of `ROWS.md` this lesson answers
/// @param lesson the teaching part; absent in a student's bare file
/// @param axes the sweep, in file order; empty when nothing is swept
/// @param variants the models of the file, in file order, those left out by `--only` or `default: false` excluded
/// @param points every combination of axis values, in file order; exactly one when nothing is swept
/// @param skips combinations left out, with the reason shown to people
/// @param measure how to measure; absent fields take the profile's value
/// @param compare pairs of variant names that matter; empty means the default family of pairs
/// @param claims the `expect` list
/// @param crossovers the `crossover` list
/// @param text the exact text, kept for the report
/// @param sha256 lower-case hex digest of the text: pre-registration of the claims
public record Scenario(
        String id,
        String title,
        List<String> tags,
        List<String> covers,
        Optional<Lesson> lesson,
        List<Axis> axes,
        List<Variant> variants,
        List<Point> points,
        List<Skip> skips,
        Measure measure,
        List<Pair> compare,
        List<Claim> claims,
        List<Crossover> crossovers,
        String text,
        String sha256) {

    public Scenario {
        tags = List.copyOf(tags);
        covers = List.copyOf(covers);
        axes = List.copyOf(axes);
        variants = List.copyOf(variants);
        points = List.copyOf(points);
        skips = List.copyOf(skips);
        compare = List.copyOf(compare);
        claims = List.copyOf(claims);
        crossovers = List.copyOf(crossovers);
    }

    /// One sweep axis. `values` are those measured; `declared` those of the file before `--set` and `--only`.
    public record Axis(String name, List<AxisValue> values, List<AxisValue> declared) {
        public Axis {
            values = List.copyOf(values);
            declared = List.copyOf(declared);
        }
    }

    /// A value of an axis: `canonical` for machines (`1000`), `label` as written in the file (`1k`).
    public record AxisValue(String canonical, String label) {}

    /// A model of the file under its name there.
    ///
    /// @param name the key under `models:`
    /// @param model id of the concurrency model, for example `platform-threads`
    /// @param isolation `process` (default), `cell`, or `shared` when the file asks for it
    public record Variant(String name, String model, Isolation isolation) {

        /// Ends the name of a [#twin()]; no name in a file can.
        public static final String TWIN = "~twin";

        /// The same model under a second label.
        public Variant twin() {
            return new Variant(name + TWIN, model, isolation);
        }

        /// Whether this is a second label of another variant: it shows the run's resolution and competes with
        /// nobody.
        public boolean hidden() {
            return isTwin(name);
        }

        /// Whether a variant of this name is a twin.
        public static boolean isTwin(String name) {
            return name.endsWith(TWIN);
        }
    }

    /// How far measurements are kept apart.
    public enum Isolation {
        /// A fresh process per variant and round, measuring all its sweep points.
        PROCESS,
        /// A fresh process per variant, round and sweep point.
        CELL,
        /// All models in one process: only for the lesson on why not.
        SHARED
    }

    /// One combination of axis values with the work it stands for.
    ///
    /// @param at axis name to canonical value, in axis order
    /// @param kinds the task kinds; exactly one, named `task`, unless the file has a mix
    /// @param load the load, in-flight numbers resolved
    /// @param backends the mock backends by name
    /// @param parameters resolved model parameters per variant name, defaults filled in; counts are numbers
    ///     or `cores`
    /// @param connections connection limit per variant name where the file sets one
    public record Point(
            Map<String, String> at,
            List<TaskKind> kinds,
            Load load,
            Map<String, BackendSpec> backends,
            Map<String, Map<String, String>> parameters,
            Map<String, Integer> connections) {
        public Point {
            at = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(at));
            kinds = List.copyOf(kinds);
            backends = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(backends));
            parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
            connections = Map.copyOf(connections);
        }
    }

    /// A kind of task and its share of the mix, in 0..1; shares of a point sum to 1.
    public record TaskKind(String name, double share, List<StepSpec> steps) {
        public TaskKind {
            steps = List.copyOf(steps);
        }
    }

    /// Cells left out. `when` maps an axis name, or `model`, to the values concerned.
    public record Skip(Map<String, List<String>> when, String because) {
        /// Whether this skip removes the given variant at the given point.
        public boolean covers(String variant, Map<String, String> at) {
            return when.entrySet().stream()
                    .allMatch(e -> e.getValue().contains(e.getKey().equals("model") ? variant : at.get(e.getKey())));
        }
    }

    /// Two variant names whose comparison the file asks for.
    public record Pair(String a, String b) {}
}
