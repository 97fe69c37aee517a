package dev.asynclab.trial;

import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.wire.WarmUpPoint;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One conversation with the control JVM: orders in, answers out, one order at a time.
///
/// Every order is answered, whatever happens; what cannot be carried out by [FromTrial.Failed].
final class TrialSession {

    private static final long LEAST_PATIENCE_NANOS = 30_000_000_000L;
    private static final long DELAYS = 10;
    private static final FromTrial CANCELLED = new FromTrial.Failed("cancelled", "the order was cancelled");

    private final ModelFactory models;
    private final TrialClock clock;
    private final Consumer<FromTrial> out;
    private final long ageNanos;
    private final Counters counters;
    private final PresentOrder present = new PresentOrder();
    private @Nullable Prepared prepared;
    private ToTrial.@Nullable Cell unfit;
    private Measurement.@Nullable Distribution hiccup;

    /// @param ageNanos age of the process when the session begins
    TrialSession(ModelFactory models, TrialClock clock, Consumer<FromTrial> out, long ageNanos) {
        this.models = models;
        this.clock = clock;
        this.out = out;
        this.ageNanos = ageNanos;
        this.counters = new Counters(clock);
    }

    private record Prepared(ToTrial.Prepare order, Cells cells, Instances instances) {}

    void hello(Map<String, String> capabilities) {
        String implementation = Runtime.version().toString();
        long pid = ProcessHandle.current().pid();
        out.accept(new FromTrial.Hello(FromTrial.VERSION, "java", implementation, pid, capabilities));
    }

    /// Carries out one order on the calling thread and answers it. False after a shutdown, which has no answer.
    boolean carryOut(Orders.Order order) {
        if (order instanceof Orders.Order.Given(ToTrial.Shutdown _)) {
            close();
            return false;
        }
        present.begin();
        FromTrial answer;
        try {
            answer = switch (order) {
                case Orders.Order.Malformed malformed -> throw TrialFault.badOrder(malformed.detail());
                case Orders.Order.Given given -> carryOut(given.message());
            };
        } catch (Throwable e) {
            answer = TrialFault.of(e).message();
        }
        out.accept(present.end() ? CANCELLED : answer);
        discardUnfit();
        return true;
    }

    private FromTrial carryOut(ToTrial message) throws TrialFault, InterruptedException {
        return switch (message) {
            case ToTrial.Prepare prepare -> prepare(prepare, ageNanos);
            case ToTrial.Replace replace -> replace(replace.by());
            case ToTrial.Measure measure -> measure(measure);
            case ToTrial.Reference reference -> reference(reference);
            case ToTrial.Cancel _, ToTrial.Shutdown _ -> throw TrialFault.badOrder("not an order to be queued");
        };
    }

    /// Stops the present order, from any thread. Answered as cancelled also when there was nothing to stop.
    void cancel() {
        if (!present.cancel()) {
            out.accept(CANCELLED);
        }
    }

    /// An error that ended some thread of the process; running out of memory ends the present order.
    void uncaught(Throwable cause) {
        if (cause instanceof VirtualMachineError) {
            present.faults().raise(cause);
        }
    }

    void close() {
        if (prepared != null) {
            prepared.instances().close();
            prepared = null;
        }
    }

