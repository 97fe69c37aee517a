package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be named in a scenario: models, kernels, backends, flags, mechanisms.
///
/// Nothing else can: no class name, path, command or address ever comes from a file. A test holds these descriptors
/// equal to the code behind them.
public final class Catalogue {

    /// A concurrency model.
    ///
    /// @param idiom how the model is written, in one line
    /// @param asyncio what it corresponds to for a reader who comes from asyncio; empty when nothing does
    /// @param parameters settings a variant may give
    public record Model(String id, String title, String idiom, String asyncio, List<Parameter> parameters) {}

    /// A setting of a model.
    ///
    /// @param kind what values it takes
    /// @param choices allowed words; with [ParameterKind#COUNT] they stand beside a number
    /// @param fallback value when the file says nothing
    public record Parameter(String name, ParameterKind kind, List<String> choices, String fallback, String summary) {}

    /// What a parameter takes.
    public enum ParameterKind {
        /// A whole number of at least 1, or one of the choices.
        COUNT,
        /// `true` or `false`.
        FLAG,
        /// One of the choices.
        CHOICE
    }

    /// A CPU kernel.
    ///
    /// @param parameters name, smallest and largest value, meaning; all are required
    /// @param cost how the work grows with the parameters
    public record Kernel(String id, String summary, List<KernelParameter> parameters, String cost) {}

    public record KernelParameter(String name, long min, long max, String summary) {}

    /// A kind of mock backend.
    public record Backend(String id, String summary) {}

    /// A named explanation of a result, and what must have been measured for it to be shown.
    ///
    /// @param evidence the rule, in words
    /// @param change what would change the result, for a student to try
    public record Mechanism(String id, String sentence, String evidence, String change) {}

    /// A condition a cell can be in.
    ///
    /// @param causedByModel whether the model itself can cause it: then it is a result, not a reason to void
    public record Flag(String id, boolean causedByModel, String summary) {}

    private static final String CORES = "cores";

    private static final Parameter CLIENT = new Parameter(
            "client",
            ParameterKind.CHOICE,
            List.of("apache", "socket"),
            "apache",
            "blocking HTTP client: Apache HttpClient 5, or a minimal socket client to tell model and library apart");

    private static final List<Model> MODELS = List.of(
            new Model(
                    "sequential",
                    "Sequential",
                    "one thread, one task at a time: the floor",
                    "plain Python",
                    List.of(CLIENT)),
            new Model(
                    "event-loop",
                    "Event loop",
                    "Vert.x futures on a fixed number of event loops",
                    "the event loop, callbacks",
                    List.of(
                            new Parameter(
                                    "loops", ParameterKind.COUNT, List.of(CORES), "1", "event loops, one thread each"),
                            new Parameter(
                                    "offload",
                                    ParameterKind.FLAG,
                                    List.of(),
                                    "false",
                                    "run compute and block on a pool of `cores` threads instead of the loop"))),
            new Model(
                    "coroutine",
                    "Coroutine",
                    "Vert.x virtual-thread context and Future.await: one runs, many wait",
                    "async / await",
                    List.of()),
            new Model(
                    "reactor",
                    "Project Reactor",
                    "Mono operators on Reactor Netty",
                    "async iterators",
                    List.of(
                            new Parameter(
                                    "loops", ParameterKind.COUNT, List.of(CORES), "1", "event loops, one thread each"),
                            new Parameter(
                                    "concurrency",
                                    ParameterKind.COUNT,
                                    List.of("unbounded"),
                                    "unbounded",
                                    "tasks subscribed at once"))),
            new Model(
                    "netty",
                    "Raw Netty",
                    "a hand-written pipeline: the ceiling",
                    "uvloop",
                    List.of(
                            new Parameter(
                                    "loops", ParameterKind.COUNT, List.of(CORES), "1", "event loops, one thread each"),
                            new Parameter(
                                    "io",
                                    ParameterKind.CHOICE,
                                    List.of("nio", "epoll", "io_uring"),
                                    "nio",
                                    "how the loop asks the kernel what is ready"))),
            new Model(
                    "virtual-threads",
                    "Virtual threads",
                    "a virtual thread per task and a blocking client",
                    "",
                    List.of(
                            new Parameter(
                                    "carriers",
                                    ParameterKind.COUNT,
                                    List.of(CORES),
                                    CORES,
                                    "platform threads that carry the virtual ones"),
                            CLIENT)),
            new Model(
                    "platform-threads",
                    "Platform threads",
                    "a pool of operating-system threads and a blocking client",
                    "threading, run_in_executor",
                    List.of(
                            new Parameter(
                                    "threads",
                                    ParameterKind.COUNT,
                                    List.of(CORES, "per-task"),
                                    "200",
                                    "size of the pool, or a new thread for every task"),
                            new Parameter(
                                    "queue",
                                    ParameterKind.COUNT,
                                    List.of("unbounded"),
                                    "unbounded",
                                    "tasks that may wait for a thread; more are rejected"),
                            CLIENT)),
            new Model(
                    "processes",
                    "Processes",
                    "a pool of JVM children fed over pipes, one task at a time each",
                    "multiprocessing",
                    List.of(
                            new Parameter("workers", ParameterKind.COUNT, List.of(CORES), CORES, "child processes"),
                            new Parameter(
                                    "start",
                                    ParameterKind.CHOICE,
                                    List.of("warm", "cold"),
                                    "warm",
                                    "children started once and reused, or one per task"),
                            new Parameter(
                                    "channel",
                                    ParameterKind.CHOICE,
                                    List.of("pipe"),
                                    "pipe",
                                    "how a task gets to a child: over its standard input and output"))),
            new Model(
                    "gil-threads",
                    "Threads under a global lock",
                    "platform threads that must hold one lock to compute: the GIL, simulated",
                    "CPython threads",
                    List.of(
                            new Parameter("threads", ParameterKind.COUNT, List.of(CORES), CORES, "size of the pool"),
                            CLIENT)));

