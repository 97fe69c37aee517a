package dev.asynclab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab watch`: follows a run somebody started. Ctrl-C cancels it, as it does with `lab run`.
@Command(
        name = "watch",
        header = "Follow a run to its end and print the verdict.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab watch 01K9ZX3M7Q"})
final class WatchCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run; `lab runs` lists them.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--strict", description = "Fail (7, 8) when a must claim is inconclusive, not run or void.")
    private boolean strict;

    @Mixin
    private ProgressOptions output = new ProgressOptions();

    WatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (var connection = Connection.toRunning(context, server)) {
            var end = RunWatch.untilEnd(context, connection.client(), run, output.quiet());
            if (end.isEmpty()) {
                context.screen().note("interrupted: run " + run + " was cancelled");
                return ExitCode.INTERRUPTED;
            }
            return new RunEnd(context, connection.client(), output.format(), strict).printed(end.get());
        }
    }
}
