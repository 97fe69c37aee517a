package dev.asynclab.trial;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `getrusage` knows of this process or of its ended children.
///
/// Adding up `/proc/self/task/*/status` instead would lose the threads that have ended.
///
/// @param cpuNanos user and system time; steps of 1 us
/// @param voluntary context switches by waiting
/// @param involuntary context switches by being preempted
record ResourceUsage(long cpuNanos, long voluntary, long involuntary) {

    private static final int SELF = 0;
    private static final int CHILDREN = -1;
    // struct rusage on 64-bit Linux and macOS: two timevals of 16 bytes, then fourteen longs.
    private static final int VOLUNTARY = 128;
    private static final int INVOLUNTARY = 136;
    private static final int SIZE = 144;

    private static final @Nullable MethodHandle GETRUSAGE = find();

    /// This process, all its threads; null where there is no `getrusage`.
    static @Nullable ResourceUsage self() {
        return read(SELF);
    }

    /// All children that have ended and were waited for.
    static @Nullable ResourceUsage endedChildren() {
        return read(CHILDREN);
    }

    private static @Nullable ResourceUsage read(int who) {
        if (GETRUSAGE == null) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(SIZE, 8);
            if ((int) GETRUSAGE.invokeExact(who, usage) != 0) {
                return null;
            }
            return new ResourceUsage(
                    timeNanos(usage, 0) + timeNanos(usage, 16),
                    usage.get(ValueLayout.JAVA_LONG, VOLUNTARY),
                    usage.get(ValueLayout.JAVA_LONG, INVOLUNTARY));
        } catch (Throwable e) {
            return null;
        }
    }

    /// Microseconds are a long on Linux and an int on macOS; both are little-endian and below 2^31.
    private static long timeNanos(MemorySegment usage, long offset) {
        return usage.get(ValueLayout.JAVA_LONG, offset) * 1_000_000_000L
                + usage.get(ValueLayout.JAVA_INT, offset + 8) * 1_000L;
    }

    private static @Nullable MethodHandle find() {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("getrusage")
                .map(symbol -> linker.downcallHandle(
                        symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
                .orElse(null);
    }
}