    private static final List<Kernel> KERNELS = List.of(
            new Kernel(
                    "primes",
                    "counts the primes in [from, from + count) by trial division",
                    List.of(
                            new KernelParameter("from", 2, 1_000_000_000_000L, "first number tested"),
                            new KernelParameter("count", 1, 10_000_000, "how many numbers are tested")),
                    "count x sqrt(from) / ln(from) in the worst case"),
            new Kernel(
                    "mandelbrot",
                    "sum of the iteration counts over a square picture, centre -0.8, extent 3",
                    List.of(
                            new KernelParameter("size", 1, 4096, "pixels along one side"),
                            new KernelParameter("iterations", 1, 100_000, "largest iteration count of a pixel")),
                    "size^2 x iterations at most"),
            new Kernel(
                    "pi",
                    "pi by the midpoint rule; the result is the bit pattern of the double",
                    List.of(new KernelParameter("steps", 1, 1_000_000_000, "number of rectangles")),
                    "steps"),
            new Kernel(
                    "fibonacci",
                    "the n-th Fibonacci number by naive recursion",
                    List.of(new KernelParameter("n", 0, 45, "index")),
                    "1.618^n"),
            new Kernel(
                    "sha-256",
                    "hashes a block again and again; the result is the first eight bytes",
                    List.of(
                            new KernelParameter("bytes", 1, 1_048_576, "size of the block"),
                            new KernelParameter("rounds", 1, 10_000_000, "how often it is hashed")),
                    "bytes x rounds"));

    private static final List<Backend> BACKENDS = List.of(
            new Backend("fast", "the lab's own Netty server: high rates, exact delays"),
            new Backend("wiremock", "a real WireMock, asynchronous responses on, request journal off"));

