package dev.asynclab.api;

import dev.asynclab.api.Catalogue.Model;
import java.util.List;

/// Models that are wrong on purpose, for lessons about measuring. A scenario may name one with `use:`;
/// `models: all` leaves them out, and no verdict lets one win.
public final class BrokenModels {

    private static final List<Model> ALL = List.of(
            new Model(
                    "broken-lazy-pipeline",
                    "Lazy pipeline",
                    "broken on purpose: builds a pipeline and never subscribes",
                    "a coroutine nobody awaits",
                    List.of()),
            new Model(
                    "broken-unused-result",
                    "Unused result",
                    "broken on purpose: computes, drops the result and answers with a constant",
                    "",
                    List.of()),
            new Model(
                    "broken-submit-only",
                    "Submit only",
                    "broken on purpose: done when handed over, not when done",
                    "create_task without await",
                    List.of()),
            new Model(
                    "broken-nested-pool",
                    "Nested pool",
                    "broken on purpose: a task waits in a pool of 8 threads for branches queued in the same pool",
                    "submit(...).result() inside the executor",
                    List.of()),
            new Model(
                    "broken-timeout-without-cancel",
                    "Timeout without cancel",
                    "broken on purpose: a timeout fails the task and leaves the work running",
                    "asyncio.wait where wait_for was meant",
                    List.of()),
            new Model(
                    "broken-wall-clock-spin",
                    "Wall-clock spin",
                    "broken on purpose: spins a millisecond of wall time instead of computing",
                    "",
                    List.of()));

    private BrokenModels() {}

    public static List<Model> all() {
        return ALL;
    }
}
