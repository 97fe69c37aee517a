package dev.asynclab.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab report`: the report of an earlier run, rendered again from what was stored.
@Command(
        name = "report",
        header = "Write the report of a run to a file.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab report 01K9ZX3M7Q", "  lab report 01K9ZX3M7Q --export claims.junit.xml"})
final class ReportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE.zip",
            description = "A run, `lab runs` lists them; or one in a file.")
    private String run = "";

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Where to: .json, .csv, .md, .html or .junit.xml; default: RUN.html.")
    private @Nullable String file;

    @Mixin
    private ServerOptions server = new ServerOptions();

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        String name = file == null ? run.replaceFirst("\\.zip$", "").replaceAll("[^a-zA-Z0-9-]", "-") + ".html" : file;
        Export export = Export.to(context, name);
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            String id = CapsuleFile.run(context, connection.client(), run);
            String json = connection.client().results(id, "application/json");
            export.write(connection.client(), id, json);
        }
        context.screen().print(context.shown(export.file()));
        return ExitCode.HOLDS;
    }
}
