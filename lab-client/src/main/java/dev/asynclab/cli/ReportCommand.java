package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import java.util.Locale;
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
        footer = {
            "  lab report 20260105-100000-0k3v9x2a        one HTML page that needs nothing else",
            "  lab report 20260105-100000-0k3v9x2a -o md --file notes/monday.md",
            "  lab report 20260105-100000-0k3v9x2a --export claims.junit.xml"
        })
final class ReportCommand implements Callable<Integer> {
    /// The formats of a report, as suffixes.
    enum Kind {
        HTML,
        MD,
        CSV;

        String suffix() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE.zip",
            description = "A run, `lab runs` lists them; `latest`; or one in a file.")
    private String run = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "html, md or csv; default: what the file's name ends in, else html.")
    private @Nullable Kind kind;

    @Option(names = "--file", paramLabel = "FILE", description = "Where to; default: RUN.html, or as -o says.")
    private @Nullable String file;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Where to, in the format of its name: .json, .csv, .md, .html or .junit.xml.")
    private @Nullable String export;

    @Mixin
    private ServerOptions server = new ServerOptions();

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Export to = target();
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            String id = CapsuleFile.run(context, client, run);
            to.write(client, id, client.results(id, "application/json"));
        }
        context.screen().print(context.shown(to.file()));
        return ExitCode.HOLDS;
    }

    private Export target() {
        if (export != null && (file != null || kind != null)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "two-files",
                    "--export names file and format, and so do --file and -o",
                    "leave one of them out");
        }
        String name = export != null ? export : file;
        if (name == null) {
            String run = this.run.replaceFirst("\\.zip$", "").replaceAll("[^a-zA-Z0-9-]", "-");
            return Export.to(context, run + (kind == null ? Kind.HTML : kind).suffix());
        }
        return kind == null ? Export.to(context, name) : Export.to(context, name, kind.suffix());
    }
}
