package dev.asynclab.cli;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Plays a run that has ended as if it were measured now: its stored events, as far apart as they were, or closer.
///
/// It reads and draws, and changes nothing of the run.
final class RunReplay {
    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 1000;

    /// Ctrl-C is looked for this often.
    private static final Duration TICK = Duration.ofMillis(250);

    /// Lets time pass.
    @FunctionalInterface
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    private final ProgressLine progress;
    private final Pause pause;
    private final double speed;
    private final BooleanSupplier interrupted;

    /// @param interrupted whether Ctrl-C was pressed
    RunReplay(ProgressLine progress, Pause pause, double speed, BooleanSupplier interrupted) {
        this.progress = progress;
        this.pause = pause;
        this.speed = speed;
        this.interrupted = interrupted;
    }

    /// A speed as it may be asked for.
    static double checked(double speed) {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "bad-speed",
                    "a replay cannot be " + shown(speed) + " times as fast",
                    "give a number from 0.1 to 1000, for example 10");
        }
        return speed;
    }

    /// `10`, `2.5`.
    static String shown(double speed) {
        return speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed);
    }

    /// Plays the events.
    ///
    /// @return whether it came to the end; false after Ctrl-C
    boolean play(RunStatus run, List<RunEvent> events) throws InterruptedException {
        List<Duration> offsets = offsets(run, events);
        Duration now = Duration.ZERO;
        String activity = "";
        String state = RunState.RUNNING.id();
        double share = 0;
        for (int i = 0; i < events.size(); i++) {
            if (!passed(offsets.get(i).minus(now))) {
                progress.done();
                return false;
            }
            now = offsets.get(i);
            RunEvent event = events.get(i);
            switch (event.type()) {
                case "trial-started" -> activity = event.data().get("model") + round(event);
                case "trial-finished" -> share = share(event, share);
                case "state" -> state = String.valueOf(event.data().getOrDefault("state", state));
                case "warning" -> progress.say(String.valueOf(event.data().getOrDefault("message", "")));
                default -> {
                    // What a plan or an end says is in the verdict that follows.
                }
            }
            progress.show(as(run, state, share), activity);
        }
        progress.done();
        return true;
    }

    /// When each event comes, from the start of the replay. The time in the queue is left out: nobody learns from it.
    /// Without times of their own, as in a run measured elsewhere, events are spread evenly over its length.
    static List<Duration> offsets(RunStatus run, List<RunEvent> events) {
        boolean timed = events.stream().allMatch(e -> e.at() != null);
        Duration whole = run.started() == null || run.ended() == null
                ? Duration.ofSeconds(events.size())
                : Duration.between(Instant.parse(run.started()), Instant.parse(run.ended()));
        var offsets = new ArrayList<Duration>();
        Duration last = Duration.ZERO;
        Instant began = timed ? began(events) : Instant.EPOCH;
        for (int i = 0; i < events.size(); i++) {
            String at = events.get(i).at();
            Duration offset = timed && at != null
                    ? Duration.between(began, Instant.parse(at))
                    : whole.multipliedBy(i).dividedBy(Math.max(1, events.size() - 1));
            last = offset.compareTo(last) > 0 ? offset : last;
            offsets.add(last);
        }
        return offsets;
    }

    private static Instant began(List<RunEvent> events) {
        return events.stream()
                .filter(e -> !RunState.QUEUED.id().equals(e.data().get("state")))
                .flatMap(e -> Optional.ofNullable(e.at()).stream())
                .map(Instant::parse)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private boolean passed(Duration recorded) throws InterruptedException {
        Duration left = Duration.ofNanos((long) (recorded.toNanos() / speed));
        while (left.isPositive() && !interrupted.getAsBoolean()) {
            Duration step = left.compareTo(TICK) < 0 ? left : TICK;
            pause.last(step);
            left = left.minus(step);
        }
        return !interrupted.getAsBoolean();
    }

    /// The run as it stood then.
    private static RunStatus as(RunStatus run, String state, double share) {
        return new RunStatus(
                run.id(),
                run.scenario(),
                run.profile(),
                state,
                null,
                share,
                null,
                null,
                null,
                null,
                run.submitted(),
                run.started(),
                null,
                Map.of());
    }

    private static String round(RunEvent event) {
        Object round = event.data().get("round");
        return round == null ? "" : " round " + round;
    }

    private static double share(RunEvent event, double before) {
        return event.data().get("done") instanceof Number done
                        && event.data().get("of") instanceof Number of
                        && of.doubleValue() > 0
                ? done.doubleValue() / of.doubleValue()
                : before;
    }
}
