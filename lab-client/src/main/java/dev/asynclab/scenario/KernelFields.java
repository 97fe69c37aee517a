package dev.asynclab.scenario;

import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A mapping whose keys depend on the kernel it names: `compute:` and `job:`.
final class KernelFields {
    private final Findings findings;

    KernelFields(Findings findings) {
        this.findings = findings;
    }

    /// The mapping read against the keys of the kernel it names.
    record Open(KernelKind kernel, Fields fields) {

        /// Values of the kernel's parameters; fewer than it has when some are wrong.
        Map<String, Long> parameters() {
            var parameters = new LinkedHashMap<String, Long>();
            for (var p : kernel.parameters()) {
                fields.count(p.name()).ifPresent(v -> parameters.put(p.name(), v));
            }
            return parameters;
        }
    }

    Optional<StepSpec> compute(Node node) {
        return open(node, "compute", Kernels.all(), StepForms.computeKeys(), StepForms::compute)
                .map(open -> new StepSpec.Compute(
                        open.kernel().id(),
                        open.parameters(),
                        open.fields().choice("lock").filter("global"::equals).isPresent()));
    }

    /// @param what word of the mapping
    /// @param allowed kernels that may stand here
    /// @param keys every key of any of them
    /// @param block keys with one kernel
    Optional<Open> open(
            Node node,
            String what,
            List<KernelKind> allowed,
            Collection<String> keys,
            Function<KernelKind, Block> block) {
        var mapping = Expected.mapping(node, what, "with kernel and its parameters", findings);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        var ids = allowed.stream().map(KernelKind::id).toList();
        var named = Fields.lookup(mapping.get(), "kernel", keys);
        if (named.isEmpty()) {
            // Without a kernel its parameters are not known; only the name is asked for.
            findings.error(
                    "missing-key",
                    mapping.get(),
                    what + " needs `kernel`: what is computed",
                    "one of " + Spelling.or(ids));
            return Optional.empty();
        }
        return named.flatMap(n -> Expected.scalar(n, "kernel", findings))
                .flatMap(s -> kernel(s, what, ids))
                .flatMap(kernel -> Fields.of(node, what + " " + kernel.id(), block.apply(kernel), findings)
                        .map(fields -> new Open(kernel, fields)));
    }

    private Optional<KernelKind> kernel(Node.Scalar name, String what, List<String> ids) {
        if (!name.broken()
                && !ids.contains(name.text())
                && Kernels.kind(name.text()).isPresent()) {
            findings.error(
                    "not-allowed",
                    name,
                    "kernel " + name.text() + " cannot be cut into chunks, so it makes no " + what,
                    "one of " + Spelling.or(ids) + ", or a `task` that computes it whole");
            return Optional.empty();
        }
        return new Values(findings).choice(name, "kernel", ids).flatMap(Kernels::kind);
    }
}
