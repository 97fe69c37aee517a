package dev.asynclab.trial;

import dev.asynclab.wire.Lines;
import dev.asynclab.wire.ToTrial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads the orders. Its thread does nothing else, so the end of the input and a cancellation are noticed at
/// once, whatever the trial is busy with.
final class Orders {

    /// What came in on one line.
    sealed interface Order {
        record Given(ToTrial message) implements Order {}

        record Malformed(String detail) implements Order {}
    }

    private final BlockingQueue<Order> queue = new LinkedBlockingQueue<>();
    private final BufferedReader in;
    private final Runnable cancel;
    private final Runnable endOfInput;

    /// @param cancel called for a cancellation, which is not queued
    /// @param endOfInput called when the other side is gone
    Orders(InputStream in, Runnable cancel, Runnable endOfInput) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.cancel = cancel;
        this.endOfInput = endOfInput;
    }

    void startReading() {
        Thread.ofPlatform().daemon().name("orders").start(this::read);
    }

    /// The next order; waits for it.
    Order take() throws InterruptedException {
        return queue.take();
    }

    private void read() {
        try {
            for (String line = line(); line != null; line = line()) {
                if (!line.isBlank()) {
                    accept(line);
                }
            }
        } catch (IOException e) {
            System.err.println("orders cannot be read: " + e);
        }
        endOfInput.run();
    }

    private void accept(String line) {
        try {
            ToTrial message = Lines.read(line, ToTrial.class);
            if (message instanceof ToTrial.Cancel) {
                cancel.run();
            } else {
                queue.add(new Order.Given(message));
            }
        } catch (RuntimeException | StackOverflowError e) {
            queue.add(new Order.Malformed(String.valueOf(e.getMessage())));
        }
    }

    /// A line, cut to one character more than [Lines#read] accepts; null at the end of the input.
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (line.length() <= Lines.MAX_LENGTH) {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }
}
