package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Metric;
import java.util.stream.Collectors;

/// Generates the key reference from the tables the reader checks files against.
public final class ScenarioReference {
    private static final String HEAD = """
            # Scenario files: key reference

            Generated from the reader's own tables; the test `GeneratedDocumentsTest` fails when it is stale.

            Units: `ns us ms s m` for durations, `B KiB MiB` for bytes, `k M` for counts, `%`, `/s` for rates, `x` for
            factors in claims. A number that needs a unit is refused without one. `${name}` stands for a param or a sweep
            axis in `backends`, `task`, `tasks`, `models` and `load` (in `measure`: params only). Keys that start with `x-`
            are yours.
            """;

    private static final String CLAIMS = """

            ## claim grammar

            ```
            claim   = operand OP target [ "within" PERCENT ]     within: required with ~, forbidden otherwise
                    | subject "is" ["not"] FLAG
                    | "crossover" ID "in" VALUE ".." VALUE | "crossover" ID "is" "none"
            operand = METRIC "of" subject
            subject = (NAME | "each") [ "/" KIND ] [ "@" AXIS "=" VALUE {"," AXIS "=" VALUE} ]
            target  = VALUE | [FACTOR] ("bound" | "cores") | [FACTOR] operand
            OP      = ">=" | "<=" | ">" | "<" | "==" | "~"       FACTOR = NUMBER "x", no blank between
            ```
            """;

    private ScenarioReference() {}

    /// The whole page, as Markdown.
    public static String markdown() {
        var out = new StringBuilder(HEAD);
        Grammar.blocks().forEach(block -> block(out, block));
        out.append(CLAIMS);
        metrics(out);
        mechanisms(out);
        flags(out);
        return out.toString();
    }

    private static void block(StringBuilder out, Block block) {
        out.append("\n## ")
                .append(block.id())
                .append("\n\n")
                .append(block.summary())
                .append("\n\n");
        out.append("| key | takes | default | example | meaning |\n|---|---|---|---|---|\n");
        for (Key key : block.keys()) {
            String fallback = key.required() ? "**required**" : key.fallback();
            out.append("| `%s` | %s | %s | `%s` | %s |\n"
                    .formatted(
                            key.name(),
                            cell(ShapeWords.describe(key.shape())),
                            cell(fallback),
                            cell(key.example()),
                            cell(key.summary())));
        }
    }

    private static void metrics(StringBuilder out) {
        out.append("\n## metrics\n\n| metric | unit | better | bound | meaning |\n|---|---|---|---|---|\n");
        for (Metric metric : Metric.values()) {
            out.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            metric.id(),
                            ClaimValue.unitName(metric),
                            metric.better() == Metric.Better.HIGHER ? "higher" : "lower",
                            metric.bounded() ? "yes" : "",
                            cell(metric.summary())));
        }
    }

    private static void mechanisms(StringBuilder out) {
        out.append("\n## mechanisms\n\n| because | says | evidence |\n|---|---|---|\n");
        out.append(Catalogue.mechanisms().stream()
                .map(m -> "| `%s` | %s | %s |\n".formatted(m.id(), cell(m.sentence()), cell(m.evidence())))
                .collect(Collectors.joining()));
    }

    private static void flags(StringBuilder out) {
        out.append("\n## flags\n\n| flag | caused by the model | meaning |\n|---|---|---|\n");
        out.append(Catalogue.flags().stream()
                .map(f ->
                        "| `%s` | %s | %s |\n".formatted(f.id(), f.causedByModel() ? "can be" : "", cell(f.summary())))
                .collect(Collectors.joining()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
