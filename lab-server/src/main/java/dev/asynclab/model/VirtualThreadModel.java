package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// A virtual thread per task, and blocking code in it.
///
/// *What it is:* every task gets a thread of its own, as if threads were free. They nearly are: a virtual thread is
/// an object on the heap that sits on a carrier (a platform thread) only while it runs. Waiting for an answer takes
/// it off the carrier, so that two carriers serve thousands of waiting tasks.
///
/// *In asyncio terms:* `await` everywhere without writing it. Every blocking call is a place where the scheduler
/// may go on with another task; but tasks run on all carriers at once, so shared state needs locks, as with
/// threads.
///
/// *Good at:* many tasks that wait. The code stays straight-line, with stack traces and `try`/`finally`.
///
/// *Breaks when:* tasks compute. A carrier is only left at a blocking call, so as many long computations as there
/// are carriers hold up every short task. It also puts no limit on anything: what is scarce needs a `limit`.
///
/// *Look at:* `tasks` (nothing is pooled: a thread is used once), and `run`, the same lines as in
/// [PlatformThreadModel]. The carriers are not set here but by `-Djdk.virtualThreadScheduler.parallelism`.
///
/// *A real system would add:* limits in front of what it calls, and a look at `jdk.VirtualThreadPinned` events.
public final class VirtualThreadModel implements ConcurrencyModel {

    private static final String CARRIERS = System.getProperty(
            "jdk.virtualThreadScheduler.parallelism",
            String.valueOf(Runtime.getRuntime().availableProcessors()));

    private final Map<String, String> limits = new TreeMap<>();
    private final ExecutorService tasks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("task-", 0).factory());
    private final ExecutorService branches = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("branch-", 0).factory());
    private final BlockingSteps steps;

    VirtualThreadModel(Setup setup) {
        limits.put("threads", "one per task");
        limits.put("carriers", CARRIERS);
        limits.put("branches", "one virtual thread each");
        limits.put("job-lanes", CARRIERS);
        limits.putAll(BlockingCalls.limits(setup.text("client"), setup.connections()));
        // A payload goes to a virtual thread of its own, like everything else.
        var crew = new Crew(branches, false, Integer.parseInt(CARRIERS), Optional.of(branches), Crew::compute);
        this.steps =
                new BlockingSteps(BlockingCalls.named(setup.text("client"), setup.connections()), crew, setup.shared());
    }

    @Override
    public void start(Task task, Completion done) {
        try {
            tasks.execute(() -> run(task, done));
        } catch (RejectedExecutionException e) {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Completion done) {
        done.started();
        long checksum;
        try {
            checksum = steps.run(task, done.timeline());
        } catch (StepFailure e) {
            done.failed(e);
            return;
        }
        done.succeeded(checksum);
    }

    @Override
    public Map<String, String> limits() {
        return Map.copyOf(limits);
    }

    @Override
    public void close() {
        tasks.shutdown();
        steps.stop();
        tasks.close();
        branches.close();
        steps.close();
    }
}
