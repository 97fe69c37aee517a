package dev.asynclab.cli;

import dev.asynclab.api.Figures;
import dev.asynclab.cli.DoctorCommand.Finding;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads what the kernel says about this machine. On a system without `/proc` the findings that need it are left
/// out.
final class Machine {
    private static final int ENOUGH_CORES = 2;
    private static final long ENOUGH_MEMORY_BYTES = 3L << 30;
    private static final long ENOUGH_FILES = 20_000;
    private static final int ENOUGH_PORTS = 20_000;
    private static final long ENOUGH_DISK_BYTES = 1L << 30;

    /// Share of CPU time other programs may take before figures suffer.
    private static final double QUIET = 0.10;

    private static final Duration WATCHED = Duration.ofMillis(500);

    private Machine() {}

    /// Takes half a second, in which the machine's own business is watched.
    static List<Finding> findings(Home home) throws InterruptedException {
        return java.util.stream.Stream.of(
                        Optional.of(cores()),
                        memory(),
                        openFiles(),
                        Optional.of(jdk()),
                        host(),
                        ports(),
                        Optional.of(disk(home.data())),
                        Optional.of(dataFolder(home.data())),
                        Optional.of(python()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Finding(
                "cores",
                cores >= ENOUGH_CORES,
                Integer.toString(cores),
                "with one core a backend and a model share it: read CPU-bound verdicts with care");
    }

    private static Optional<Finding> memory() {
        return field(Path.of("/proc/meminfo"), "MemAvailable:").map(kib -> {
            long bytes = kib * 1024;
            return new Finding(
                    "memory",
                    bytes >= ENOUGH_MEMORY_BYTES,
                    Figures.bytes((double) bytes) + " available",
                    "close other programs; trials of many threads or processes want 3 GiB");
        });
    }

    private static Optional<Finding> openFiles() {
        return lines(Path.of("/proc/self/limits")).stream()
                .filter(l -> l.startsWith("Max open files"))
                .map(l -> l.substring("Max open files".length()).strip().split("\\s+", -1)[1])
                .findFirst()
                .map(hard -> {
                    // The JVM raises its soft limit to the hard one, and children inherit that.
                    long limit = "unlimited".equals(hard) ? Long.MAX_VALUE : Long.parseLong(hard);
                    return new Finding(
                            "open files",
                            limit >= ENOUGH_FILES,
                            hard,
                            "ulimit -n 65536 (10k connections need two files each)");
                });
    }

    private static Finding jdk() {
        var version = Runtime.version();
        return new Finding(
                "JDK",
                version.feature() == 25,
                version + " (" + System.getProperty("java.vendor", "") + ")",
                "use JDK 25: another version schedules virtual threads differently");
    }

    private static Optional<Finding> host() throws InterruptedException {
        Path stat = Path.of("/proc/stat");
        Optional<long[]> before = cpuTicks(stat);
        Thread.sleep(WATCHED);
        Optional<long[]> after = cpuTicks(stat);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        double busy = busyShare(before.get(), after.get());
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Optional.of(new Finding(
                "host",
                busy <= QUIET,
                "%s busy over 0.5 s, load average %.1f".formatted(Figures.percent(busy), load),
                "wait until other programs are done: they take the CPU time the models compete for"));
    }

    /// Share of time not idle between two readings of the first line of `/proc/stat`: user nice system idle
    /// iowait ...
    static double busyShare(long[] before, long[] after) {
        long total = Arrays.stream(after).sum() - Arrays.stream(before).sum();
        long idle = after[3] + after[4] - before[3] - before[4];
        return total <= 0 ? 0 : (double) (total - idle) / total;
    }

    private static Optional<long[]> cpuTicks(Path stat) {
        return lines(stat).stream()
                .filter(l -> l.startsWith("cpu "))
                .findFirst()
                .map(l -> Arrays.stream(l.substring(4).strip().split("\\s+", -1))
                        .limit(8)
                        .mapToLong(Long::parseLong)
                        .toArray());
    }

    private static Optional<Finding> ports() {
        return lines(Path.of("/proc/sys/net/ipv4/ip_local_port_range")).stream()
                .findFirst()
                .map(l -> l.strip().split("\\s+", -1))
                .map(range -> {
                    int count = Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
                    return new Finding(
                            "ports",
                            count >= ENOUGH_PORTS,
                            count + " ephemeral",
                            "sysctl net.ipv4.ip_local_port_range='10240 65535'");
                });
    }

    private static Finding disk(Path data) {
        Path existing = data;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            return new Finding(
                    "disk",
                    free >= ENOUGH_DISK_BYTES,
                    Figures.bytes((double) free) + " free",
                    "free some space: histograms and reports of a run take a few MiB");
        } catch (IOException failure) {
            return new Finding("disk", false, "unknown: " + failure.getMessage(), "set LAB_DATA to a local folder");
        }
    }

    private static Finding dataFolder(Path data) {
        boolean usable = Files.notExists(data) || (Files.isDirectory(data) && Files.isWritable(data));
        String state = Files.exists(data) ? "" : " (made by the first run)";
        return new Finding("data", usable, data + state, "make it writable, or set LAB_DATA to another folder");
    }

    private static Finding python() {
        String path = System.getenv().getOrDefault("PATH", "");
        Optional<Path> found = Arrays.stream(path.split(java.io.File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "python3"))
                .filter(Files::isExecutable)
                .findFirst();
        return new Finding(
                "python3",
                found.isPresent(),
                found.map(Path::toString).orElse("not found"),
                "install CPython 3 to measure the python models; all others work without");
    }

    private static Optional<Long> field(Path file, String name) {
        return lines(file).stream()
                .filter(l -> l.startsWith(name))
                .map(l -> Long.parseLong(l.substring(name.length()).strip().split("\\s+", -1)[0]))
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
