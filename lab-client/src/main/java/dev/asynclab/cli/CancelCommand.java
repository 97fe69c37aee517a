package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lab cancel`: stops a run.
@Command(
        name = "cancel",
        header = "Stop a run; harmless when it has ended.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab cancel 20260105-100000-0k3v9x2a"})
final class CancelCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run; `lab runs` lists them.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    CancelCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (var connection = Connection.toRunning(context, server)) {
            RunStatus status = connection.client().cancel(run);
            context.screen().print(status.id() + "  " + status.state());
        }
        return ExitCode.HOLDS;
    }
}