    /// After the answer, because a model that lost its way takes long to close.
    private void discardUnfit() {
        if (unfit != null && prepared != null) {
            try {
                prepared.instances().discard(unfit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        unfit = null;
    }

    /// The process is old by now: only what building the model takes counts as its start.
    private FromTrial replace(ToTrial.@Nullable Prepare by) throws TrialFault, InterruptedException {
        if (by == null) {
            throw TrialFault.badOrder("replace without a prepare order under `by`");
        }
        close();
        return prepare(by, 0);
    }

    /// @param ageNanos what the process took before it could build the model
    private FromTrial prepare(ToTrial.Prepare order, long ageNanos) throws TrialFault, InterruptedException {
        if (order.version() != FromTrial.VERSION) {
            throw TrialFault.badOrder(
                    "protocol version " + order.version() + "; this trial speaks " + FromTrial.VERSION);
        }
        if (prepared != null) {
            throw TrialFault.badOrder("already prepared; another model in the same process needs replace");
        }
        Cells cells = new Cells(order.cells());
        long began = clock.nanos();
        Instances instances = new Instances(models, order.model(), order.cores(), cells.all());
        prepared = new Prepared(order, cells, instances);
        try {
            for (ToTrial.Cell cell : cells.all()) {
                instances.of(cell);
            }
            long startNanos = ageNanos + clock.nanos() - began;
            long firstTaskNanos = firstTask(prepared);
            instances.countLoops();
            List<WarmUpPoint> curve = warmUp(prepared);
            return new FromTrial.Ready(startNanos, firstTaskNanos, instances.limits(), curve);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private long firstTask(Prepared trial) throws TrialFault, InterruptedException {
        ToTrial.Cell cell = trial.cells().all().getFirst();
        Kinds kinds = new Kinds(cell.kinds());
        int kind = new KindDraw(cell.kinds(), trial.order().seed()).kind(0);
        long patience = Math.max(LEAST_PATIENCE_NANOS, DELAYS * cell.baseDelayNanos());
        return FirstTask.run(
                trial.instances().of(cell), new Task(0, kinds.steps(kind)), clock, present.faults(), patience);
    }

    private List<WarmUpPoint> warmUp(Prepared trial) throws TrialFault, InterruptedException {
        List<WarmUpPoint> curve = new ArrayList<>();
        for (ToTrial.Cell cell : trial.cells().all()) {
            curve.addAll(warmUp(trial, cell));
        }
        return curve;
    }

    private List<WarmUpPoint> warmUp(Prepared trial, ToTrial.Cell cell) throws TrialFault, InterruptedException {
        int cells = trial.cells().all().size();
        long leastNanos = trial.order().warmUpNanos() / cells;
        if (leastNanos <= 0) {
            return List.of();
        }
        long moreNanos = Math.max(0, cell.leastWarmUpNanos() - leastNanos);
        CellRun.WarmedUp warm = run(trial, cell, Sampling.ofSums(), answer -> {})
                .warmUp(leastNanos + moreNanos, trial.order().warmUpMostNanos() / cells + moreNanos);
        if (!warm.allEnded()) {
            trial.instances().discard(cell);
            trial.instances().of(cell);
        }
        return warm.curve();
    }

    private FromTrial measure(ToTrial.Measure order) throws TrialFault, InterruptedException {
        Prepared trial = prepared();
        ToTrial.Cell cell = trial.cells().get(order.cell());
        if (!trial.instances().stands(cell)) {
            // The cell before left its model behind; this one gets a new one, as warm as the first.
            warmUp(trial, cell);
        }
        // Whatever ends the run early leaves tasks behind, which would run on into the next cell.
        unfit = cell;
        if (hiccup == null && order.windowNanos() >= Hiccups.LEAST_WINDOW_NANOS) {
            hiccup = Hiccups.measure(clock, Hiccups.LENGTH_NANOS);
        }
        ToTrial.Tracing tracing = order.trace();
        Sampling sampling = tracing == null ? Sampling.ofSums() : Sampling.keeping(tracing.tasks());
        CellRun.Outcome outcome = run(trial, cell, sampling, out).measure(order, hiccup);
        if (outcome.allEnded()) {
            unfit = null;
        }
        return new FromTrial.Result(outcome.measurement(), outcome.trace());
    }

    private CellRun run(Prepared trial, ToTrial.Cell cell, Sampling sampling, Consumer<FromTrial> progress)
            throws TrialFault {
        ToTrial.Prepare order = trial.order();
        return new CellRun(
                cell,
                trial.instances().of(cell),
                trial.instances().sharedOf(cell),
                order.cores(),
                order.seed(),
                clock,
                present.faults(),
                counters,
                sampling,
                progress);
    }

    private FromTrial reference(ToTrial.Reference order) throws TrialFault, InterruptedException {
        Prepared trial = prepared();
        ToTrial.Cell cell = trial.cells().get(order.cell());
        return new Reference(cell, trial.order().seed(), clock)
                .rate(trial.order().cores(), order.nanos());
    }

    private Prepared prepared() throws TrialFault {
        if (prepared == null) {
            throw TrialFault.badOrder("nothing is prepared; send prepare first");
        }
        return prepared;
    }
}
