package dev.asynclab.api;

import dev.asynclab.api.Catalogue.Model;
import dev.asynclab.api.Catalogue.Parameter;
import dev.asynclab.api.Catalogue.ParameterKind;
import java.util.List;
import java.util.Map;

/// Real CPython, where the machine has one. Listed apart because they are not in every place: a scenario names one
/// with `use:`, `models: all` leaves them out, and where there is no CPython their cells are `not-run`.
public final class PythonModels {

    /// Every id of a model in CPython begins so, and no other.
    public static final String PREFIX = "python-";

    private static final String CORES = "cores";

    private static final String NO_SHARED_MEMORY = "the children of this model share no memory";

    private static final String NO_SHARED_OBJECTS = "interpreters share no objects";

    /// A job whose results travel as references.
    private static final String HEAP = "job: heap";

    private static final Parameter CHILDREN =
            new Parameter("workers", ParameterKind.COUNT, List.of(CORES), CORES, "children, one task at a time each");

    private static final List<Model> ALL = List.of(
            new Model(
                    "python-asyncio",
                    "CPython asyncio",
                    "coroutines on one event loop of real CPython",
                    "the real thing",
                    List.of(),
                    Map.of()),
            new Model(
                    "python-uvloop",
                    "CPython uvloop",
                    "the same coroutines on a loop written in C",
                    "uvloop",
                    List.of(),
                    Map.of()),
            new Model(
                    "python-threads",
                    "CPython threads",
                    "a ThreadPoolExecutor of real CPython, under its GIL or without one",
                    "threading, run_in_executor",
                    List.of(new Parameter(
                            "threads", ParameterKind.COUNT, List.of(CORES), "200", "size of the thread pool")),
                    Map.of()),
            new Model(
                    "python-processes",
                    "CPython processes",
                    "a pool of CPython processes fed over pipes, one task at a time each",
                    "multiprocessing",
                    List.of(
                            CHILDREN,
                            new Parameter(
                                    "start",
                                    ParameterKind.CHOICE,
                                    List.of("fork", "spawn", "forkserver"),
                                    "spawn",
                                    "how a child comes to be: a copy, a fresh interpreter, or a copy of a fresh one")),
                    Map.of("update", NO_SHARED_MEMORY, "cache", NO_SHARED_MEMORY, HEAP, NO_SHARED_MEMORY)),
            new Model(
                    "python-subinterpreters",
                    "CPython subinterpreters",
                    "several interpreters in one process, each with a GIL of its own from 3.12 on",
                    "InterpreterPoolExecutor",
                    List.of(CHILDREN),
                    Map.of("update", NO_SHARED_OBJECTS, "cache", NO_SHARED_OBJECTS, HEAP, NO_SHARED_OBJECTS)));

    private PythonModels() {}

    public static List<Model> all() {
        return ALL;
    }

    /// Whether this is the id of a model in CPython.
    public static boolean isPython(String model) {
        return model.startsWith(PREFIX);
    }
}
