package dev.asynclab.server.fork;

import dev.asynclab.wire.Lines;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A child JVM that speaks JSON lines: started, fed, read, and certainly ended.
///
/// The child's standard input is its lifeline: when this process dies, however it dies, the kernel closes the
/// pipe and the child exits by itself; where it can, the kernel kills it besides ([Launcher]). Its standard error
/// goes to a file that stops growing at [#STDERR_LIMIT].
public final class ChildProcess implements AutoCloseable {

    /// Bytes of standard error kept.
    static final int STDERR_LIMIT = 1024 * 1024;

    private static final String END = "\u0000end";

    /// Every child there is, so that those of a run can be found by who has nothing but the run's folder.
    private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final OutputStream input;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Path stderr;

    private ChildProcess(Process process, String name, Path stderr) {
        this.process = process;
        this.input = process.getOutputStream();
        this.stderr = stderr;
        ALIVE.add(this);
        process.onExit().thenRun(() -> ALIVE.remove(this));
        Thread.ofPlatform().daemon().name(name + "-stdout").start(this::readLines);
        Thread.ofPlatform().daemon().name(name + "-stderr").start(this::keepErrors);
    }

    /// Starts a command.
    ///
    /// @param stderr file for its standard error; its folder must exist
    public static ChildProcess start(List<String> command, String name, Path stderr) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("LAB_") || key.startsWith("JAVA_TOOL"));
            return new ChildProcess(Launcher.start(builder), name, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /// Kills every child whose errors go to a file in this folder, and everything they started. Does not wait.
    public static void killAll(Path directory) {
        ALIVE.stream().filter(c -> c.stderr.startsWith(directory)).forEach(ChildProcess::kill);
    }

    public long pid() {
        return process.pid();
    }

    /// Sends one message. A child that no longer reads is noticed by [#receive], not here.
    void send(Object message) {
        try {
            input.write((Lines.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // The pipe broke because the child is gone; receive() reports how.
        }
    }

    /// The next line, waiting for it.
    ///
    /// @throws ChildGone when the child ended, or said nothing for that long
    <T> T receive(Class<T> type, Duration patience) throws ChildGone, InterruptedException {
        String line = lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new ChildGone("timed-out", "no answer within " + patience.toSeconds() + " s" + tail());
        }
        if (line.equals(END)) {
            lines.add(END);
            throw new ChildGone("crashed", exitReason() + tail());
        }
        try {
            return Lines.read(line, type);
        } catch (IllegalArgumentException e) {
            throw new ChildGone("crashed", "sent something else than protocol: " + e.getMessage());
        }
    }

    private String exitReason() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
            return "closed its output but still runs";
        }
        int code = process.exitValue();
        return code > 128 ? "ended by signal " + (code - 128) : "exited with status " + code;
    }

    /// The end of the child's standard error, for messages; empty when it said nothing.
    private String tail() {
        try {
            String text = Files.exists(stderr) ? Files.readString(stderr, StandardCharsets.ISO_8859_1) : "";
            String last = text.strip();
            last = last.substring(Math.max(0, last.length() - 600)).strip();
            return last.isEmpty() ? "" : "; it said: " + last;
        } catch (IOException e) {
            return "";
        }
    }

    private void readLines() {
        try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet = in.read();
            while (octet >= 0 && line.size() <= Lines.MAX_LENGTH) {
                if (octet == '\n') {
                    lines.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(octet);
                }
                octet = in.read();
            }
        } catch (IOException e) {
            // The stream of a killed process; the end marker below says so.
        } finally {
            lines.add(END);
        }
    }

    private void keepErrors() {
        try (InputStream in = process.getErrorStream();
                OutputStream out = Files.newOutputStream(stderr)) {
            byte[] buffer = new byte[8192];
            int kept = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int room = Math.min(n, STDERR_LIMIT - kept);
                out.write(buffer, 0, room);
                kept += room;
            }
        } catch (IOException e) {
            // Losing the log of a child must not lose the run.
        }
    }

    /// Closes the child's input, which tells it to exit at once, and waits.
    void end(Duration grace) {
        try {
            input.close();
        } catch (IOException e) {
            // Already broken, which is what closing was for.
        }
        awaitExit(grace);
    }

    /// Waits for a child that was told to end; kills it when it has not by then.
    void awaitExit(Duration grace) {
        try {
            if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /// Kills the child and everything it started. Returns when it is gone, at the latest after three seconds.
    @Override
    public void close() {
        kill();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " survives SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
