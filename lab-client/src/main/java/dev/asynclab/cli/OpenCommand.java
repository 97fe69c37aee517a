package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab open`: a run in the browser, logged in.
@Command(
        name = "open",
        header = "Show a run in the browser.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab open latest",
            "  lab open 01K9ZX3M7Q --page report",
            "  lab open 01K9ZX3M7Q --replay 10            plays it again, ten times as fast",
            "  lab open latest --no-browser               prints the link, which works once within a minute"
        })
final class OpenCommand implements Callable<Integer> {
    /// What there is to see of a run.
    enum Page {
        RESULT,
        REPORT
    }

    private static final String LATEST = "latest";
    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN|latest", description = "A run; `lab runs` lists them.")
    private String run = "";

    @Option(names = "--page", paramLabel = "PAGE", description = "result (the default) or report.")
    private Page page = Page.RESULT;

    @Option(names = "--replay", paramLabel = "SPEED", description = "Play the run again, so many times as fast.")
    private @Nullable Double replay;

    @Option(names = "--no-browser", description = "Print the link instead.")
    private boolean noBrowser;

    @Mixin
    private ServerOptions server = new ServerOptions();

    OpenCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (replay != null) {
            RunReplay.checked(replay);
        }
        try (var connection = Connection.toRunning(context, server)) {
            LabClient client = connection.client();
            // Asked for by name first: a run that is not there is told here, not by an empty page.
            String id = run.equals(LATEST) ? latest(client) : client.run(run).id();
            URI link = client.login(path(id));
            if (noBrowser || !context.browser().open(link)) {
                context.screen().print(link.toString());
                context.screen().note("open it within a minute; it works once");
            } else {
                context.screen().note("opened run " + Printable.line(id) + " in the browser");
            }
        }
        return ExitCode.HOLDS;
    }

    private String path(String id) {
        return switch (page) {
            case REPORT -> "/api/v1/runs/" + id + "/report";
            case RESULT -> "/runs/" + id + (replay == null ? "" : "?replay=" + RunReplay.shown(replay));
        };
    }

    /// The run submitted last; for a report, the last that has one.
    private String latest(LabClient client) throws InterruptedException {
        List<RunStatus> runs = client.runs(Map.of());
        return runs.stream()
                .filter(r -> page == Page.RESULT || r.outcome() != null)
                .map(RunStatus::id)
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        ExitCode.USAGE, "no-run", "there is no run to show yet", "`lab run two-by-two` makes one"));
    }
}
