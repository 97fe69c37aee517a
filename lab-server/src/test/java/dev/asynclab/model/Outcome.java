package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Writes down what a model reports on one task: `started`, `succeeded <checksum>`, or the kind of failure.
final class Outcome implements Completion {
    private static final int DEADLINE_SECONDS = 20;

    private final List<String> events = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

    @Override
    public void started() {
        add("started");
    }

    @Override
    public void succeeded(long checksum) {
        add("succeeded " + checksum);
        finish();
    }

    @Override
    public void failed(Throwable cause) {
        add(Failures.of(cause).kind().name());
        finish();
    }

    /// The last event, once the task has ended.
    String await() throws InterruptedException {
        assertTrue(end.await(DEADLINE_SECONDS, TimeUnit.SECONDS), () -> "no end, only " + events());
        return events().getLast();
    }

    /// The one that ends first.
    static Outcome firstOf(Outcome... outcomes) throws Exception {
        var all = List.of(outcomes).stream().map(outcome -> outcome.ended).toArray(CompletableFuture[]::new);
        return (Outcome) CompletableFuture.anyOf(all).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    boolean ended() {
        return end.getCount() == 0;
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    int ends() {
        return (int) events().stream().filter(event -> !event.equals("started")).count();
    }

    private synchronized void add(String event) {
        events.add(event);
    }

    private void finish() {
        end.countDown();
        ended.complete(this);
    }
}
