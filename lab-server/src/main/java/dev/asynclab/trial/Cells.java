package dev.asynclab.trial;

import dev.asynclab.wire.ToTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cells of a trial by id, checked: what comes from the other side of a pipe may lack anything.
final class Cells {

    private final Map<String, ToTrial.Cell> byId = new LinkedHashMap<>();

    /// @throws TrialFault naming the first cell that cannot be run, and why
    Cells(@Nullable List<ToTrial.Cell> cells) throws TrialFault {
        if (cells == null || cells.isEmpty()) {
            throw TrialFault.badOrder("prepare without cells; at least one is needed");
        }
        for (ToTrial.Cell cell : cells) {
            String problem = problem(cell);
            if (problem != null) {
                throw TrialFault.badOrder("cell " + cell.id() + ": " + problem);
            }
            if (byId.put(cell.id(), cell) != null) {
                throw TrialFault.badOrder("cell " + cell.id() + " is there twice; ids must differ");
            }
        }
    }

    ToTrial.Cell get(String id) throws TrialFault {
        ToTrial.Cell cell = byId.get(id);
        if (cell == null) {
            throw TrialFault.badOrder("no cell " + id + "; prepared are " + byId.keySet());
        }
        return cell;
    }

    List<ToTrial.Cell> all() {
        return List.copyOf(byId.values());
    }

    private static @Nullable String problem(ToTrial.Cell cell) {
        if (cell.id() == null
                || cell.parameters() == null
                || cell.kinds() == null
                || cell.kinds().isEmpty()) {
            return "needs an id, parameters, and at least one kind of task";
        }
        if (cell.kinds().stream().anyMatch(kind -> kind.name() == null || kind.steps() == null)) {
            return "every kind of task needs a name and steps";
        }
        return switch (cell.load()) {
            case null -> "needs a load";
            case ToTrial.Closed closed
            when closed.concurrency() < 1 -> "concurrency " + closed.concurrency() + "; at least 1";
            case ToTrial.Batch batch when batch.tasks() < 1 -> "a batch of " + batch.tasks() + "; at least 1";
            case ToTrial.Open open
            when !(open.ratePerSecond() > 0) || open.maxInFlight() < 1 ->
                "rate " + open.ratePerSecond() + " with " + open.maxInFlight() + " in flight; both must be above 0";
            case ToTrial.Closed _, ToTrial.Batch _, ToTrial.Open _ -> null;
        };
    }
}
