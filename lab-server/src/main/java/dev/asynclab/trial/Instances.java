package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Setup;
import dev.asynclab.model.SharedState;
import dev.asynclab.wire.ToTrial;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The model instances of a trial: one for all cells with equal parameters, so that connections, children and
/// compiled code stay warm from one cell to the next.
final class Instances implements AutoCloseable {

    /// A model that needs longer to end what it owns is left alone; the process will end anyway.
    private static final long CLOSE_MILLIS = 10_000;

    private static final String LOOPS = "loops";
    private static final String LOOPS_SEEN = "loops-seen";

    private final ModelFactory models;
    private final String model;
    private final int cores;
    private final Map<Map<String, String>, Integer> connections = new LinkedHashMap<>();
    private final Map<Map<String, String>, ConcurrencyModel> present = new LinkedHashMap<>();
    private final Map<ConcurrencyModel, SharedState> shared = new IdentityHashMap<>();
    private final Map<ConcurrencyModel, Integer> loopsSeen = new IdentityHashMap<>();

    Instances(ModelFactory models, String model, int cores, List<ToTrial.Cell> cells) {
        this.models = models;
        this.model = model;
        this.cores = cores;
        cells.forEach(cell -> connections.merge(cell.parameters(), cell.connections(), Math::max));
    }

    /// The instance for a cell, built if there is none.
    ConcurrencyModel of(ToTrial.Cell cell) throws TrialFault {
        ConcurrencyModel instance = present.get(cell.parameters());
        if (instance == null) {
            instance = create(cell.parameters());
            present.put(cell.parameters(), instance);
        }
        return instance;
    }

    /// What the tasks of the cell's instance share.
    SharedState sharedOf(ToTrial.Cell cell) throws TrialFault {
        return Objects.requireNonNull(shared.get(of(cell)), "created with its instance");
    }

    /// Whether the cell's instance is there already.
    boolean stands(ToTrial.Cell cell) {
        return present.containsKey(cell.parameters());
    }

    private ConcurrencyModel create(Map<String, String> parameters) throws TrialFault {
        try {
            SharedState state = new SharedState();
            ConcurrencyModel instance =
                    models.create(model, new Setup(parameters, connections.getOrDefault(parameters, 1), cores, state));
            shared.put(instance, state);
            return instance;
        } catch (Exception | LinkageError e) {
            throw TrialFault.whileCreating(e);
        }
    }

    /// Closes the cell's instance; the next use builds a new one.
    void discard(ToTrial.Cell cell) throws InterruptedException {
        ConcurrencyModel instance = present.remove(cell.parameters());
        if (instance != null) {
            loopsSeen.remove(instance);
            close(instance);
            Objects.requireNonNull(shared.remove(instance), "created with its instance")
                    .close();
        }
    }

    /// Finds out on how many loops the tasks of every instance start that says it has loops.
    void countLoops() throws InterruptedException {
        for (ConcurrencyModel instance : present.values()) {
            String loops = instance.limits().get(LOOPS);
            if (loops != null) {
                OptionalInt seen = LoopCensus.seen(instance, Integer.parseInt(loops));
                if (seen.isPresent()) {
                    loopsSeen.put(instance, seen.getAsInt());
                }
            }
        }
    }

    /// Effective limits by name; where instances differ, all values in order. `loops-seen` stands beside `loops`.
    Map<String, String> limits() {
        Map<String, String> all = new TreeMap<>();
        for (ConcurrencyModel instance : present.values()) {
            Map<String, String> limits = new TreeMap<>(instance.limits());
            Integer seen = loopsSeen.get(instance);
            if (seen != null) {
                limits.put(LOOPS_SEEN, seen.toString());
            }
            limits.forEach((name, value) -> all.merge(name, value, (a, b) -> a.equals(b) ? a : a + ", " + b));
        }
        return all;
    }

    @Override
    public void close() {
        try {
            for (ConcurrencyModel instance : List.copyOf(present.values())) {
                close(instance);
                Objects.requireNonNull(shared.remove(instance), "created with its instance")
                        .close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        present.clear();
    }

    /// On a thread of its own, because a model that lost its way may never return from `close`.
    private static void close(ConcurrencyModel instance) throws InterruptedException {
        Thread closing = Thread.ofPlatform().daemon().name("closing").start(instance::close);
        closing.join(CLOSE_MILLIS);
        if (closing.isAlive()) {
            System.err.println("the model did not close within " + CLOSE_MILLIS + " ms");
        }
    }
}
