package dev.asynclab.model;

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
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Straight-line interpretation of a task: one step after the other on the thread that runs it.
///
/// The thread models share it because that is their lesson: the code of a task is the same, and only what a thread
/// is and where branches run differs. Cancelling is interrupting, plus closing the connection in use ([Strand]).
final class BlockingSteps implements AutoCloseable {

    private final BlockingCalls calls;
    private final Executor branches;
    private final Admission admission;
    private final Computing compute;
    private final Set<Strand> running = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor alarms;
    private volatile boolean stopped;

    /// @param branches starts the branches of a `parallel` step; `Runnable::run` runs them in turn
    BlockingSteps(BlockingCalls calls, Executor branches) {
        this(calls, branches, BlockingSteps::compute, new Admission.Local());
    }

    BlockingSteps(BlockingCalls calls, Executor branches, Computing compute, Admission admission) {
        this.calls = calls;
        this.branches = branches;
        this.compute = compute;
        this.admission = admission;
        // One thread for all timeouts; it starts with the first, so tasks without one do not pay for it.
        this.alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("timeouts").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Runs a task on the calling thread and returns its checksum.
    long run(Task task, Timeline timeline) throws StepFailure {
        var strand = new Strand(timeline);
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
            case Compute work -> compute.run(work, strand.timeline());
            case Wait(long nanos) -> await(nanos, strand);
            case Block(long nanos) -> sleep(nanos, strand); // a thread that waits is a thread that blocks
            case Parallel fork -> new Fork(this, fork, taskId, strand).run(branches);
            case Timeout(long nanos, List<Step> covered) -> within(nanos, strand, () -> run(covered, taskId, strand));
            case Limit limit -> inside(limit, taskId, strand);
            case Step.Race _,
                    Step.Retry _,
                    Step.Lock _,
                    Step.Cache _,
                    Step.Update _,
                    Step.Hold _,
                    Step.Send _,
                    Step.Job _,
                    Step.Graph _ -> throw Failures.notExpressed(step);
        };
    }

    private long call(Call call, long taskId, Strand strand) throws StepFailure {
        BlockingCalls.Exchange exchange = calls.exchange(call, taskId);
        return call.timeoutNanos() > 0
                ? within(call.timeoutNanos(), strand, () -> strand.run(exchange))
                : strand.run(exchange);
    }

    static long compute(Compute step, Timeline timeline) {
        return step.globalLock()
                ? GlobalLock.run(step.kernel(), timeline)
                : step.kernel().run();
    }

    private static long await(long nanos, Strand strand) throws StepFailure {
        strand.timeline().waiting();
        try {
            return sleep(nanos, strand);
        } finally {
            strand.timeline().running();
        }
    }

    private static long sleep(long nanos, Strand strand) throws StepFailure {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return 0;
        } catch (InterruptedException e) {
            throw strand.failure(e);
        }
    }

    /// Runs `covered` and stops the strand when it takes too long. Exactly one of alarm and end settles it.
    private long within(long nanos, Strand strand, Covered covered) throws StepFailure {
        var settled = new AtomicBoolean();
        Future<?> alarm = alarms.schedule(
                () -> {
                    if (settled.compareAndSet(false, true)) {
                        strand.stop();
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
        }
        throw Failures.timeout(nanos);
    }

    private long inside(Limit limit, long taskId, Strand strand) throws StepFailure {
        Runnable leave;
        strand.timeline().queued();
        try {
            leave = admission.enter(limit);
        } catch (InterruptedException e) {
            throw strand.failure(e);
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
        calls.close();
    }

    /// How a step computes: with a lock around it or without.
    @FunctionalInterface
    interface Computing {
        long run(Compute step, Timeline timeline);
    }

    @FunctionalInterface
    private interface Covered {
        long run() throws StepFailure;
    }
}
