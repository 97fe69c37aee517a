package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.StepFailure.Kind;
import dev.asynclab.workload.Task;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// A pool of JVM children fed over pipes, one task at a time each.
///
/// *What it is:* every child is a process with its own heap, its own compiler and its own locks. A thread per child
/// writes the task into a pipe ([TaskCodec]) and waits for the number that comes back; a job or a graph is
/// spread over several ([ProcessModelSteps], [ProcessModelJob], [ProcessModelGraph]). `start: cold` starts a child
/// for every task and ends it afterwards. A pipe has two ends: [ProcessChild] is the child as its parent sees it,
/// [ProcessModelChild] the child itself, which knows its parent as a [ProcessModelParent].
///
/// *In asyncio terms:* `ProcessPoolExecutor`; cold is `multiprocessing.Process` per task, with `spawn`.
///
/// *Good at:* isolation: a child that dies takes one task with it, and no lock is shared, so it gets past a GIL.
///
/// *Breaks when:* tasks are small. Copying the task and waking two processes costs more than a short computation,
/// and starting a JVM costs more than most. Memory is paid once per child.
///
/// *Look at:* `run` (a thread of the parent does nothing but wait) and `giveBack` (how a dead child is replaced).
///
/// *A real system would add:* a time limit per task, recycling of children after so many tasks, shared memory for
/// large data.
public final class ProcessModel implements ConcurrencyModel {

    private final Map<String, String> limits = new TreeMap<>();
    private final ExecutorService tasks;
    private final Queue<ProcessChild> idle = new ConcurrentLinkedQueue<>();
    private final Set<ProcessChild> all = ConcurrentHashMap.newKeySet();
    private final Bulkhead.Registry bulkheads = new Bulkhead.Registry();
    private final SharedState shared;
    private final ExecutorService callers =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("caller-", 0).factory());
    private final boolean cold;
    private final ProcessModelSteps steps;
    private final List<String> command;
    private volatile boolean closed;

    ProcessModel(Setup setup) {
        int width = setup.count("workers");
        this.shared = setup.shared();
        this.cold = setup.text("start").equals("cold");
        int connectionsPerChild = Math.max(1, setup.connections() / width);
        this.command = command(setup.cores(), connectionsPerChild);
        limits.putAll(BlockingCalls.limits("apache", setup.connections()));
        limits.put("processes", String.valueOf(width));
        limits.put("start", setup.text("start"));
        limits.put("channel", setup.text("channel"));
        limits.put("queue", "unbounded");
        limits.put("connections-per-process", String.valueOf(connectionsPerChild));
        limits.put("branches", "threads of the child");
        limits.put("job-lanes", String.valueOf(width));
        limits.put("lock", "a place at the parent's, whatever its kind");
        this.steps = new ProcessModelSteps(width, children, shared);
        this.tasks = Executors.newFixedThreadPool(
                width, Thread.ofPlatform().name("feeder-", 0).factory());
        try {
            for (int i = 0; i < width && !cold; i++) {
                idle.add(startChild());
            }
            for (ProcessChild child : idle) { // they boot side by side
                child.awaitReady();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("no child process could be started", e);
        }
    }

    private static List<String> command(int cores, int connections) {
        var command = new ArrayList<String>();
        command.add(String.join(File.separator, System.getProperty("java.home"), "bin", "java"));
        // One task at a time on one thread: a small heap, and no collector threads to compete with other children.
        command.add("-XX:+UseSerialGC");
        command.add("-Xms32m");
        command.add("-Xmx128m");
        command.add("-XX:ActiveProcessorCount=" + cores);
        // The JVM writes its warnings to standard output, which is our pipe.
        command.add("-Xlog:disable");
        command.add("-Xlog:all=warning:stderr");
        String aotCache = System.getProperty("lab.aot");
        if (aotCache != null) {
            command.add("-XX:AOTCache=" + aotCache);
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ProcessModelChild.class.getName());
        command.add(String.valueOf(connections));
        return command;
    }

    @Override
    public void start(Task task, Completion done) {
        try {
            if (task.steps().stream().anyMatch(ProcessModelSteps::needsSeveral)) {
                callers.execute(() -> runHere(task, done));
            } else {
                tasks.execute(() -> run(task, done));
            }
        } catch (RejectedExecutionException e) {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Completion done) {
        long checksum;
        try {
            checksum = children.with(child -> {
                done.started();
                return child.run(task, done.timeline());
            });
        } catch (StepFailure e) {
            done.failed(e);
            return;
        }
        done.succeeded(checksum);
    }

    private final ProcessModelJob.Children children = new ProcessModelJob.Children() {
        @Override
        public void execute(Runnable feeding) {
            try {
                tasks.execute(feeding);
            } catch (RejectedExecutionException e) {
                throw new CancellationException("the model is closed");
            }
        }

        @Override
        public <T> T with(ProcessModelJob.Work<T> work) throws StepFailure {
            try {
                ProcessChild child = take();
                try {
                    child.awaitReady();
                    return work.with(child);
                } catch (IOException | RuntimeException e) { // nobody knows what the child has read
                    child.close();
                    throw e;
                } finally {
                    giveBack(child);
                }
            } catch (IOException | RuntimeException e) {
                throw closed ? Failures.cancelled() : new StepFailure(Kind.OTHER, "child process lost: " + e);
            }
        }
    };

    /// On a thread of its own: in one that feeds a child it would wait for itself.
    private void runHere(Task task, Completion done) {
        done.started();
        done.timeline().running();
        long checksum;
        try {
            checksum = steps.run(task, done.timeline());
        } catch (StepFailure e) {
            done.failed(e);
            return;
        } catch (RuntimeException | Error e) {
            done.failed(closed ? Failures.cancelled() : Failures.of(e));
            return;
        }
        done.succeeded(checksum);
    }

    /// An idle child; there is one for every thread unless children are cold or one has just died.
    private ProcessChild take() throws IOException {
        for (ProcessChild child = idle.poll(); child != null; child = idle.poll()) {
            if (child.isAlive()) {
                return child;
            }
            giveBack(child); // died while idle
        }
        return startChild();
    }

    /// Starts a process and does not wait for it: several may boot at the same time.
    private ProcessChild startChild() throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var child = new ProcessChild(process, bulkheads, shared);
        all.add(child);
        if (closed) { // races with close(), which sets it before it looks at `all`
            child.close();
            throw new IOException("the model is closed");
        }
        return child;
    }

    /// Keeps a warm child; a dead one is not kept, so that the next task starts its successor.
    private void giveBack(ProcessChild child) {
        if (!cold && child.isAlive()) {
            idle.add(child);
        } else {
            all.remove(child);
            child.close();
        }
    }

    @Override
    public Map<String, String> limits() {
        return Map.copyOf(limits);
    }

    @Override
    public void close() {
        closed = true;
        tasks.shutdown();
        all.forEach(ProcessChild::kill);
        tasks.close();
        callers.close();
        all.forEach(ProcessChild::close);
    }
}
