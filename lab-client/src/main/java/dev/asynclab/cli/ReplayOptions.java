package dev.asynclab.cli;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.api.Scenario;
import dev.asynclab.client.LabClient;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of a replay, and the questions of its lesson. They are asked before it begins, as before a run: whoever
/// has seen the figures no longer predicts.
final class ReplayOptions {
    @Option(names = "--replay", description = "Play a run that has ended as if it were measured now.")
    private boolean wanted;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many times as fast a replay is; default: 10.")
    private double speed;

    @Option(names = "--predict", description = "Answer a replay with what `lab predict` kept.")
    private boolean predict;

    @Option(
            names = "--answer",
            paramLabel = "ID=VALUE",
            description = "Answer one question of a replay. Repeatable. Others are asked on a terminal.")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Option(names = "--no-input", description = "Never ask anything.")
    private boolean noInput;

    /// Whether a replay is wanted, with options that belong to it.
    boolean wanted() {
        if (!wanted && (predict || !answers.isEmpty())) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "answers-of-a-replay",
                    "`--predict` and `--answer` are for a replay",
                    "add `--replay`; `lab predict SCENARIO --run RUN` answers for a run that waits in the queue");
        }
        return wanted;
    }

    double speed() {
        return RunReplay.checked(speed);
    }

    /// The answers of whoever watches; none for a run without a result, since nothing would score them.
    Map<String, String> answers(Context context, Home home, LabClient client, RunStatus run)
            throws IOException, InterruptedException {
        boolean asks = !noInput && context.screen().terminal();
        boolean answered = predict || !answers.isEmpty();
        if (run.outcome() == null && answered) {
            context.screen().note("the run has no result, so there is nothing to score answers by");
        }
        if (run.outcome() == null || !(asks || answered)) {
            return Map.of();
        }
        Optional<Scenario> found = scenario(client, run);
        if (found.isEmpty()) {
            context.screen().note("this version of the lab cannot read the run's scenario, so it asks nothing");
            return Map.of();
        }
        Scenario scenario = found.get();
        if (asks && !AnswerReader.questions(scenario).isEmpty()) {
            context.screen().note(context.screen().bold("What do you expect?") + " Enter leaves a question out.");
        }
        Map<String, String> given = new LinkedHashMap<>();
        if (predict) {
            given.putAll(new KeptAnswers(home).of(scenario));
        }
        given.putAll(answers);
        return new Questions(context, scenario).answers(given, !noInput);
    }

    /// The scenario as it was read for the run: the file may have changed since, or never have been here.
    private static Optional<Scenario> scenario(LabClient client, RunStatus run) throws InterruptedException {
        RunRequest request = client.repeated(run.id());
        var settings = new Settings(request.set(), request.only());
        return ScenarioReader.read(run.scenario() + ".yaml", request.inline().orElse(""), settings)
                        instanceof Reading.Valid valid
                ? Optional.of(valid.scenario())
                : Optional.empty();
    }
}
