package dev.asynclab.server.plan;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.StepSpec;
import dev.asynclab.workload.Kernels;
import dev.asynclab.workload.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns steps as read into steps to execute: repeats are written out, calls get their address and their ordinal.
///
/// One instance converts one task; the ordinals of its calls count from 0 in file order, so that a request means
/// the same piece of work on every model.
public final class StepTree {

    private final Map<String, Address> addresses;
    private int calls;

    /// Where a backend answers.
    ///
    /// @param port on 127.0.0.1
    /// @param prefix what every request target starts with, for example `/orders`; empty when a call's path
    ///     stands alone
    public record Address(int port, String prefix) {}

    /// @param addresses by backend name
    public StepTree(Map<String, Address> addresses) {
        this.addresses = Map.copyOf(addresses);
    }

    /// The steps to execute, in order.
    public List<Step> convert(List<StepSpec> specs) {
        List<Step> steps = new ArrayList<>();
        for (StepSpec spec : specs) {
            convert(spec, steps);
        }
        return List.copyOf(steps);
    }

    private void convert(StepSpec spec, List<Step> into) {
        switch (spec) {
            case StepSpec.Call call ->
                into.add(new Step.Call(
                        "127.0.0.1",
                        address(call.backend()).port(),
                        address(call.backend()).prefix() + call.path(),
                        calls++,
                        call.timeout().map(d -> d.toNanos()).orElse(0L),
                        call.bodyBytes()));
            case StepSpec.Compute compute ->
                into.add(
                        new Step.Compute(Kernels.create(compute.kernel(), compute.parameters()), compute.globalLock()));
            case StepSpec.Wait wait -> into.add(new Step.Wait(wait.duration().toNanos()));
            case StepSpec.Block block ->
                into.add(new Step.Block(block.duration().toNanos()));
            case StepSpec.Parallel parallel ->
                into.add(new Step.Parallel(
                        parallel.branches().stream().map(this::convert).toList(),
                        parallel.limit().orElse(0)));
            case StepSpec.Repeat repeat -> {
                for (int i = 0; i < repeat.times(); i++) {
                    into.addAll(convert(repeat.steps()));
                }
            }
            case StepSpec.Timeout timeout ->
                into.add(new Step.Timeout(timeout.after().toNanos(), convert(timeout.steps())));
            case StepSpec.Limit limit ->
                into.add(new Step.Limit(
                        limit.name(), limit.permits(), limit.queue().orElse(-1), convert(limit.steps())));
        }
    }

    private Address address(String backend) {
        Address address = addresses.get(backend);
        if (address == null) {
            throw new IllegalArgumentException("no backend " + backend + " among " + addresses.keySet());
        }
        return address;
    }

    /// The sum of the results every model must return for these steps: body bytes of the calls and kernel results.
    ///
    /// Runs every distinct kernel once per call of this method; costs as much as one task.
    public static long checksum(List<StepSpec> specs, Map<String, BackendSpec> backends) {
        return checksum(specs, backends, new HashMap<>());
    }

    private static long checksum(List<StepSpec> specs, Map<String, BackendSpec> backends, Map<StepSpec, Long> known) {
        long sum = 0;
        for (StepSpec spec : specs) {
            sum += switch (spec) {
                case StepSpec.Call call -> backend(backends, call.backend()).bodyBytes();
                case StepSpec.Compute compute -> {
                    Long result = known.get(compute);
                    if (result == null) {
                        result = Kernels.create(compute.kernel(), compute.parameters())
                                .run();
                        known.put(compute, result);
                    }
                    yield result;
                }
                case StepSpec.Wait _, StepSpec.Block _ -> 0;
                case StepSpec.Parallel parallel -> {
                    long branches = 0;
                    for (List<StepSpec> branch : parallel.branches()) {
                        branches += checksum(branch, backends, known);
                    }
                    yield branches;
                }
                case StepSpec.Repeat repeat -> repeat.times() * checksum(repeat.steps(), backends, known);
                case StepSpec.Timeout timeout -> checksum(timeout.steps(), backends, known);
                case StepSpec.Limit limit -> checksum(limit.steps(), backends, known);
            };
        }
        return sum;
    }

    private static BackendSpec backend(Map<String, BackendSpec> backends, String name) {
        BackendSpec backend = backends.get(name);
        if (backend == null) {
            throw new IllegalArgumentException("no backend " + name + " among " + backends.keySet());
        }
        return backend;
    }
}
