package dev.asynclab.api;

import dev.asynclab.api.Catalogue.Model;
import dev.asynclab.api.Catalogue.Parameter;
import dev.asynclab.api.Catalogue.ParameterKind;
import java.util.List;
import java.util.Map;

/// The honest models, one descriptor each.
final class ModelCards {
    private static final String CORES = "cores";

    private static final Parameter CLIENT = new Parameter(
            "client",
            ParameterKind.CHOICE,
            List.of("apache", "socket"),
            "apache",
            "blocking HTTP client: Apache HttpClient 5, or a minimal socket client to tell model and library apart");

    static final List<Model> ALL = List.of(
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
                    "fork-join",
                    "Fork-join",
                    "a pool whose idle threads steal work from the busy ones",
                    "",
                    List.of(
                            new Parameter(
                                    "parallelism",
                                    ParameterKind.COUNT,
                                    List.of(CORES),
                                    CORES,
                                    "threads that are not blocked; a blocked one is replaced"),
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
                                    "how a task gets to a child: over its standard input and output")),
                    Map.of(
                            "update",
                            "children share no memory, so there is no counter they could share",
                            "cache",
                            "children share no memory, so each would have a cache of its own",
                            "job: heap",
                            "children share no memory, so no reference can travel")),
            new Model(
                    "gil-threads",
                    "Threads under a global lock",
                    "platform threads that must hold one lock to compute: the GIL, simulated",
                    "CPython threads",
                    List.of(
                            new Parameter("threads", ParameterKind.COUNT, List.of(CORES), CORES, "size of the pool"),
                            CLIENT)));

    private ModelCards() {}
}
