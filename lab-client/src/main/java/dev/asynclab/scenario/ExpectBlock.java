package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Claim;
import dev.asynclab.api.Claim.Grade;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// `expect:`: the claims of a file.
final class ExpectBlock {
    private static final Pattern CORES = Pattern.compile(">= *([1-9][0-9]{0,3})");

    static final Block NEEDS = Block.of(
            "needs",
            "What the machine must have; otherwise the claim is not run, never passed.",
            Key.required("cores", new Shape.Text(), "\">= 4\"", "least number of cores"));

    static final Block BLOCK = Block.of(
            "claim",
            "A statement about the measurements that every run settles.",
            Key.required("id", new Shape.Name(), "pool-saturates", "name of the claim"),
            Key.required("that", new Shape.Statement(), "throughput of pool-50 ~ bound within 10%", "the statement"),
            Key.optional(
                    "at",
                    new Shape.AxisValues(false),
                    "every sweep point; the worst outcome counts",
                    "{callers: 1000}",
                    "axis values for every subject without an `@` of its own"),
            Key.optional(
                    "because",
                    new Shape.Choice(Catalogue.mechanisms().stream()
                            .map(Catalogue.Mechanism::id)
                            .toList()),
                    "",
                    "pool-queueing",
                    "mechanism whose evidence must have been measured too"),
            Key.optional("needs", new Shape.Nested("needs"), "", "{cores: \">= 4\"}", NEEDS.summary()),
            Key.optional(
                    "grade",
                    Shape.choice("must", "usually", "interesting", "exercise"),
                    "usually",
                    "must",
                    "how much a refutation matters; `exercise` may name a variant still to be added"));

    private final ClaimScope scope;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    ExpectBlock(ClaimScope scope, Findings findings) {
        this.scope = scope;
        this.findings = findings;
    }

    List<Claim> bind(Fields file) {
        return file.items("expect", "a claim", BLOCK, this::claim);
    }

    /// Ids of all claims, those that could not be read included.
    Set<String> ids() {
        return ids;
    }

    private Optional<Claim> claim(Fields f) {
        var id = f.name("id");
        if (id.isPresent() && !ids.add(id.get())) {
            Node node = f.get("id").orElse(f.node());
            findings.error("duplicate-id", node, "a claim `" + id.get() + "` exists already", "choose another id");
        }
        var grade = f.choice("grade").map(g -> Grade.valueOf(g.toUpperCase(Locale.ROOT)));
        var that = f.scalar("that");
        // A grade that cannot be read may have been meant as `exercise`: one problem is enough.
        boolean exercise = f.get("grade").isPresent()
                && grade.filter(g -> g != Grade.EXERCISE).isEmpty();
        var expression = that.flatMap(s -> ClaimParser.claim(s, scope, exercise, findings));
        Map<String, String> at = f.get("at").map(scope.axes()::at).orElse(Map.of());
        var because = f.choice("because");
        var cores = f.get("needs").map(this::cores).orElse(OptionalInt.empty());
        return expression.map(e -> new Claim(
                id.orElse(""),
                that.get().text(),
                e,
                at,
                because,
                cores,
                grade.orElse(Grade.USUALLY),
                f.node().span().line()));
    }

    private OptionalInt cores(Node node) {
        var cores = Fields.of(node, "needs", NEEDS, findings).flatMap(f -> f.scalar("cores"));
        if (cores.isEmpty()) {
            return OptionalInt.empty();
        }
        var match = CORES.matcher(cores.get().text());
        if (match.matches()) {
            return OptionalInt.of(Integer.parseInt(match.group(1)));
        }
        findings.error(
                "wrong-type",
                cores.get(),
                "cores needs \">= \" and a number (found " + Values.shown(cores.get()) + ")",
                "for example needs: {cores: \">= 4\"}");
        return OptionalInt.empty();
    }

    static List<Block> blocks() {
        return List.of(BLOCK, NEEDS);
    }
}
