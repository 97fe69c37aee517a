package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lab export`: a run as one file for somebody else.
@Command(
        name = "export",
        header = "Write a run to one file: scenario, settings, raw records, environment, result.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab export 20260105-100000-0k3v9x2a run.zip",
            "  lab results run.zip            elsewhere; so do report, reanalyse, compare and run"
        })
final class ExportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, `lab runs` lists them; or `latest`.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to; ends in .zip.")
    private String file = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Path path = context.file(file);
        if (!CapsuleFile.is(file)) {
            throw Refusal.of(
                    ExitCode.USAGE, "unknown-suffix", "`" + file + "` does not end in .zip", "a run is one ZIP file");
        }
        if (path.getParent() != null && !Files.isDirectory(path.getParent())) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "no-such-folder",
                    "no folder `" + context.shown(path.getParent()) + "` for " + file,
                    "make it first");
        }
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            Files.write(path, client.capsule(LatestRun.id(client, run)));
        }
        context.screen().print(context.shown(path));
        return ExitCode.HOLDS;
    }
}
