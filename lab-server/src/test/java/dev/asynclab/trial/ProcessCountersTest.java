package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessCountersTest {

    @Test
    void process_time_goes_on_in_steps_far_below_the_ten_milliseconds_of_the_clock_tick() {
        Long before = NativeClocks.processNanos();
        Long after = NativeClocks.processNanos();
        while (after != null && after.equals(before)) {
            after = NativeClocks.processNanos();
        }
        assertNotNull(before);
        assertNotNull(after);
        assertTrue(after > before && after % 10_000_000 != 0);
    }

    /// A child that counts until it is told the answer costs CPU while it lives and after it has ended.
    @Test
    void the_cpu_of_a_child_counts_while_it_lives_and_after_it_has_ended() throws IOException, InterruptedException {
        ChildProcesses children = new ChildProcesses(TrialClock.system());
        Long before = children.cpuNanos();
        Process child = new ProcessBuilder(
                        "sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo x; read y")
                .start();
        child.inputReader().readLine();
        children.sample();
        Long alive = children.cpuNanos();
        children.resetPeaks();
        assertEquals(1, children.peak());
        assertTrue(children.residentPeakBytes() > 0);

        child.outputWriter().close();
        child.waitFor();
        Long ended = children.cpuNanos();

        assertNotNull(before);
        assertNotNull(alive);
        assertNotNull(ended);
        assertTrue(alive > before, alive + " after " + before);
        // Ended children are added up in whole microseconds of user and of system time.
        assertTrue(ended >= alive - 2_000, ended + " after " + alive);
    }

    @Test
    void the_compiler_and_the_collector_are_told_apart_from_the_rest() {
        SystemThreads.Cpu threads = new SystemThreads().read();
        assertTrue(!threads.compilers().isEmpty() && !threads.collectors().isEmpty(), "both are there: " + threads);
        assertEquals(30L, SystemThreads.between(Map.of(1L, 5L, 2L, 7L), Map.of(1L, 15L, 3L, 20L)));
        assertNull(SystemThreads.between(Map.of(), Map.of()));
    }

    @Test
    void switches_and_memory_can_be_read() {
        ResourceUsage usage = ResourceUsage.self();
        assertNotNull(usage);
        assertTrue(usage.voluntary() > 0 && usage.cpuNanos() > 0);
        Long resident = ProcStatus.residentBytes();
        assertNotNull(resident);
        Long peak = ProcStatus.residentPeakBytes();
        assertNotNull(peak);
        // A virtual machine with JUnit in it has 20 MB at least and no terabyte: the unit is bytes.
        assertTrue(resident > 20_000_000 && resident < 1_000_000_000_000L, "resident " + resident);
        assertTrue(peak >= 20_000_000);
        assertNull(ProcStatus.residentPeakBytes(Integer.MAX_VALUE));
    }

    /// Growth of 300 bytes outside the heap and 200 live inside, over ten tasks.
    @Test
    void memory_per_task_adds_both_parts() {
        MemoryReading idle = new MemoryReading(1_000, 500);
        MemoryReading loaded = new MemoryReading(1_300, 700);
        assertEquals(50.0, MemoryReading.perTask(idle, loaded, 10));
        assertNull(MemoryReading.perTask(idle, loaded, 9));
        assertNull(MemoryReading.perTask(null, loaded, 10));
    }
}
