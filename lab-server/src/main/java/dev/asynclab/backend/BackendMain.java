package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage;
import dev.asynclab.wire.BackendMessage.Count;
import dev.asynclab.wire.BackendMessage.Counts;
import dev.asynclab.wire.BackendMessage.Failed;
import dev.asynclab.wire.BackendMessage.Start;
import dev.asynclab.wire.BackendMessage.Started;
import dev.asynclab.wire.Lines;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The backend process of a run: reads [BackendMessage] lines on standard input, answers on standard output.
///
/// Standard input is the lifeline: at its end the process exits at once, whatever it is doing, because who reads
/// it does nothing else. Standard output carries protocol lines only; everything else that would print there goes
/// to standard error.
public final class BackendMain {

    private final PrintStream out;
    private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    private @Nullable Backends backends;

    private BackendMain(PrintStream out) {
        this.out = out;
    }

    /// Runs until standard input ends. Takes no arguments.
    public static void main(String[] args) {
        PrintStream protocol = System.out;
        System.setOut(System.err);
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        int status = 1;
        try {
            BackendMain backend = new BackendMain(protocol);
            Thread.ofPlatform().daemon().name("orders").start(backend::obey);
            backend.read(System.in);
            status = 0;
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
        } finally {
            // No orderly end: nothing here is worth keeping, and a stuck server must not outlive its run.
            Runtime.getRuntime().halt(status);
        }
    }

    private void read(InputStream input) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                orders.add(line);
            }
        }
    }

    private void obey() {
        try {
            while (true) {
                out.println(Lines.write(answer(orders.take())));
                out.flush();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            // Nobody would answer any more: better gone than silent.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private BackendMessage answer(String line) {
        try {
            return switch (Lines.read(line, BackendMessage.class)) {
                case Start start -> start(start);
                case Count(long token, boolean resetPeak) -> count(token, resetPeak);
                case Started _, Counts _, Failed _ -> new Failed("an answer came as an order: send start or count");
            };
        } catch (RuntimeException e) {
            e.printStackTrace();
            return new Failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private BackendMessage start(Start order) {
        if (backends != null) {
            return new Failed("the backends are up already: one start per process");
        }
        Backends up = new Backends(order);
        backends = up;
        return up.started();
    }

    private BackendMessage count(long token, boolean resetPeak) {
        Backends up = backends;
        return up == null ? new Failed("no backends yet: send start first") : up.count(token, resetPeak);
    }
}
