package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Block;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.Step.Compute;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.Step.Timeout;
import dev.asynclab.workload.Step.Wait;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Straight-line interpretation of a task: one step after the other on the thread that runs it.
///
/// The thread models share it because that is their lesson: the code of a task is the same, and only what a thread
/// is and where branches run differs ([Crew]). Cancelling is interrupting, plus closing the connection in use
/// ([Strand]). Steps with more to them are written in [BlockingChoices], [BlockingShared], [BlockingJob] and
/// [BlockingGraph].
final class BlockingSteps implements AutoCloseable {

    private final BlockingCalls calls;
    private final Crew crew;
    private final Admission admission;
    private final BlockingChoices choices;
    private final BlockingShared common;
    private final Cancellations cancellations;
    private final Divided divided;
    private final Set<Strand> running = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor alarms;
    private volatile boolean stopped;

    BlockingSteps(BlockingCalls calls, Crew crew, SharedState shared) {
        this(calls, crew, shared, new Admission.Local(), new OnLanes(crew, shared));
    }

    BlockingSteps(BlockingCalls calls, Crew crew, SharedState shared, Admission admission, Divided divided) {
        this.calls = calls;
        this.crew = crew;
        this.admission = admission;
        this.choices = new BlockingChoices(this, crew.branches());
        this.common = new BlockingShared(this, crew, admission, shared);
        this.cancellations = shared.cancellations();
        this.divided = divided;
        // One thread for all timeouts; it starts with the first, so tasks without one do not pay for it.
        this.alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timeouts").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// What is cut into parts by its nature, and by each model along its threads.
    interface Divided {
        long job(Step.Job job, Strand strand) throws StepFailure;

        long graph(Step.Graph graph, long taskId, Strand strand, BlockingSteps steps) throws StepFailure;
    }

    /// Parts on as many lanes as the crew has.
    private record OnLanes(Crew crew, SharedState shared) implements Divided {
        @Override
        public long job(Step.Job job, Strand strand) throws StepFailure {
            return BlockingJob.run(job, crew, shared, strand);
        }

        @Override
        public long graph(Step.Graph graph, long taskId, Strand strand, BlockingSteps steps) throws StepFailure {
            return new BlockingGraph(graph, taskId, steps, crew.branches(), shared).run(strand);
        }
    }

    /// Runs a task on the calling thread and returns its checksum.
    long run(Task task, Timeline timeline) throws StepFailure {
        var strand = new Strand(timeline, cancellations);
        running.add(strand);
        try {
            if (stopped) { // races with stop(), which sets it before it looks at `running`
                throw Failures.cancelled();
            }
            return run(task.steps(), task.id(), strand);
        } catch (RuntimeException | Error e) {
            throw Failures.of(e);
        } finally {
            running.remove(strand);
            strand.end();
        }
    }

    /// Steps one after the other; returns the sum of their results.
    long run(List<Step> steps, long taskId, Strand strand) throws StepFailure {
        long sum = 0;
        for (Step step : steps) {
            strand.check();
            sum += run(step, taskId, strand);
        }
        return sum;
    }

    private long run(Step step, long taskId, Strand strand) throws StepFailure {
        return switch (step) {
            case Call call -> call(call, taskId, strand);
            case Compute(Kernel kernel, boolean globalLock) ->
                crew.computing().run(kernel::run, globalLock, strand.timeline());
            case Wait(long nanos) -> await(nanos, strand);
            case Block(long nanos) -> sleep(nanos, strand); // a thread that waits is a thread that blocks
            case Parallel fork -> new Fork(this, fork, taskId).run(strand, crew.branches());
            case Timeout(long nanos, List<Step> covered) -> within(nanos, strand, () -> run(covered, taskId, strand));
            case Limit limit -> inside(limit, taskId, strand);
            case Step.Race race -> choices.race(race, taskId, strand);
            case Step.Retry retry -> choices.retry(retry, taskId, strand);
            case Step.Lock lock -> common.locked(lock, taskId, strand);
            case Step.Cache cache -> common.cached(cache, taskId, strand);
            case Step.Update update -> common.update(update, strand);
            case Step.Hold hold -> common.hold(hold, strand);
            case Step.Send send -> common.send(send, strand);
            case Step.Job job -> divided.job(job, strand);
            case Step.Graph graph -> divided.graph(graph, taskId, strand, this);
        };
    }

    private long call(Call call, long taskId, Strand strand) throws StepFailure {
        BlockingCalls.Exchange exchange = calls.exchange(call, taskId);
        return call.timeoutNanos() > 0
                ? within(call.timeoutNanos(), strand, () -> strand.run(exchange))
                : strand.run(exchange);
    }

    /// Waits the thread's way: it sleeps.
    static long await(long nanos, Strand strand) throws StepFailure {
        strand.timeline().waiting();
        try {
            return sleep(nanos, strand);
        } finally {
            strand.timeline().running();
        }
    }

    private static long sleep(long nanos, Strand strand) throws StepFailure {
        return strand.blocking(() -> {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return 0L;
        });
    }

    /// Runs `covered` and stops that stretch of the strand when it takes too long. Exactly one of alarm and end
    /// settles it.
    private long within(long nanos, Strand strand, Covered covered) throws StepFailure {
        var settled = new AtomicBoolean();
        Strand.Section section = strand.section();
        Cancellation cancellation = cancellations.in(nanos);
        Future<?> alarm = alarms.schedule(
                () -> {
                    if (settled.compareAndSet(false, true)) {
                        cancellation.begin();
                        section.stop();
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
        try {
            long result = covered.run();
            if (settled.compareAndSet(false, true)) {
                return result;
            }
        } catch (StepFailure e) {
            if (settled.compareAndSet(false, true)) {
                throw e;
            }
        } finally {
            alarm.cancel(false);
            section.close();
        }
        cancellation.ended();
        throw Failures.timeout(nanos);
    }

    /// Runs steps inside a bulkhead, waiting for a place in its line.
    long inside(Limit limit, long taskId, Strand strand) throws StepFailure {
        strand.timeline().queued();
        Runnable leave;
        try {
            leave = strand.blocking(() -> admission.enter(limit));
        } finally {
            strand.timeline().running();
        }
        try {
            return run(limit.steps(), taskId, strand);
        } finally {
            leave.run();
        }
    }

    /// Stops the tasks that run; those that come later fail at once.
    void stop() {
        stopped = true;
        running.forEach(Strand::stop);
    }

    /// Closes the connections; to be called when no task runs any more.
    @Override
    public void close() {
        alarms.close();
        common.close();
        calls.close();
    }

    @FunctionalInterface
    private interface Covered {
        long run() throws StepFailure;
    }
}
