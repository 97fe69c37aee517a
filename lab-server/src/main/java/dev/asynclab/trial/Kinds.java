package dev.asynclab.trial;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.util.List;
import java.util.stream.Stream;

/// The kinds of task of a cell: what each must return and how much it computes.
final class Kinds {

    private final List<ToTrial.Kind> kinds;

    Kinds(List<ToTrial.Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    int count() {
        return kinds.size();
    }

    String name(int kind) {
        return kinds.get(kind).name();
    }

    List<Step> steps(int kind) {
        return kinds.get(kind).steps();
    }

    long checksum(int kind) {
        return kinds.get(kind).checksum();
    }

    /// The kernels one task of this kind runs, in order of the tree.
    List<Kernel> kernels(int kind) {
        return kernels(steps(kind)).toList();
    }

    private static Stream<Kernel> kernels(List<Step> steps) {
        return steps.stream().flatMap(step -> switch (step) {
            case Step.Compute compute -> Stream.of(compute.kernel());
            case Step.Parallel parallel -> parallel.branches().stream().flatMap(Kinds::kernels);
            case Step.Timeout timeout -> kernels(timeout.steps());
            case Step.Limit limit -> kernels(limit.steps());
            case Step.Race race -> kernels(race.branches().getFirst());
            case Step.Retry retry -> kernels(retry.attempts().getFirst());
            case Step.Lock lock -> kernels(lock.steps());
            case Step.Cache cache -> kernels(cache.steps());
            case Step.Job job -> Stream.of(job.kernel());
            case Step.Graph graph -> graph.nodes().stream().flatMap(n -> kernels(n.steps()));
            case Step.Call _, Step.Wait _, Step.Block _, Step.Update _, Step.Hold _, Step.Send _ -> Stream.empty();
        });
    }
}
