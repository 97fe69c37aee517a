package dev.asynclab.cli;

import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import dev.asynclab.client.RunEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab watch`: follows a run somebody started, or plays one that has ended. Ctrl-C cancels a run that is followed,
/// as it does with `lab run`; a replay just ends.
@Command(
        name = "watch",
        header = "Follow a run to its end and print the verdict, or play an earlier one again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab watch 20260105-100000-0k3v9x2a      until it has ended",
            "  lab watch latest --replay               asks what you expect, plays two minutes in twelve seconds",
            "  lab watch latest --replay --speed 1     as long as it took",
            "  lab watch run.zip --replay --no-input   of a file, without questions"
        })
final class WatchCommand implements Callable<Integer> {
    private static final int DATE_LENGTH = "2026-01-05".length();
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE.zip",
            description = "A run, `lab runs` lists them, or `latest`; to play it again, also one in a file.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--strict", description = "Fail (7, 8) when a must claim is inconclusive, not run or void.")
    private boolean strict;

    @Mixin
    private ReplayOptions replay = new ReplayOptions();

    @Mixin
    private ProgressOptions output = new ProgressOptions();

    WatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        return replay.wanted() ? replayed() : followed();
    }

    private int followed() throws Exception {
        try (var connection = Connection.toRunning(context, server)) {
            String run = LatestRun.id(connection.client(), this.run);
            var end = RunWatch.untilEnd(context, connection.client(), run, output.quiet());
            if (end.isEmpty()) {
                context.screen().note("interrupted: run " + run + " was cancelled");
                return ExitCode.INTERRUPTED;
            }
            return new RunEnd(context, connection.client(), output.format(), strict).printed(end.get());
        }
    }

    /// Needs no server that runs already: a recorded run is shown wherever the lab is.
    private int replayed() throws Exception {
        double speed = replay.speed();
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            RunStatus status = client.run(CapsuleFile.run(context, client, run));
            if (!RunState.of(status.state()).map(RunState::ended).orElse(false)) {
                throw Refusal.of(
                        ExitCode.USAGE,
                        "not-ended",
                        "run " + Printable.line(status.id()) + " is " + Printable.line(status.state()),
                        "`lab watch " + Printable.line(status.id()) + "` follows it; a replay is of a run that ended");
            }
            context.screen().note(announced(status));
            Map<String, String> given = replay.answers(context, server.home(context), client, status);
            if (!given.isEmpty()) {
                context.screen().note("your answers are locked; the replay begins");
            }
            if (!played(status, all(client, status.id()), speed)) {
                context.screen().note("interrupted; the run itself is as it was");
                return ExitCode.INTERRUPTED;
            }
            List<PredictionResult> scored = given.isEmpty() ? List.of() : client.scores(status.id(), given);
            return new RunEnd(context, client, output.format(), strict).replayed(status, scored);
        }
    }

    private String announced(RunStatus status) {
        String when = Objects.requireNonNullElse(status.started(), status.submitted());
        String date = when.substring(0, Math.min(DATE_LENGTH, when.length()));
        return "replay of a run of " + Printable.line(date) + ", " + RunReplay.shown(replay.speed())
                + " times as fast; nothing is measured";
    }

    private static List<RunEvent> all(LabClient client, String id) throws InterruptedException {
        var all = new ArrayList<RunEvent>();
        try (RunEvents events = client.events(id)) {
            for (Optional<RunEvent> event = events.next(); event.isPresent(); event = events.next()) {
                all.add(event.get());
            }
        }
        return all;
    }

    private boolean played(RunStatus status, List<RunEvent> events, double speed) throws InterruptedException {
        if (!context.signals()) {
            return play(status, events, speed, () -> false);
        }
        try (CtrlC ctrlC = CtrlC.listen()) {
            return play(status, events, speed, ctrlC::pressed);
        }
    }

    private boolean play(RunStatus status, List<RunEvent> events, double speed, BooleanSupplier interrupted)
            throws InterruptedException {
        var progress = new ProgressLine(context.screen(), output.quiet(), System::nanoTime);
        RunReplay.Pause pause = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return new RunReplay(progress, pause, speed, interrupted).play(status, events);
    }
}
