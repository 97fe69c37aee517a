package dev.asynclab.trial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CPU of the virtual machine's compiler and collector threads, per operating-system thread (Linux).
///
/// They work for the lab's own warm-up as much as for the tasks, and at times of their own choosing, so they are
/// taken out of CPU per task and shown apart. The `VM Thread` stays in: safepoints belong to the model's work.
final class SystemThreads {

    /// Beginnings of thread names, which Linux cuts to 15 characters.
    private static final List<String> NAMES = List.of(
            "C1 CompilerThre",
            "C2 CompilerThre",
            "G1 ",
            "GC Thread",
            "ZDirector",
            "ZDriver",
            "ZStat",
            "ZUncommitter",
            "ZWorker",
            "Shenandoah");

    /// With more threads than this the list of names is not read again: that would take longer than a window
    /// edge may.
    private static final int MANY = 500;

    private static final Path TASKS = Path.of("/proc/self/task");

    private List<Long> known = List.of();

    /// CPU nanoseconds so far by thread id; empty where this cannot be read.
    Map<Long, Long> read() {
        Integer threads = ProcStatus.threads();
        if (threads == null) {
            return Map.of();
        }
        if (known.isEmpty() || threads < MANY) {
            known = find();
        }
        Map<Long, Long> nanos = new HashMap<>();
        for (Long tid : known) {
            Long cpu = NativeClocks.threadNanos(tid);
            if (cpu != null) {
                nanos.put(tid, cpu);
            }
        }
        return nanos;
    }

    /// CPU between two readings. A compiler thread that ended in between takes its last part with it.
    static @Nullable Long between(Map<Long, Long> from, Map<Long, Long> to) {
        if (to.isEmpty()) {
            return null;
        }
        long sum = 0;
        for (Map.Entry<Long, Long> entry : to.entrySet()) {
            sum += entry.getValue() - from.getOrDefault(entry.getKey(), 0L);
        }
        return sum;
    }

    private static List<Long> find() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            List<Long> found = new java.util.ArrayList<>();
            for (Path task : tasks) {
                if (isSystem(task)) {
                    found.add(Long.valueOf(task.getFileName().toString()));
                }
            }
            return found;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isSystem(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            return NAMES.stream().anyMatch(name::startsWith);
        } catch (IOException e) {
            return false;
        }
    }
}
