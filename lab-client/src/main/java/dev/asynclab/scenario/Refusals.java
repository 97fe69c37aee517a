package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import java.util.List;
import java.util.TreeSet;

/// What a model cannot honestly do is refused before anything runs, with the reason; nothing is skipped in silence.
final class Refusals {
    private final Findings findings;

    Refusals(Findings findings) {
        this.findings = findings;
    }

    /// Every variant of the file at every point that is not skipped.
    void check(Fields file, List<ModelsBlock.Read> variants, Scenario scenario) {
        for (var variant : variants) {
            var refuses = variant.model().refuses();
            if (refuses.isEmpty()) {
                continue;
            }
            var used = new TreeSet<String>();
            scenario.points().stream()
                    .filter(p -> scenario.skips().stream().noneMatch(s -> s.covers(variant.name(), p.at())))
                    .flatMap(p -> p.kinds().stream())
                    .forEach(kind -> words(kind.steps(), used));
            used.stream().filter(refuses::containsKey).forEach(word -> refuse(file, variant, word));
        }
    }

    private static void words(List<StepSpec> steps, TreeSet<String> into) {
        for (StepSpec step : steps) {
            into.add(step.word());
            if (step instanceof StepSpec.Job job) {
                job.transport().ifPresent(t -> into.add("job: " + t));
            }
            step.inside().forEach(body -> words(body, into));
        }
    }

    private void refuse(Fields file, ModelsBlock.Read variant, String word) {
        Catalogue.Model model = variant.model();
        Node at = file.get("models")
                .filter(Node.Mapping.class::isInstance)
                .map(n -> ((Node.Mapping) n).entries().get(variant.name()))
                .map(e -> (Node) e.key())
                .orElse(file.keyNode("models"));
        findings.error(
                "not-expressed",
                at,
                "the model " + model.id() + " does not run `" + word + "`: "
                        + model.refuses().getOrDefault(word, ""),
                "leave the model out, or skip those cells: `sweep: {skip: [{when: {model: " + variant.name()
                        + "}, because: ...}]}`");
    }
}
