package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab results`: the verdict of an earlier run, with its exit code.
@Command(
        name = "results",
        header = "Print the result of a run that has ended.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab results 20260105-100000-0k3v9x2a", "  lab results 20260105-100000-0k3v9x2a -o csv"})
final class ResultsCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE.zip",
            description = "A run, `lab runs` lists them; `latest`; or one in a file.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--strict", description = "Fail (7, 8) when a must claim is inconclusive, not run or void.")
    private boolean strict;

    @Mixin
    private OutputOptions output = new OutputOptions();

    ResultsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            RunStatus status = connection.client().run(CapsuleFile.run(context, connection.client(), run));
            return new RunEnd(context, connection.client(), output.format(), strict).printed(status);
        }
    }
}
