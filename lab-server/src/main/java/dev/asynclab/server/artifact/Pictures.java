package dev.asynclab.server.artifact;

import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.kernel.Picture;
import dev.asynclab.server.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pictures a plan's kernels can paint, by file name.
final class Pictures {

    /// A sweep over sizes shows its first pictures; a report is no gallery.
    private static final int MOST = 8;

    private Pictures() {}

    /// In the order of the file, each once.
    static Map<String, Picture> of(Plan plan) {
        Map<String, Picture> named = new LinkedHashMap<>();
        plan.cells().stream()
                .filter(Plan.Cell::runs)
                .flatMap(cell -> cell.point().kinds().stream())
                .map(Scenario.TaskKind::steps)
                .flatMap(Pictures::kernels)
                .filter(Picture.class::isInstance)
                .map(Picture.class::cast)
                .distinct()
                .limit(MOST)
                .forEach(picture -> named.put(name(picture), picture));
        return named;
    }

    private static Stream<Kernel> kernels(List<StepSpec> steps) {
        return steps.stream()
                .flatMap(step -> Stream.concat(own(step), step.inside().stream().flatMap(Pictures::kernels)));
    }

    private static Stream<Kernel> own(StepSpec step) {
        if (step instanceof StepSpec.Compute compute) {
            return Stream.of(Kernels.create(compute.kernel(), compute.parameters()));
        }
        return step instanceof StepSpec.Job job
                ? Stream.of(Kernels.create(job.kernel(), job.parameters()))
                : Stream.empty();
    }

    /// Id and parameters, in the order of the catalogue: `julia-2001-1000.png`.
    private static String name(Picture picture) {
        Map<String, Long> values = picture.parameters();
        String parameters = picture.kind().parameters().stream()
                .map(KernelKind.Parameter::name)
                .map(name -> "-" + Objects.requireNonNull(values.get(name)))
                .collect(Collectors.joining());
        return picture.id() + parameters + ".png";
    }
}
