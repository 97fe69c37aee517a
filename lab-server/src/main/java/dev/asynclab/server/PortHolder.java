package dev.asynclab.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Who listens on a port, read from `/proc`; empty where that is missing or not ours to read.
final class PortHolder {

    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// ` by process 4711 (java)`, or nothing.
    static String of(int port) {
        return inode(port)
                .flatMap(PortHolder::process)
                .map(pid -> " by process " + pid + name(pid))
                .orElse("");
    }

    private static Optional<String> inode(int port) {
        String suffix = ":%04X".formatted(port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(file -> lines(Path.of(file)))
                .map(line -> line.trim().split("\\s+"))
                .filter(f -> f.length > 9 && f[1].toUpperCase(Locale.ROOT).endsWith(suffix) && f[3].equals(LISTENING))
                .map(f -> f[9])
                .findFirst();
    }

    private static Optional<Long> process(String inode) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, "socket:[" + inode + "]"))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.anyMatch(file -> {
                try {
                    return Files.readSymbolicLink(file).toString().equals(socket);
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(long pid) {
        return lines(Path.of("/proc/" + pid + "/comm"))
                .findFirst()
                .map(n -> " (" + n + ")")
                .orElse("");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
