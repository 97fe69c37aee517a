package dev.asynclab.server.fork;

import dev.asynclab.server.record.TrialRecord.HostWindow;
import dev.asynclab.server.record.TrialRecord.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// CPU time of the host and of our processes, read from `/proc` in one go; from outside the trial, so that reading
/// costs the trial nothing. Where `/proc` is missing every figure is null.
///
/// Ticks are 10 ms: over a window of half a second the shares are good to about 2 %.
final class HostCounters {

    private static final long NANOS_PER_TICK = 10_000_000;
    private static final Pattern TIME_WAIT = Pattern.compile("(?m)^TCP: .*?\\btw (\\d+)");

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final long controlPid = ProcessHandle.current().pid();
    private @Nullable Long canaryPid;

    /// One reading.
    ///
    /// @param busyNanos CPU time of the host in user and system mode. Interrupt time is left out: the kernel books
    /// the loopback traffic of our own calls there, and it would look like somebody else's work
    record Reading(
            long nanos,
            long wallMillis,
            @Nullable Long busyNanos,
            @Nullable Long trialNanos,
            @Nullable Long backendNanos,
            @Nullable Long controlNanos,
            @Nullable Long throttledNanos,
            @Nullable Long swappedPages,
            @Nullable Ports ports) {}

    /// From now on the CPU of this process counts as the control JVM's. When it has ended, the control JVM's own
    /// figure holds it: the kernel adds children that were waited for.
    void countAsControl(long pid) {
        canaryPid = pid;
    }

    /// @param trialPid null when no trial runs: nobody's CPU time is known to be 0
    /// @param backendPid null when the run has no backends, likewise
    Reading read(@Nullable Long trialPid, @Nullable Long backendPid) {
        return new Reading(
                System.nanoTime(),
                System.currentTimeMillis(),
                busyNanos(),
                trialPid == null ? Long.valueOf(0) : treeNanos(trialPid),
                backendPid == null ? Long.valueOf(0) : processNanos(backendPid),
                controlNanos(),
                throttledNanos(),
                swappedPages(),
                ports());
    }

    /// The difference of two readings.
    HostWindow window(Reading open, Reading close) {
        long nanos = close.nanos - open.nanos;
        Long busy = minus(close.busyNanos, open.busyNanos);
        Long trial = minus(close.trialNanos, open.trialNanos);
        Long backend = minus(close.backendNanos, open.backendNanos);
        Long control = minus(close.controlNanos, open.controlNanos);
        Double foreign = null;
        if (busy != null && trial != null && backend != null && control != null && nanos > 0) {
            double others = (double) busy - trial - backend - control;
            foreign = Math.clamp(others / ((double) nanos * cores), 0.0, 1.0);
        }
        return new HostWindow(
                nanos,
                cores,
                busy,
                trial,
                backend,
                control,
                foreign,
                minus(close.throttledNanos, open.throttledNanos),
                minus(close.swappedPages, open.swappedPages),
                (close.wallMillis - open.wallMillis) - nanos / 1_000_000,
                close.ports);
    }

    /// Share of the machine that programs other than this one and its children took during `over`; NaN where it
    /// cannot be read. Takes that long.
    double foreignShare(Duration over) throws InterruptedException {
        Reading open = read(controlPid, controlPid);
        Thread.sleep(over);
        Reading close = read(controlPid, controlPid);
        Long busy = minus(close.busyNanos, open.busyNanos);
        // The tree of this process: backends and everything that has ended included.
        Long own = minus(close.trialNanos, open.trialNanos);
        return busy == null || own == null
                ? Double.NaN
                : Math.clamp((double) (busy - own) / ((double) (close.nanos - open.nanos) * cores), 0.0, 1.0);
    }

    private static @Nullable Long minus(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : a - b;
    }

    private static @Nullable Long busyNanos() {
        String stat = read(Path.of("/proc/stat"));
        if (stat == null) {
            return null;
        }
        String[] fields = stat.substring(0, stat.indexOf('\n')).trim().split("\\s+");
        // cpu user nice system idle iowait irq softirq steal ...
        return (Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3])) * NANOS_PER_TICK;
    }

    /// CPU of a process, its ended and waited-for children, and its live descendants.
    private static @Nullable Long treeNanos(long pid) {
        Long own = processNanos(pid);
        if (own == null) {
            return null;
        }
        long sum = own;
        List<Long> descendants = ProcessHandle.of(pid)
                .map(ProcessHandle::descendants)
                .orElse(Stream.empty())
                .map(ProcessHandle::pid)
                .toList();
        for (long descendant : descendants) {
            Long nanos = processNanos(descendant);
            sum += nanos == null ? 0 : nanos;
        }
        return sum;
    }

    private static @Nullable Long processNanos(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        if (stat == null) {
            return null;
        }
        // The command name may hold blanks and brackets; the fields after the last bracket start with the state.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11])
                        + Long.parseLong(fields[12])
                        + Long.parseLong(fields[13])
                        + Long.parseLong(fields[14]))
                * NANOS_PER_TICK;
    }

    private @Nullable Long controlNanos() {
        Long control = processNanos(controlPid);
        Long canary = canaryPid == null ? null : processNanos(canaryPid);
        return control == null || canary == null ? control : Long.valueOf(control + canary);
    }

    private static @Nullable Long throttledNanos() {
        String stat = read(Path.of("/sys/fs/cgroup/cpu.stat"));
        Long micros = stat == null ? null : field(stat, "throttled_usec ");
        return micros == null ? null : micros * 1_000;
    }

    private static @Nullable Long swappedPages() {
        String stat = read(Path.of("/proc/vmstat"));
        Long in = stat == null ? null : field(stat, "pswpin ");
        Long out = stat == null ? null : field(stat, "pswpout ");
        return in == null || out == null ? null : in + out;
    }

    /// The kernel keeps the number of waiting connections at hand; counting the lines of `/proc/net/tcp` would take
    /// milliseconds when there are thousands.
    private static @Nullable Ports ports() {
        String sockets = read(Path.of("/proc/net/sockstat"));
        String range = read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
        return sockets == null || range == null ? null : ports(sockets, range);
    }

    /// @param sockets the text of `/proc/net/sockstat`, with a line `TCP: inuse 27 orphan 0 tw 5 alloc 30 mem 3`
    /// @param range first and last port
    static @Nullable Ports ports(String sockets, String range) {
        Matcher waiting = TIME_WAIT.matcher(sockets);
        String[] ends = range.trim().split("\\s+");
        return waiting.find() && ends.length == 2
                ? new Ports(
                        Integer.parseInt(waiting.group(1)), Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1)
                : null;
    }

    private static @Nullable Long field(String text, String name) {
        return text.lines()
                .filter(l -> l.startsWith(name))
                .map(l -> Long.parseLong(l.substring(name.length()).trim()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }
}
