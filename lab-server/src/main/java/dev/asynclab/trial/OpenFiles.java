package dev.asynclab.trial;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// File descriptors of this process, sockets among them; null on Windows, which has no such limit.
final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    /// Since Linux 6.2 the size of `/proc/self/fd` is their number. Elsewhere they have to be counted one by one,
    /// a millisecond for ten thousand.
    static @Nullable Long now() {
        try {
            long size = Files.size(DESCRIPTORS);
            if (size > 0) {
                return size;
            }
        } catch (IOException e) {
            // No /proc: the virtual machine knows another way.
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (Long) system.getOpenFileDescriptorCount()
                : null;
    }

    static @Nullable Long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (Long) system.getMaxFileDescriptorCount()
                : null;
    }
}
