package dev.asynclab.cli;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.api.Sentences;
import dev.asynclab.client.LabClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command does with a run that has ended: prints the verdict, writes the files, gives the exit code.
record RunEnd(Context context, LabClient client, Format format, boolean strict) {
    private static final int DATE_LENGTH = "2026-01-05".length();

    /// With a report in `lab-out/<date>-<scenario>`, and further files if asked for.
    int withReport(RunStatus run, List<Export> exports) throws IOException, InterruptedException {
        RunState state = RunState.of(run.state()).orElse(RunState.FAILED);
        if (state != RunState.SUCCEEDED) {
            return withoutResult(run, state);
        }
        String json = client.results(run.id(), "application/json");
        ResultDocument result = LabClient.document(json);
        Path report = write(result, json);
        for (Export export : exports) {
            export.write(client, run.id(), json);
        }
        print(run.id(), json, result, context.shown(report));
        return ExitCode.of(state, result.outcome(), strict);
    }

    /// Of a search: its own text instead of the verdict on every value it tried.
    int searched(RunStatus run) throws IOException, InterruptedException {
        RunState state = RunState.of(run.state()).orElse(RunState.FAILED);
        if (state != RunState.SUCCEEDED) {
            return withoutResult(run, state);
        }
        String json = client.results(run.id(), "application/json");
        ResultDocument result = LabClient.document(json);
        String report = context.shown(write(result, json));
        if (format == Format.TABLE) {
            context.screen().print(SearchText.of(result, report, context.screen()));
        } else {
            print(run.id(), json, result, report);
        }
        return ExitCode.of(state, result.outcome(), strict);
    }

    /// The verdict alone.
    int printed(RunStatus run) throws IOException, InterruptedException {
        RunState state = RunState.of(run.state()).orElse(RunState.FAILED);
        if (state != RunState.SUCCEEDED) {
            return withoutResult(run, state);
        }
        String json = client.results(run.id(), "application/json");
        ResultDocument result = LabClient.document(json);
        print(run.id(), json, result, null);
        return ExitCode.of(state, result.outcome(), strict);
    }

    /// The verdict beside answers given to a replay; as it was recorded where there are none.
    ///
    /// @param scored empty when nobody answered
    int replayed(RunStatus run, List<PredictionResult> scored) throws IOException, InterruptedException {
        if (scored.isEmpty()) {
            return printed(run);
        }
        String json = client.results(run.id(), "application/json");
        ResultDocument result = LabClient.document(json);
        print(run.id(), json, result.withPredictions(scored), null);
        if (format != Format.TABLE) {
            scored.stream()
                    .filter(p -> p.answer() != null)
                    .forEach(p -> context.screen()
                            .note(Printable.line(Sentences.prediction(p) + "   " + Sentences.score(p))
                                    .stripTrailing()));
        }
        context.screen().note("your answers were scored for you alone: the recorded run keeps what was said before it");
        return ExitCode.of(RunState.SUCCEEDED, result.outcome(), strict);
    }

    private int withoutResult(RunStatus run, RunState state) {
        String reason = run.reason() == null ? "" : ": " + Printable.line(run.reason());
        context.screen().note("run " + run.id() + " " + state.id() + reason);
        return ExitCode.of(state, "", strict);
    }

    private void print(String run, String json, ResultDocument result, @Nullable String report)
            throws InterruptedException {
        Screen screen = context.screen();
        screen.print(
                switch (format) {
                    case TABLE -> VerdictText.of(result, report, screen);
                    case JSON -> json.stripTrailing();
                    case CSV -> client.results(run, "text/csv").stripTrailing();
                    case MD -> client.results(run, "text/markdown").stripTrailing();
                });
        if (format != Format.TABLE && report != null) {
            screen.note("report  " + report);
        }
    }

    /// Never over the files of an earlier run: a second run of the day gets a number.
    private Path write(ResultDocument result, String json) throws IOException, InterruptedException {
        String date = result.started().length() < DATE_LENGTH
                ? "run"
                : result.started().substring(0, DATE_LENGTH);
        String name = (date + "-" + result.scenario().id()).replaceAll("[^a-zA-Z0-9-]", "-");
        Path out = context.directory().resolve("lab-out");
        Path folder = out.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = out.resolve(name + "-" + i);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("result.json"), json);
        return Files.writeString(folder.resolve("report.html"), client.report(result.run()));
    }
}
