package dev.asynclab.server.life;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A process and all it started, however long ago its parents have died: the children inherit a mark in their
/// environment. Reads `/proc`, and so needs Linux.
final class Family implements AutoCloseable {

    /// Only stops a test that hangs.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String VARIABLE = "TEST_FAMILY";

    private final String mark = VARIABLE + "=" + UUID.randomUUID();

    /// A member that lives.
    ///
    /// @param command its words, separated by spaces
    record Member(long pid, String command) {}

    Process start(ProcessBuilder builder) throws IOException {
        builder.environment().put(VARIABLE, mark.substring(VARIABLE.length() + 1));
        return builder.start();
    }

    /// All that live now. A zombie has no environment any more, and does not count.
    List<Member> members() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .filter(p -> ("\0" + read(p.resolve("environ"))).contains("\0" + mark + "\0"))
                    .map(p -> new Member(
                            Long.parseLong(p.getFileName().toString()),
                            read(p.resolve("cmdline")).replace('\0', ' ')))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Empty for a process that is gone, or that is somebody else's.
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// Those whose command has this word.
    List<Member> members(String word) {
        return members().stream().filter(m -> m.command.contains(word)).toList();
    }

    /// Looks until it is as wanted.
    ///
    /// @return how long that took
    Duration await(String what, Predicate<List<Member>> wanted) {
        long began = System.nanoTime();
        List<Member> now = members();
        while (!wanted.test(now)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new AssertionError("waited in vain for: " + what + "; there are " + now);
            }
            LockSupport.parkNanos(LOOK.toNanos());
            now = members();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// @return how long it took until nobody was left
    Duration awaitNobody() {
        return await("nobody is left", List::isEmpty);
    }

    /// Stops a process (SIGSTOP): from then on it reads nothing.
    static void stop(Member member) throws IOException, InterruptedException {
        signal("STOP", member.pid);
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + name + " " + pid + ": " + status);
        }
    }

    /// Kills whoever is left.
    @Override
    public void close() {
        members().forEach(m -> ProcessHandle.of(m.pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
