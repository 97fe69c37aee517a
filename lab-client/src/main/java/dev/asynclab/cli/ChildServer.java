package dev.asynclab.cli;

import dev.asynclab.client.ServerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that belongs to one command and ends with it, however the command ends: its standard input closes.
final class ChildServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);
    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private final Process process;
    private final ServerAddress address;

    private ChildServer(Process process, ServerAddress address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it on a free port and waits until it answers.
    static ChildServer start(Home home) throws IOException, InterruptedException {
        Path log = home.data().resolve("logs/server.log");
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(ServerProcess.command(home, List.of("--port", "0", "--temporary")))
                .redirectError(log.toFile())
                .start();
        String line = firstLine(process);
        Matcher url = URL.matcher(line);
        if (!url.find()) {
            process.destroyForcibly();
            throw Refusal.of(
                    ExitCode.UNREACHABLE,
                    "server-did-not-start",
                    "the server this command started gave no address",
                    "its messages are in " + log);
        }
        String token = ServerAddress.recorded(home.serverFile())
                .map(ServerAddress::token)
                .orElse("");
        return new ChildServer(process, new ServerAddress(URI.create(url.group()), token, process.pid()));
    }

    ServerAddress address() {
        return address;
    }

    /// Closes the lifeline, waits, and only then insists.
    @Override
    public void close() {
        try (OutputStream lifeline = process.getOutputStream()) {
            lifeline.flush();
        } catch (IOException _) {
            // The process is gone already.
        }
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Reads on a thread of its own, which then drains the rest: a full pipe would stop the server.
    private static String firstLine(Process process) throws InterruptedException {
        var first = new java.util.concurrent.CompletableFuture<String>();
        Thread.ofVirtual().name("server-output").start(() -> {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                String line = output.readLine();
                first.complete(line == null ? "" : line);
                while (line != null) {
                    line = output.readLine();
                }
            } catch (IOException _) {
                first.complete("");
            }
        });
        try {
            return first.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
            return "";
        }
    }
}
