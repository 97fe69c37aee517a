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

/// `lab open`: the lab or one of its runs in the browser, logged in.
@Command(
        name = "open",
        header = "Show the lab, or a run of it, in the browser, logged in.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab open                         the scenarios",
            "  lab open latest                  the run submitted last",
            "  lab open 20260105-100000-0k3v9x2a --page report",
            "  lab open latest --replay 10      plays it again, ten times as fast",
            "  lab open latest --no-browser     prints the link, which works once within a minute"
        })
final class OpenCommand implements Callable<Integer> {
    /// What there is to see of a run.
    enum Page {
        RESULT,
        REPORT
    }

    private final Context context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN|latest",
            description = "A run; `lab runs` lists them. Without one: the scenarios.")
    private @Nullable String run;

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
        if (run == null && (replay != null || page == Page.REPORT)) {
            throw Refusal.of(
                    ExitCode.USAGE, "which-run", "--replay and --page are of a run", "name one, or say `latest`");
        }
        try (var connection = Connection.toRunning(context, server)) {
            LabClient client = connection.client();
            String shown = "the lab";
            String path = "/";
            if (run != null) {
                // Asked for by name first: a run that is not there is told here, not by an empty page.
                String id = run.equals(LatestRun.WORD)
                        ? latest(client)
                        : client.run(run).id();
                shown = "run " + Printable.line(id);
                path = path(id);
            }
            URI link = client.login(path);
            if (noBrowser || !context.browser().open(link)) {
                context.screen().print(link.toString());
                context.screen().note("open it within a minute; it works once");
            } else {
                context.screen().note("opened " + shown + " in the browser");
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
                .orElseThrow(LatestRun::none);
    }
}
