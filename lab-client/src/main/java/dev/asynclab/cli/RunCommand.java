package dev.asynclab.cli;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import dev.asynclab.scenario.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab run`: a scenario from start to verdict.
@Command(
        name = "run",
        header = "Run a scenario, print the verdict, write the report.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab run pool-queueing",
            "  lab run mine.yaml --set callers=1k --only model=event-loop,pool-50",
            "  lab run pool-queueing --predict                           asks what you expect first",
            "  lab run mine.yaml --strict --export claims.junit.xml      for grading",
            "  lab run run.zip                                           repeats what `lab export` wrote",
            "  lab run pool-queueing -o json > result.json"
        })
final class RunCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--strict", description = "Fail (7, 8) when a must claim is inconclusive, not run or void.")
    private boolean strict;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Also write the result here: .json, .csv, .md, .html or .junit.xml. Repeatable.")
    private List<String> exports = List.of();

    @Mixin
    private ProgressOptions output = new ProgressOptions();

    @Option(names = "--predict", description = "Hand in the answers of `lab predict`; ask for those that are missing.")
    private boolean predict;

    @Option(
            names = "--answer",
            paramLabel = "ID=VALUE",
            description = "Predict the answer to one question. Repeatable.")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Option(names = "--no-input", description = "Never ask anything.")
    private boolean noInput;

    @Option(
            names = "--trace",
            description = "At the end, one more trial per model that shows its tasks; see `lab trace`.")
    private boolean trace;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<Export> files = exports.stream().map(f -> Export.to(context, f)).toList();
        boolean again = CapsuleFile.is(run.scenario());
        RunRequest asked = again ? null : run.request(context);
        if (again && !(run.asItIs() && !predict && answers.isEmpty() && !trace)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "run-as-it-is",
                    "an exported run is repeated as it was: same scenario, settings and seed",
                    "unpack " + run.scenario() + " and run its scenario.yaml to change something");
        }
        RunRequest predicted = asked == null ? null : traced(asked.predicting(predictions(asked)));
        try (var connection = Connection.toRunningOrStarted(context, server, output.quiet())) {
            LabClient client = connection.client();
            RunRequest request = predicted == null ? repeated(client) : predicted;
            RunStatus submitted = client.submit(request, UUID.randomUUID().toString());
            var end = RunWatch.untilEnd(context, client, submitted.id(), output.quiet());
            if (end.isEmpty()) {
                context.screen().note("interrupted: run " + submitted.id() + " was cancelled");
                return ExitCode.INTERRUPTED;
            }
            int code = new RunEnd(context, client, output.format(), strict).withReport(end.get(), files);
            if (request.traced() && end.get().state().equals(RunState.SUCCEEDED.id())) {
                context.screen().note("traces  lab trace " + submitted.id());
            }
            return code;
        }
    }

    private RunRequest traced(RunRequest request) {
        return trace ? request.tracing() : request;
    }

    private RunRequest repeated(LabClient client) throws IOException, InterruptedException {
        return client.repeated(CapsuleFile.run(context, client, run.scenario()));
    }

    /// Without `--predict` the server alone knows the questions, and refuses what is none of them.
    private Map<String, String> predictions(RunRequest request) throws IOException {
        if (!predict) {
            return answers;
        }
        var scenario =
                ScenarioSource.find(context, run.scenario()).read(context, new Settings(request.set(), request.only()));
        Map<String, String> given = new LinkedHashMap<>(new KeptAnswers(server.home(context)).of(scenario));
        given.putAll(answers);
        return new Questions(context, scenario).answers(given, !noInput);
    }
}