    private static final List<Mechanism> MECHANISMS = List.of(
            new Mechanism(
                    "waiting-is-cheap",
                    "tasks wait, cores idle",
                    "wait share > 90 %, cpu busy < 30 %",
                    "replace the waiting by computing"),
            new Mechanism(
                    "pool-queueing",
                    "tasks queue for a thread",
                    "pool at its maximum, queue share > 50 %",
                    "give the pool as many threads as there are tasks in flight"),
            new Mechanism(
                    "loop-blocked",
                    "one step held the loop",
                    "a step held the loop > 100 ms, other tasks late by half of that or more",
                    "offload the step, or split it"),
            new Mechanism(
                    "single-core-loop",
                    "one loop is one core",
                    "one loop, between 0.8 and 1.2 cores busy",
                    "set loops to cores, or offload"),
            new Mechanism(
                    "carriers-equal-cores",
                    "virtual threads share about one carrier per core",
                    "runnable > carriers, carriers busy > 80 %",
                    "make the tasks wait instead of compute"),
            new Mechanism(
                    "carrier-starved",
                    "short tasks wait behind long computing ones",
                    "tail of the short tasks > half a long one, cpu busy > 50 %",
                    "run the long tasks on platform threads"),
            new Mechanism(
                    "carrier-pinned",
                    "a virtual thread kept its carrier",
                    "pinned events > 1 % of the carriers' time, in a recording",
                    "move the native or class-loading part off the virtual thread"),
            new Mechanism(
                    "thread-memory",
                    "each operating-system thread costs memory",
                    "threads > half of the tasks in flight, memory per task > 10 KiB",
                    "use virtual threads or a loop"),
            new Mechanism(
                    "switch-overhead",
                    "more runnable threads than cores",
                    "preempted > 0.5 times per task, threads > 2 x cores, cpu busy > 80 %",
                    "use as many threads as cores"),
            new Mechanism(
                    "global-lock",
                    "one lock serialises computing",
                    "lock wait share > 30 %, 0.7 to 1.2 cores busy",
                    "take the lock away, or use processes"),
            new Mechanism(
                    "hand-over-cost",
                    "copying costs more than computing",
                    "hand-over (encode + pipe) / kernel time > 0.5",
                    "give a child more work at a time"),
            new Mechanism(
                    "startup-cost",
                    "starting dominates",
                    "start share of the wall time > 50 %",
                    "keep the processes warm, or do more work in each"),
            new Mechanism(
                    "gc-pressure",
                    "the collector works for you",
                    "collections > 10 % of the window",
                    "allocate less per task, or give it more heap"),
            new Mechanism(
                    "connection-limit",
                    "the connection pool decides, not the model",
                    "connections / hold binds, > 80 % of it reached",
                    "raise connections"),
            new Mechanism(
                    "generator-limit",
                    "the load generator could not keep up",
                    "generator-late in more than 10 % of the rounds",
                    "lower the rate"),
            new Mechanism(
                    "backend-limit",
                    "the backend was the limit",
                    "backend-saturated in more than 10 % of the rounds",
                    "use the fast backend, or fewer callers"),
            new Mechanism(
                    "host-noise",
                    "other programs took the CPU",
                    "cpu-contended in more than 10 % of the rounds",
                    "end the other programs and run again"));

    private static final List<Flag> FLAGS = List.of(
            new Flag("backend-saturated", false, "a backend was the limit without being declared one"),
            new Flag("generator-late", false, "the load generator could not keep its own schedule"),
            new Flag("little", false, "in flight is not rate x residence: the measurement contradicts itself"),
            new Flag("cpu-contended", false, "other programs took CPU time"),
            new Flag("throttled", false, "a container quota stopped the process"),
            new Flag("clock", false, "the clock stepped, the machine slept, or the processor changed its speed"),
            new Flag("swap", false, "memory was swapped"),
            new Flag("ports", false, "the machine ran out of ephemeral ports"),
            new Flag("fd", false, "file descriptors ran out"),
            new Flag("protocol", false, "the wire protocol was not the agreed one"),
            new Flag("loop-count", false, "the number of event loops was not the configured one"),
            new Flag("pool-limited", true, "the model's own pool was the limit"),
            new Flag("errors", true, "tasks failed or were dropped"),
            new Flag("wrong-result", true, "a task returned a wrong answer"),
            new Flag("gc-thrash", true, "the collector took more than its share"),
            new Flag("did-not-finish", true, "the work did not end in time"),
            new Flag("not-steady", true, "still warming up while measured"),
            new Flag("not-settled", true, "the window was too short for its latency figures"),
            new Flag("pinned", true, "virtual threads kept their carriers"),
            new Flag("loop-blocked", true, "an event loop was held"));

    private Catalogue() {}

    /// The honest models; [BrokenModels#all()] are listed apart.
    public static List<Model> models() {
        return MODELS;
    }

    public static List<Kernel> kernels() {
        return KERNELS;
    }

    public static List<Backend> backends() {
        return BACKENDS;
    }

    public static List<Mechanism> mechanisms() {
        return MECHANISMS;
    }

    public static List<Flag> flags() {
        return FLAGS;
    }

    /// Every model a scenario may name with `use:`, those that are broken on purpose last.
    public static List<Model> usable() {
        return Stream.concat(MODELS.stream(), BrokenModels.all().stream()).toList();
    }

    /// A model by its id, those that are broken on purpose included.
    public static Optional<Model> model(String id) {
        return usable().stream().filter(m -> m.id().equals(id)).findFirst();
    }

    public static Optional<Kernel> kernel(String id) {
        return KERNELS.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    /// Parameter values of a model when the file says nothing.
    public static Map<String, String> defaults(Model model) {
        var map = new java.util.LinkedHashMap<String, String>();
        model.parameters().forEach(p -> map.put(p.name(), p.fallback()));
        return map;
    }
}
