package dev.asynclab.cli;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import java.util.List;
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
            "  lab run mine.yaml --strict --export claims.junit.xml      for grading",
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, csv or md.")
    private Format format = Format.TABLE;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(names = "--no-input", description = "Never ask anything.")
    @SuppressWarnings("UnusedVariable") // this command asks nothing: scripts may say so all the same
    private boolean noInput;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<Export> files = exports.stream().map(f -> Export.to(context, f)).toList();
        RunRequest request = run.request(context);
        try (var connection = Connection.toRunningOrStarted(context, server, quiet)) {
            LabClient client = connection.client();
            RunStatus submitted = client.submit(request, UUID.randomUUID().toString());
            var end = RunWatch.untilEnd(context, client, submitted.id(), quiet);
            if (end.isEmpty()) {
                context.screen().note("interrupted: run " + submitted.id() + " was cancelled");
                return ExitCode.INTERRUPTED;
            }
            return new RunEnd(context, client, format, strict).withReport(end.get(), files);
        }
    }
}
