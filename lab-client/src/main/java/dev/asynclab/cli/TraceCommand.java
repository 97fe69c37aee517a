package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import dev.asynclab.scenario.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab trace`: what sampled tasks did, on which thread, as a file for a viewer.
@Command(
        name = "trace",
        header = "Write the trace of a model: its tasks queued, running and waiting, thread by thread.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab run pool-queueing --trace                              records the traces",
            "  lab trace 20260105-100000-0k3v9x2a                         lists them",
            "  lab trace 20260105-100000-0k3v9x2a --cell pool-50@callers=1000",
            "  lab trace 20260105-100000-0k3v9x2a --cell pool-50@callers=1000 --jfr --out pool.jfr"
        })
final class TraceCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, `lab runs` lists them; or `latest`.")
    private String run = "";

    @Option(names = "--cell", paramLabel = "CELL", description = "Which one, when there are several.")
    private @Nullable String cell;

    @Option(names = "--jfr", description = "The recording of Flight Recorder instead of the timeline.")
    private boolean jfr;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; default: CELL.trace.json or CELL.jfr.")
    private @Nullable String out;

    @Mixin
    private ServerOptions server = new ServerOptions();

    TraceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            String run = LatestRun.id(client, this.run);
            List<String> cells = client.traces(run);
            if (cells.isEmpty()) {
                throw Refusal.of(
                        ExitCode.USAGE,
                        "no-trace",
                        "run `" + Printable.line(run) + "` recorded no trace",
                        "run it again with one: `lab run ID --trace`");
            }
            if (cell == null && cells.size() > 1) {
                cells.forEach(c -> context.screen().print(Printable.line(c)));
                context.screen().note("choose one: `lab trace " + Printable.line(run) + " --cell ...`");
                return ExitCode.HOLDS;
            }
            write(client, run, cell == null ? cells.getFirst() : known(cell, cells));
        }
        return ExitCode.HOLDS;
    }

    private void write(LabClient client, String run, String which) throws Exception {
        String suffix = jfr ? ".jfr" : ".trace.json";
        Path file = context.file(out == null ? which.replaceAll("[^a-zA-Z0-9.=@-]", "-") + suffix : out);
        if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "no-such-folder",
                    "no folder `" + context.shown(file.getParent()) + "`",
                    "make it first");
        }
        Files.write(file, jfr ? client.recording(run, which) : client.trace(run, which));
        context.screen().print(context.shown(file));
        context.screen()
                .note(
                        jfr
                                ? "open it in JDK Mission Control, or print it with `jfr summary FILE`"
                                : "open it in Perfetto (ui.perfetto.dev) or chrome://tracing");
    }

    private static String known(String typed, List<String> cells) {
        if (cells.contains(typed)) {
            return typed;
        }
        throw Refusal.of(
                ExitCode.USAGE,
                "unknown-cell",
                "no trace of a cell `" + Printable.line(typed) + "`",
                Printable.line(Spelling.closest(typed, cells)
                        .map(c -> "did you mean `" + c + "`?")
                        .orElse("this run has " + String.join(", ", cells))));
    }
}
