package dev.asynclab.trial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

    private static final List<String> COLLECTORS =
            List.of("G1 ", "GC Thread", "ZDirector", "ZDriver", "ZStat", "ZUncommitter", "ZWorker", "Shenandoah");

    /// With more threads than this the list of names is not read again: that would take longer than a window
    /// edge may.
    private static final int MANY = 500;

    private static final Path TASKS = Path.of("/proc/self/task");

    private List<Known> known = List.of();

    private record Known(long tid, boolean compiler) {}

    /// CPU nanoseconds so far by thread id; both empty where this cannot be read.
    record Cpu(Map<Long, Long> compilers, Map<Long, Long> collectors) {}

    Cpu read() {
        Cpu cpu = new Cpu(new HashMap<>(), new HashMap<>());
        Integer threads = ProcStatus.threads();
        if (threads == null) {
            return cpu;
        }
        if (known.isEmpty() || threads < MANY) {
            known = find();
        }
        for (Known thread : known) {
            Long nanos = NativeClocks.threadNanos(thread.tid());
            if (nanos != null) {
                (thread.compiler() ? cpu.compilers() : cpu.collectors()).put(thread.tid(), nanos);
            }
        }
        return cpu;
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

    private static List<Known> find() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            List<Known> found = new ArrayList<>();
            for (Path task : tasks) {
                String name = name(task);
                boolean compiler = COMPILERS.stream().anyMatch(name::startsWith);
                if (compiler || COLLECTORS.stream().anyMatch(name::startsWith)) {
                    found.add(new Known(Long.parseLong(task.getFileName().toString()), compiler));
                }
            }
            return found;
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Empty when the thread has ended meanwhile.
    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "";
        }
    }
}
