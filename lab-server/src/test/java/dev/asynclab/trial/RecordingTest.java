package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.wire.ProcessFigures.Carriers;
import dev.asynclab.wire.ProcessFigures.Drift;
import dev.asynclab.wire.ProcessFigures.Pauses;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The meters against quantities that are known some other way.
@EnabledOnOs(OS.LINUX)
class RecordingTest {

    @SuppressWarnings("unused") // keeps the arrays of a test from being optimised away
    private static volatile Object sink = new Object();

    /// A thread spins until its own clock has gone on by 50 ms: the process has used at least as much, and never
    /// more than all cores could give in the time that passed, plus a clock tick of 10 ms each.
    @Test
    void process_cpu_holds_the_cpu_of_a_known_spin() {
        long cores = Runtime.getRuntime().availableProcessors();
        long wall = System.nanoTime();
        Long before = NativeClocks.processNanos();
        long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from < 50_000_000) {
            Thread.onSpinWait();
        }
        Long after = NativeClocks.processNanos();
        assertNotNull(before);
        assertNotNull(after);
        long passed = System.nanoTime() - wall;
        assertTrue(after - before >= 50_000_000, "CPU " + (after - before));
        assertTrue(after - before <= cores * (passed + 10_000_000), "CPU " + (after - before) + " in " + passed);
    }

    /// A thread parks 200 times, and each time the kernel is asked whether it sleeps before it is woken: as many
    /// voluntary switches at least.
    @Test
    void hand_offs_show_as_voluntary_switches() throws InterruptedException, IOException {
        int handOffs = 200;
        AtomicInteger woken = new AtomicInteger();
        ResourceUsage before = ResourceUsage.self();
        Thread parking = Thread.ofPlatform().name("hand-off").start(() -> {
            while (woken.get() < handOffs) {
                LockSupport.park();
                woken.incrementAndGet();
            }
        });
        Path task = task("hand-off");
        for (int i = 0; i < handOffs; i++) {
            while (woken.get() < i || !Files.readString(task.resolve("stat")).contains(") S ")) {
                Thread.onSpinWait();
            }
            LockSupport.unpark(parking);
        }
        parking.join();
        ResourceUsage after = ResourceUsage.self();
        assertNotNull(before);
        assertNotNull(after);
        assertTrue(after.voluntary() - before.voluntary() >= handOffs, before + " " + after);
    }

    /// The kernel's folder of a thread, once it has taken its name.
    private static Path task(String name) throws IOException {
        while (true) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                Optional<Path> found =
                        tasks.filter(t -> comm(t).strip().equals(name)).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
    }

    private static String comm(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "";
        }
    }

    /// A thousand arrays of 100,000 bytes by as many virtual threads, each counted when its thread has ended.
    @Test
    void allocation_counts_the_arrays_of_virtual_threads() throws InterruptedException {
        Long before = JvmCounters.read().allocatedBytes();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            threads.add(Thread.ofVirtual().start(() -> sink = new byte[100_000]));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Long after = JvmCounters.read().allocatedBytes();
        assertNotNull(before);
        assertNotNull(after);
        assertTrue(after - before >= 100_000_000, "allocated " + (after - before));
    }

    /// Sharing pages can only make the sum of proportional sizes smaller than the sum of resident sizes.
    @Test
    void the_proportional_set_of_a_tree_is_at_most_its_resident_set() throws IOException, InterruptedException {
        ChildProcesses children = new ChildProcesses(TrialClock.system());
        children.resetPeaks();
        assertNull(children.proportionalBytes());
        Process child = new ProcessBuilder("sh", "-c", "echo up; read line").start();
        child.inputReader().readLine();
        children.resetPeaks();
        Long proportional = children.proportionalBytes();
        Long own = ProcStatus.residentPeakBytes();
        Long ofChild = ProcStatus.residentPeakBytes(child.pid());
        child.outputWriter().close();
        child.waitFor();
        assertNotNull(proportional);
        assertNotNull(own);
        assertNotNull(ofChild);
        // A virtual machine with JUnit in it has 20 MB at least.
        assertTrue(proportional > 20_000_000 && proportional <= own + ofChild, proportional + " of " + own);
    }

    @Test
    void an_open_file_is_one_descriptor_more() throws IOException {
        Path file = Path.of("/proc/self/status");
        List<java.io.InputStream> open = new ArrayList<>();
        Long before = OpenFiles.now();
        for (int i = 0; i < 50; i++) {
            open.add(Files.newInputStream(file));
        }
        Long after = OpenFiles.now();
        for (java.io.InputStream stream : open) {
            stream.close();
        }
        assertNotNull(before);
        assertNotNull(after);
        // Other threads of the virtual machine may close a handful of theirs meanwhile.
        assertTrue(after - before >= 40, before + " then " + after);
    }

    /// Collections are asked for between two readings of `System.nanoTime`: their pauses lie inside, so they were
    /// written down by the same clock, and together they are no longer than the time between.
    @Test
    void pauses_are_timed_by_the_clock_of_the_trial(@TempDir Path folder) throws JMException {
        Path file = folder.resolve("pauses.log");
        log("output=" + file, "what=safepoint=info", "decorators=timenanos,tags");
        PauseLog pauses = new PauseLog(file);
        System.gc();
        pauses.forget();
        long from = System.nanoTime();
        System.gc();
        System.gc();
        long to = System.nanoTime();
        Pauses seen = pauses.between(from, to);
        log("output=" + file, "what=all=off");
        assertNotNull(seen);
        assertTrue(seen.count() >= 2 && seen.totalNanos() <= to - from, seen + " in " + (to - from));
        assertTrue(seen.longestNanos() > 0 && seen.longestNanos() < seen.totalNanos());
        assertNull(new PauseLog(null).between(from, to));
    }

    private static void log(String... arguments) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmLog",
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
    }

    /// Three pauses end at 100, 200 and 300; the window from 100 to 300 holds the first two: 7 + 9.
    @Test
    void only_pauses_of_the_window_count() {
        Stream<String> lines = Stream.of(
                "[100ns][safepoint] Safepoint \"G1CollectForAllocation\", At safepoint: 5 ns, Total: 7 ns, Threads: 0",
                "[150ns][gc       ] GC(1) Pause Young (Normal) 97M->32M(256M) 5.639ms",
                "[200ns][safepoint] Safepoint \"Cleanup\", At safepoint: 5 ns, Total: 9 ns, Threads: 0",
                "[300ns][safepoint] Safepoint \"Cleanup\", At safepoint: 5 ns, Total: 11 ns, Threads: 0",
                "[3");
        assertEquals(new Pauses(2, 16, 9), PauseLog.between(lines, 100, 300));
    }

    @Test
    void a_heap_after_collection_belongs_to_a_collection_of_the_window() {
        System.gc();
        long collections = JvmCounters.read().gcCount();
        Long left = JvmCounters.heapAfterGcBytes(collections - 1);
        Long limit = JvmCounters.heapMaxBytes();
        assertNotNull(left);
        assertNotNull(limit);
        assertTrue(left > 0 && left < limit, left + " of " + limit);
        assertNull(JvmCounters.heapAfterGcBytes(collections + 1_000));
    }

    /// Looks at (pool, mounted, queued) = (2, 2, 6), (3, 1, 0): means 1.5 and 3.
    @Test
    void carriers_are_averaged_over_the_looks() {
        CarrierSampler sampler = new CarrierSampler();
        sampler.add(9, 9, 9);
        sampler.reset();
        assertNull(sampler.carriers());
        sampler.add(2, 2, 6);
        sampler.add(3, 1, 0);
        Carriers carriers = sampler.carriers();
        assertNotNull(carriers);
        assertEquals(new Carriers(carriers.parallelism(), 3, 1.5, 2, 3, 6), carriers);
        assertTrue(carriers.parallelism() > 0);
    }

    /// A look every second for 9 s; 100 tasks a second at 10 ms, from the sixth second on at 8 ms each. The thirds
    /// are 0 to 3 s and 6 to 9 s.
    @Test
    void drift_compares_the_first_third_with_the_last() {
        CpuDrift steadiness = new CpuDrift();
        long cpu = 0;
        for (int second = 0; second <= 9; second++) {
            steadiness.look(second * 1_000_000_000L, cpu, second * 100L);
            cpu += 100 * (second < 6 ? 10_000_000L : 8_000_000L);
        }
        Drift drift = steadiness.drift();
        assertEquals(new Drift(10e6, 8e6), drift);
        assertNotNull(drift);
        assertEquals(0.8, drift.ratio(), 1e-12);
    }

    @Test
    void drift_needs_cpu_and_tasks_in_both_thirds() {
        CpuDrift little = new CpuDrift();
        CpuDrift idle = new CpuDrift();
        for (int second = 0; second <= 9; second++) {
            little.look(second, second * 1_000_000L, second * 100L);
            idle.look(second, second * 1_000_000_000L, 40 * Math.min(second, 5));
        }
        assertNull(little.drift());
        assertNull(idle.drift());
    }

    /// Thirds of 3 s: 13 tasks a second are 39 in each, 14 are 42.
    @Test
    void drift_is_not_told_from_a_handful_of_tasks() {
        CpuDrift few = new CpuDrift();
        CpuDrift enough = new CpuDrift();
        for (int second = 0; second <= 9; second++) {
            few.look(second, second * 1_000_000_000L, second * 13L);
            enough.look(second, second * 1_000_000_000L, second * 14L);
        }
        assertNull(few.drift());
        assertNotNull(enough.drift());
    }

    /// A clock whose parking always comes back 0.25 ms late.
    @Test
    void a_hiccup_is_the_overshoot_of_a_sleep() throws InterruptedException {
        FakeClock exact = new FakeClock();
        TrialClock late = new TrialClock() {
            @Override
            public long nanos() {
                return exact.nanos();
            }

            @Override
            public void park(long untilNanos) {
                exact.park(untilNanos + 250_000);
            }
        };
        // 1.25 ms a turn: 1,250 ms hold 1,000 of them, enough for the 99th percentile.
        Distribution hiccup = Hiccups.measure(late, 1_250_000_000);
        assertEquals(1_000, hiccup.count());
        assertNotNull(hiccup.p99());
        // The histogram's unit is 512 ns: the largest power of two below 1 us.
        assertEquals(250e3, (double) hiccup.p99(), 512);
    }

    /// Everything the same but one figure, which has gone on by a known amount.
    @Test
    void counters_are_differences_over_the_window() {
        Counters counters = new Counters(TrialClock.system());
        Counters.Edge from = Counters.edge(Counters.Quick.read(), counters.slow());
        JvmCounters jvm = from.jvm();
        ResourceUsage usage = from.usage();
        assertNotNull(usage);
        assertNotNull(jvm.allocatedBytes());
        assertNotNull(from.cpuNanos());
        Counters.Edge to = new Counters.Edge(
                from.cpuNanos() + 11,
                new ResourceUsage(usage.cpuNanos(), usage.voluntary() + 12, usage.involuntary() + 13),
                new JvmCounters(jvm.allocatedBytes() + 14, jvm.gcNanos() + 15, jvm.gcCount() + 16, jvm.jitNanos() + 17),
                from.systemThreads(),
                from.childrenNanos(),
                from.openFiles());
        Counters.Used used = counters.between(from, to);
        assertEquals(11L, used.cpuNanos());
        assertEquals(12L, used.voluntarySwitches());
        assertEquals(13L, used.involuntarySwitches());
        assertEquals(14L, used.allocatedBytes());
        assertEquals(15, used.gcNanos());
        assertEquals(16, used.gcCount());
        assertEquals(17, used.jitNanos());
        assertEquals(0L, used.jitCpuNanos());
        assertEquals(0L, used.gcCpuNanos());
    }
}
