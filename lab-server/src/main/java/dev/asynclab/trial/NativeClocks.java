package dev.asynclab.trial;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// CPU clocks of the operating system in nanoseconds, by `clock_gettime`.
///
/// `OperatingSystemMXBean.getProcessCpuTime` steps by 10 ms on Linux: useless for windows of half a second.
final class NativeClocks {

    private static final int LINUX_PROCESS = 2;
    private static final int MAC_PROCESS = 12;
    private static final boolean LINUX = os().contains("linux");
    private static final @Nullable MethodHandle CLOCK_GETTIME = find();

    private NativeClocks() {}

    /// CPU of this process, all threads, the ended ones included. Where there is no `clock_gettime` (Windows) by
    /// the virtual machine's coarser figure, null where it has none either.
    static @Nullable Long processNanos() {
        Long nanos = read(LINUX ? LINUX_PROCESS : MAC_PROCESS);
        return nanos != null ? nanos : coarseNanos();
    }

    private static @Nullable Long coarseNanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            long nanos = system.getProcessCpuTime();
            return nanos < 0 ? null : nanos;
        }
        return null;
    }

    /// CPU of another process (Linux): the kernel takes a process id, inverted, as a clock id. Null when it is
    /// gone.
    static @Nullable Long processNanos(long pid) {
        return LINUX ? read(((int) ~pid << 3) | 2) : null;
    }

    /// CPU of a thread of this process by its kernel id (Linux). Null when it is gone.
    static @Nullable Long threadNanos(long tid) {
        return LINUX ? read(((int) ~tid << 3) | 6) : null;
    }

    private static @Nullable Long read(int clock) {
        if (CLOCK_GETTIME == null) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int status = (int) CLOCK_GETTIME.invokeExact(clock, time);
            return status == 0
                    ? time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8)
                    : null;
        } catch (Throwable e) {
            return null;
        }
    }

    private static @Nullable MethodHandle find() {
        if (os().contains("windows")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("clock_gettime")
                .map(symbol -> linker.downcallHandle(
                        symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
                .orElse(null);
    }

    private static String os() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }
}
