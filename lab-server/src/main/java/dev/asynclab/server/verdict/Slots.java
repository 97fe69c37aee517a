package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import java.util.Optional;

/// How many tasks a variant can hold at once by the setting that names its threads, children or subscriptions.
///
/// Connections and permits are left to their own terms: they are held for a part of the task only.
record Slots(String what, int count) {

    static Optional<Slots> of(Plan.Cell cell, int cores) {
        Optional<Slots> own = switch (cell.variant().model()) {
            case "platform-threads", "gil-threads", "python-threads" -> slots(cell, "threads", "threads", cores);
            case "processes", "python-processes", "python-subinterpreters" -> slots(cell, "workers", "children", cores);
            case "reactor" -> slots(cell, "concurrency", "subscriptions", cores);
            default -> Optional.empty();
        };
        return own;
    }

    private static Optional<Slots> slots(Plan.Cell cell, String parameter, String what, int cores) {
        int count = count(cell, parameter, cores);
        return count > 0 ? Optional.of(new Slots(what, count)) : Optional.empty();
    }

    /// Event loops whose time a task takes by computing or blocking; 0 for a model without loops, or one that
    /// moves such work elsewhere.
    static int loops(Plan.Cell cell, int cores) {
        boolean offloads = "true".equals(cell.parameters().get("offload"));
        return switch (cell.variant().model()) {
            case "event-loop" -> offloads ? 0 : StrictMath.max(1, count(cell, "loops", cores));
            case "netty", "reactor" -> StrictMath.max(1, count(cell, "loops", cores));
            // One context, or one loop: one task runs at a time.
            case "coroutine", "python-asyncio", "python-uvloop" -> 1;
            default -> 0;
        };
    }

    /// Threads that carry virtual ones.
    static int carriers(Plan.Cell cell, int cores) {
        int set = count(cell, "carriers", cores);
        return set > 0 ? set : cores;
    }

    /// A count parameter; 0 for a word that sets no limit.
    private static int count(Plan.Cell cell, String parameter, int cores) {
        String value = cell.parameters().getOrDefault(parameter, "");
        if (value.equals("cores")) {
            return cores;
        }
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }
}
