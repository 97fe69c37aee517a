package dev.asynclab.model.broken;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import java.util.Map;

/// Broken on purpose: computes, drops the result, and answers with a constant.
///
/// *The mistake:* a result nobody reads need not be computed. A compiler that can see the whole kernel
/// removes it, or replaces the loop by a formula, and then the empty method is what is timed.
///
/// *Where it was made:* a tutorial prints 162 ns for a sum over ten million numbers, and another one times an
/// import because the call below it was commented out.
///
/// *What gives it away:* the checksum of every task is the sum of its results, and must be right to the last
/// bit.
final class UnusedResultModel implements ConcurrencyModel {

    private final ConcurrencyModel honest;

    UnusedResultModel(Setup setup) {
        honest = Models.create("virtual-threads", BrokenModels.virtualThreads(setup));
    }

    @Override
    public void start(Task task, Completion done) {
        honest.start(Rewritten.task(task, Unused::new), done);
    }

    private record Unused(Kernel kernel) implements Kernel {
        @Override
        public KernelKind kind() {
            return kernel.kind();
        }

        @Override
        public Map<String, Long> parameters() {
            return kernel.parameters();
        }

        @Override
        public long run() {
            kernel.run(); // nobody looks at what it returns
            return 1;
        }
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("broken", "drops results");
    }

    @Override
    public void close() {
        honest.close();
    }
}
