package dev.asynclab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab show`: a scenario as written, or as understood.
@Command(
        name = "show",
        header = "Print a scenario, as written or with every default and sweep point filled in.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab show pool-queueing", "  lab show pool-queueing --resolved", "  lab show mine.yaml --resolved"})
final class ShowCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ID|FILE", description = "A shipped scenario, or a file.")
    private String scenario = "";

    @Option(names = "--resolved", description = "As understood: defaults filled in, sweep expanded (JSON).")
    private boolean resolved;

    ShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        var source = ScenarioSource.find(context, scenario);
        if (resolved) {
            context.screen().print(Json.pretty(source.read(context)));
        } else {
            context.screen().print(Printable.text(source.text()).stripTrailing());
        }
        return ExitCode.HOLDS;
    }
}
