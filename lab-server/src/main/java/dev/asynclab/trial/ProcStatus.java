package dev.asynclab.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What Linux tells about a process in `/proc/PID/status`; null everywhere else, and when the process is gone.
final class ProcStatus {

    private static final Path SELF = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    private ProcStatus() {}

    /// Operating-system threads of this process. `ThreadMXBean` knows neither the collector's nor the compiler's.
    static @Nullable Integer threads() {
        Long n = value(SELF, "Threads:");
        return n == null ? null : n.intValue();
    }

    static @Nullable Long residentBytes() {
        return bytes(value(SELF, "VmRSS:"));
    }

    /// The largest resident set since the last [#resetPeak].
    static @Nullable Long residentPeakBytes() {
        return bytes(value(SELF, "VmHWM:"));
    }

    static @Nullable Long residentPeakBytes(long pid) {
        return bytes(value(Path.of("/proc", Long.toString(pid), "status"), "VmHWM:"));
    }

    /// The resident set of a process with shared pages divided among those that share them. Walks the page tables:
    /// milliseconds for a large process.
    static @Nullable Long proportionalBytes(long pid) {
        return bytes(value(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:"));
    }

    /// Starts [#residentPeakBytes] again from the present size.
    static void resetPeak() {
        if (Files.isWritable(CLEAR_REFS)) {
            try {
                Files.writeString(CLEAR_REFS, "5");
            } catch (IOException e) {
                // A kernel without it: the peak then counts from the start of the process.
                System.err.println("the resident peak cannot be reset: " + e);
            }
        }
    }

    private static @Nullable Long bytes(@Nullable Long kilobytes) {
        return kilobytes == null ? null : kilobytes * 1024;
    }

    private static @Nullable Long value(Path file, String key) {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
        int at = text.indexOf("\n" + key);
        if (at < 0) {
            return null;
        }
        int from = at + 1 + key.length();
        String line = text.substring(from, text.indexOf('\n', from)).strip();
        int space = line.indexOf(' ');
        return Long.valueOf(space < 0 ? line : line.substring(0, space));
    }
}
