package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.record.TrialRecord.HostWindow;
import dev.asynclab.server.record.TrialRecord.Ports;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HostCountersTest {

    private static final String SOCKETS = """
            sockets: used 16
            TCP: inuse 27 orphan 0 tw 679 alloc 30 mem 213
            UDP: inuse 0 mem 0
            """;

    /// 32768 to 60999 are 28,232 ports.
    @Test
    void ended_connections_and_ports_come_from_the_kernel() {
        assertEquals(new Ports(679, 28_232), HostCounters.ports(SOCKETS, "32768\t60999\n"));
        assertNull(HostCounters.ports("sockets: used 16\n", "32768\t60999\n"));
    }

    /// In 2 s of a host with `n` cores, 1.5 s of CPU were used: 0.5 by the trial, 0.25 by the backend, 0.05 by the
    /// control JVM. The other 0.7 s are foreign.
    @Test
    void every_figure_is_the_difference_of_two_readings() {
        int cores = Runtime.getRuntime().availableProcessors();
        HostWindow window = new HostCounters()
                .window(
                        reading(7_000_000_000L, 1_000, 100_000_000_000L, 10_000_000_000L, 5_000, 60, new Ports(1, 9)),
                        reading(9_000_000_000L, 2_990, 101_500_000_000L, 10_500_000_000L, 8_000, 64, new Ports(2, 9)));
        assertEquals(2_000_000_000L, window.nanos());
        assertEquals(1_500_000_000L, window.busyNanos());
        assertEquals(500_000_000L, window.trialNanos());
        Double foreign = window.foreignShare();
        assertEquals(0.7 / (2 * cores), foreign == null ? Double.NaN : foreign, 1e-12);
        assertEquals(3_000L, window.throttledNanos());
        assertEquals(4L, window.swappedPages());
        assertEquals(-10, window.wallSkewMillis());
        assertEquals(new Ports(2, 9), window.ports());
    }

    /// A child of this process that belongs to no trial is a foreign program. It has used 0.3 s between the two
    /// readings; the host counts whole ticks of 10 ms and rounds the CPU of every process, hence 0.2.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_program_that_belongs_to_no_trial_is_foreign_whoever_started_it() throws IOException {
        HostCounters counters = new HostCounters();
        Process spinner = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            HostCounters.Reading open = counters.read(null, null);
            Duration before = cpu(spinner);
            while (cpu(spinner).minus(before).toMillis() < 300) {
                Thread.onSpinWait();
            }
            HostWindow window = counters.window(open, counters.read(null, null));
            Double share = window.foreignShare();
            double seconds = (share == null ? Double.NaN : share) * window.nanos() * window.cores() / 1e9;
            assertTrue(seconds >= 0.2, seconds + " s of foreign CPU");
        } finally {
            spinner.destroyForcibly();
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// CPU time only grows: counted twice, this process has used at least twice what it had used before.
    @Test
    @EnabledOnOs(OS.LINUX)
    void the_canary_counts_as_part_of_the_control_jvm() {
        long self = ProcessHandle.current().pid();
        HostCounters counters = new HostCounters();
        Long alone = counters.read(self, null).controlNanos();
        counters.countAsControl(self);
        Long both = counters.read(self, null).controlNanos();
        assertTrue(alone != null && both != null && alone > 0 && both >= 2 * alone, alone + " " + both);
    }

    /// Backend and control go on with half and a tenth of the trial's clock, give or take their own beginnings.
    private static HostCounters.Reading reading(
            long nanos, long wallMillis, long busy, long trial, long throttled, long swapped, Ports ports) {
        return new HostCounters.Reading(
                nanos, wallMillis, busy, trial, trial / 2 + 77, trial / 10 + 33, throttled, swapped, ports);
    }
}
