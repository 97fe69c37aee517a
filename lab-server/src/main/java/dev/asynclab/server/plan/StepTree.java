package dev.asynclab.server.plan;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Catalogue;
import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Turns steps as read into steps to execute: repeats are written out, calls get their address and their ordinal.
///
/// One instance converts one task; the ordinals of its calls count from 0 in file order, so that a request means
/// the same piece of work on every model.
public final class StepTree {

    private final Map<String, Address> addresses;
    private final long seed;
    private final String ownTransport;
    private int calls;

    /// Where a backend answers.
    ///
    /// @param port on 127.0.0.1
    /// @param prefix what every request target starts with, for example `/orders`; empty when a call's path
    ///     stands alone
    public record Address(int port, String prefix) {}

    /// @param addresses by backend name
    /// @param seed of the run, for what tasks draw
    /// @param model id of the model that is to execute them: it decides how the results of a job travel where the
    ///     file does not say so
    public StepTree(Map<String, Address> addresses, long seed, String model) {
        this.addresses = Map.copyOf(addresses);
        this.seed = seed;
        boolean apart = Catalogue.model(model)
                .filter(m -> m.refuses().containsKey("job: heap"))
                .isPresent();
        this.ownTransport = apart ? "binary" : "heap";
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
            case StepSpec.Race race ->
                into.add(new Step.Race(
                        race.branches().stream().map(this::convert).toList(),
                        race.stagger().map(Duration::toNanos).orElse(0L)));
            case StepSpec.Retry retry ->
                into.add(new Step.Retry(
                        IntStream.range(0, retry.times())
                                .mapToObj(_ -> convert(retry.steps()))
                                .toList(),
                        retry.backoff().toNanos()));
            case StepSpec.Lock lock ->
                into.add(new Step.Lock(
                        lock.name(), word(Step.LockKind.class, lock.kind()), lock.perTask(), convert(lock.steps())));
            case StepSpec.Cache cache ->
                into.add(new Step.Cache(
                        cache.name(),
                        new Keys(cache.keys(), cache.exponent(), seed),
                        cache.size(),
                        word(Step.Policy.class, cache.policy()),
                        cache.ttl().map(Duration::toNanos).orElse(0L),
                        cache.singleFlight(),
                        convert(cache.steps())));
            case StepSpec.Update(String counter, String how) ->
                into.add(new Step.Update(counter, word(Step.How.class, how)));
            case StepSpec.Hold(int bytes, boolean perThread) -> into.add(new Step.Hold(bytes, perThread));
            case StepSpec.Send(int bytes, String shape, String codec) ->
                into.add(new Step.Send(bytes, word(Step.Shape.class, shape), word(Step.Codec.class, codec)));
            case StepSpec.Job job ->
                into.add(new Step.Job(
                        divisible(job),
                        job.chunkItems(),
                        word(Step.Distribute.class, job.distribute()),
                        word(Step.Reduce.class, job.reduce()),
                        word(Step.Transport.class, job.transport().orElse(ownTransport))));
            case StepSpec.Graph graph ->
                into.add(new Step.Graph(
                        graph.nodes().stream()
                                .map(n -> new Step.Node(n.name(), n.needs(), convert(n.steps())))
                                .toList(),
                        graph.persist(),
                        new Step.Before(graph.before().nodes(), graph.before().changed())));
        }
    }

    /// The constant a word of the file stands for: `one-by-one` is `ONE_BY_ONE`.
    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static Divisible divisible(StepSpec.Job job) {
        return (Divisible) Kernels.create(job.kernel(), job.parameters());
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
                case StepSpec.Race race -> checksum(race.branches().getFirst(), backends, known);
                case StepSpec.Retry retry -> checksum(retry.steps(), backends, known);
                case StepSpec.Lock lock -> checksum(lock.steps(), backends, known);
                case StepSpec.Cache cache -> checksum(cache.steps(), backends, known);
                case StepSpec.Update _, StepSpec.Hold _ -> 0;
                case StepSpec.Send(int bytes, String shape, String _) ->
                    Payload.of(bytes, word(Step.Shape.class, shape)).sum();
                case StepSpec.Job job -> {
                    Long result = known.get(job);
                    if (result == null) {
                        result = divisible(job).run();
                        known.put(job, result);
                    }
                    yield result;
                }
                case StepSpec.Graph graph -> graph(graph, backends, known);
            };
        }
        return sum;
    }

    private static long graph(StepSpec.Graph graph, Map<String, BackendSpec> backends, Map<StepSpec, Long> known) {
        Map<String, Long> values = new HashMap<>();
        long last = 0;
        for (StepSpec.Node node : graph.nodes()) {
            last = checksum(node.steps(), backends, known);
            for (String need : node.needs()) {
                last += values.getOrDefault(need, 0L);
            }
            values.put(node.name(), last);
        }
        return last;
    }

    private static BackendSpec backend(Map<String, BackendSpec> backends, String name) {
        BackendSpec backend = backends.get(name);
        if (backend == null) {
            throw new IllegalArgumentException("no backend " + name + " among " + backends.keySet());
        }
        return backend;
    }
}
