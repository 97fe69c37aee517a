package dev.asynclab.scenario;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.StepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether all branches of a race have one result, which they must: the winner's is the result of the race, so
/// the checksum of a task would otherwise depend on who was faster.
///
/// Nothing is computed for that. The body of an answer has a known length, steps that only wait or keep count
/// have the result 0, and a kernel gives the same number for the same input: branches are compared by what they
/// add up. Two kernels, or two inputs, count as two results, even where the numbers would turn out equal.
final class RaceResults {

    /// What is said of a result before it is cut off.
    private static final int MOST_ORIGINS = 3;

    /// A branch that exists at a sweep point, and where it stands in the file.
    record Branch(Node at, List<StepSpec> steps) {}

    private final Map<String, BackendSpec> backends;
    private final Findings findings;

    /// @param backends those that were read without a problem; nothing is said about calls of others
    RaceResults(Map<String, BackendSpec> backends, Findings findings) {
        this.backends = backends;
        this.findings = findings;
    }

    /// Refuses every branch whose result is not that of the first.
    void check(List<Branch> branches) {
        if (branches.stream().mapToLong(b -> StepCount.unrolled(b.steps())).sum() > StepForms.MAX_UNROLLED
                || branches.stream().anyMatch(b -> !known(b.steps()))) {
            return; // refused elsewhere
        }
        for (int i = 1; i < branches.size(); i++) {
            Sum first = new Sum(branches.getFirst().steps());
            Sum other = new Sum(branches.get(i).steps());
            if (!first.equal(other)) {
                findings.error(
                        "race-results",
                        branches.get(i).at(),
                        "branch %d of the race gives %s, branch 1 (line %d) gives %s: the checksum of a task would depend on who wins"
                                .formatted(
                                        i + 1,
                                        other.origins(),
                                        branches.getFirst().at().span().line(),
                                        first.origins()),
                        "let every branch give the same: one kernel with one input, calls with bodies of one size,"
                                + " or waits only");
            }
        }
    }

    private boolean known(List<StepSpec> steps) {
        return steps.stream()
                .allMatch(step -> (!(step instanceof StepSpec.Call call) || backends.containsKey(call.backend()))
                        && step.inside().stream().allMatch(this::known));
    }

    /// The result of a branch: a number that is known, and how often which unknown ones come to it.
    private final class Sum {
        private final Map<StepSpec, Long> unknown = new HashMap<>();
        private final Set<String> origins = new LinkedHashSet<>();
        private long bytes;

        Sum(List<StepSpec> branch) {
            add(branch, 1);
        }

        boolean equal(Sum other) {
            return bytes == other.bytes && unknown.equals(other.unknown);
        }

        String origins() {
            var all = new ArrayList<>(origins);
            return all.isEmpty()
                    ? "0 (it only waits)"
                    : String.join(" + ", all.subList(0, Math.min(MOST_ORIGINS, all.size())))
                            + (all.size() > MOST_ORIGINS ? " + ..." : "");
        }

        private void add(List<StepSpec> steps, long times) {
            steps.forEach(step -> add(step, times));
        }

        private void add(StepSpec step, long times) {
            switch (step) {
                case StepSpec.Call(String name, var _, var _, int _) -> call(name, times);
                case StepSpec.Compute(String kernel, var input, boolean _) ->
                    count(new StepSpec.Compute(kernel, input, false), kernel + " {" + inFileForm(input) + "}", times);
                case StepSpec.Send(int size, String shape, String _) ->
                    count(new StepSpec.Send(size, shape, ""), "the sum of %d B of %s".formatted(size, shape), times);
                case StepSpec.Repeat(int again, var steps) -> add(steps, times * again);
                // Whichever branch of an inner race wins: they were compared when that race was read.
                case StepSpec.Race(var branches, var _) ->
                    branches.stream().findFirst().ifPresent(b -> add(b, times));
                case StepSpec.Wait _, StepSpec.Block _, StepSpec.Update _, StepSpec.Hold _ -> {}
                // A job and a graph are workloads of their own and no steps of a branch.
                case StepSpec.Parallel _,
                        StepSpec.Timeout _,
                        StepSpec.Limit _,
                        StepSpec.Retry _,
                        StepSpec.Lock _,
                        StepSpec.Cache _,
                        StepSpec.Job _,
                        StepSpec.Graph _ -> step.inside().forEach(body -> add(body, times));
            }
        }

        private void call(String name, long times) {
            BackendSpec backend = backends.get(name);
            if (backend != null) {
                bytes += times * backend.bodyBytes();
                origins.add("the %d B of `%s`".formatted(backend.bodyBytes(), name) + copies(times));
            }
        }

        private void count(StepSpec result, String origin, long times) {
            unknown.merge(result, times, Long::sum);
            origins.add(origin + copies(times));
        }

        private static String inFileForm(Map<String, Long> input) {
            return new TreeMap<>(input)
                    .entrySet().stream()
                            .map(e -> e.getKey() + ": " + e.getValue())
                            .collect(Collectors.joining(", "));
        }

        private static String copies(long times) {
            return times == 1 ? "" : ", " + times + " times";
        }
    }
}
