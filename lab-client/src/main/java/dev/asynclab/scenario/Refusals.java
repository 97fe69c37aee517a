package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.PythonTwins;
import java.util.List;
import java.util.Set;
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
            boolean python = PythonModels.isPython(variant.model().id());
            if (refuses.isEmpty() && !python) {
                continue;
            }
            var words = new TreeSet<String>();
            var kernels = new TreeSet<String>();
            scenario.points().stream()
                    .filter(p -> scenario.skips().stream().noneMatch(s -> s.covers(variant.name(), p.at())))
                    .flatMap(p -> p.kinds().stream())
                    .forEach(kind -> used(kind.steps(), words, kernels));
            words.stream().filter(refuses::containsKey).forEach(word -> refuse(file, variant, word));
            kernels.removeAll(PythonTwins.ids());
            if (python && !kernels.isEmpty()) {
                onlyInJava(file, variant, kernels);
            }
        }
    }

    private static void used(List<StepSpec> steps, Set<String> words, Set<String> kernels) {
        for (StepSpec step : steps) {
            words.add(step.word());
            if (step instanceof StepSpec.Job job) {
                job.transport().ifPresent(t -> words.add("job: " + t));
                kernels.add(job.kernel());
            } else if (step instanceof StepSpec.Compute compute) {
                kernels.add(compute.kernel());
            }
            step.inside().forEach(body -> used(body, words, kernels));
        }
    }

    private void onlyInJava(Fields file, ModelsBlock.Read variant, Set<String> kernels) {
        findings.error(
                "no-python-kernel",
                place(file, variant),
                "the model " + variant.model().id() + " has no kernel " + Spelling.or(List.copyOf(kernels))
                        + ": CPython runs those that were written in Python too, which are "
                        + String.join(", ", PythonTwins.ids()),
                "compute with one of those, leave the model out, or skip those cells: " + skip(variant));
    }

    private static Node place(Fields file, ModelsBlock.Read variant) {
        return file.get("models")
                .filter(Node.Mapping.class::isInstance)
                .map(n -> ((Node.Mapping) n).entries().get(variant.name()))
                .map(e -> (Node) e.key())
                .orElse(file.keyNode("models"));
    }

    private static String skip(ModelsBlock.Read variant) {
        return "`sweep: {skip: [{when: {model: " + variant.name() + "}, because: ...}]}`";
    }

    private void refuse(Fields file, ModelsBlock.Read variant, String word) {
        Catalogue.Model model = variant.model();
        findings.error(
                "not-expressed",
                place(file, variant),
                "the model " + model.id() + " does not run `" + word + "`: "
                        + model.refuses().getOrDefault(word, ""),
                "leave the model out, or skip those cells: " + skip(variant));
    }
}
