package dev.asynclab.cli;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import dev.asynclab.client.RunEvents;
import dev.asynclab.client.ServerRefusal;
import dev.asynclab.client.ServerUnreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Follows a run to its end.
///
/// Events say that something happened, the run's status says how it stands: the status alone decides when the run
/// is over, so a stream that breaks costs a little freshness and nothing else.
final class RunWatch {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration ASKED = Duration.ofSeconds(1);

    /// How long Ctrl-C waits for the run to stop.
    static final Duration CANCELLED = Duration.ofSeconds(3);

    private final LabClient client;
    private final ProgressLine progress;
    private final BooleanSupplier interrupted;
    private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();

    /// @param interrupted whether Ctrl-C was pressed
    RunWatch(LabClient client, ProgressLine progress, BooleanSupplier interrupted) {
        this.client = client;
        this.progress = progress;
        this.interrupted = interrupted;
    }

    /// Follows a run on the command's own screen, listening for Ctrl-C.
    static Optional<RunStatus> untilEnd(Context context, LabClient client, String run, boolean quiet)
            throws InterruptedException {
        var progress = new ProgressLine(context.screen(), quiet, System::nanoTime);
        if (!context.signals()) {
            return new RunWatch(client, progress, () -> false).untilEnd(run);
        }
        try (CtrlC ctrlC = CtrlC.listen()) {
            return new RunWatch(client, progress, ctrlC::pressed).untilEnd(run);
        }
    }

    /// Waits for the end of a run.
    ///
    /// @return its last status; empty when Ctrl-C came first, after the run was asked to stop
    Optional<RunStatus> untilEnd(String run) throws InterruptedException {
        RunStatus status = client.run(run);
        if (ended(status)) {
            return Optional.of(status);
        }
        Thread reader = Thread.ofVirtual().name("run-events").start(() -> read(run));
        try {
            String activity = "";
            long askedNanos = System.nanoTime();
            while (!ended(status)) {
                if (interrupted.getAsBoolean()) {
                    cancel(run);
                    return Optional.empty();
                }
                progress.show(status, activity);
                RunEvent event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                activity = event == null ? activity : activity(event, activity);
                if (event != null && event.type().equals("plan")) {
                    progress.say(text(event, "forecast"));
                }
                boolean decisive = event != null
                        && (event.type().equals("end") || event.type().equals("state"));
                if (decisive || System.nanoTime() - askedNanos >= ASKED.toNanos()) {
                    status = client.run(run);
                    askedNanos = System.nanoTime();
                }
            }
            return Optional.of(status);
        } finally {
            reader.interrupt();
            progress.done();
        }
    }

    /// Asks the run to stop and gives it a moment: what it has measured so far is then stored in good order.
    private void cancel(String run) throws InterruptedException {
        long deadline = System.nanoTime() + CANCELLED.toNanos();
        try {
            RunStatus status = client.cancel(run);
            while (!ended(status) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
                status = client.run(run);
            }
        } catch (ServerUnreachable | ServerRefusal _) {
            // The server is gone, and its runs with it; or the run has ended by itself.
        }
    }

    /// Runs on its own thread, because reading a stream blocks while the line must be redrawn.
    private void read(String run) {
        try (RunEvents stream = client.events(run)) {
            Optional<RunEvent> event = stream.next();
            while (event.isPresent()) {
                events.put(event.get());
                event = stream.next();
            }
        } catch (InterruptedException | ServerUnreachable | ServerRefusal _) {
            // Without events the run is still followed by its status.
            Thread.currentThread().interrupt();
        }
    }

    private static String activity(RunEvent event, String before) {
        return switch (event.type()) {
            case "trial-started" -> text(event, "model") + text(event, "round", " round ");
            case "warning" -> text(event, "message");
            case "state", "plan", "trial-finished", "sample", "verdict", "end" -> before;
            // A newer server may send more; what it means is not guessed.
            default -> before;
        };
    }

    private static String text(RunEvent event, String key) {
        return text(event, key, "");
    }

    private static String text(RunEvent event, String key, String before) {
        Object value = event.data().get(key);
        return value == null ? "" : before + value;
    }

    private static boolean ended(RunStatus status) {
        return RunState.of(status.state()).map(RunState::ended).orElse(true);
    }
}
