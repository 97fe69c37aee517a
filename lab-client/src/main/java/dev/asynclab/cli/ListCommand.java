package dev.asynclab.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab list`: the shipped scenarios in reading order.
@Command(
        name = "list",
        header = "List the shipped scenarios in reading order.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab list", "  lab list --tag io", "  lab list -o json"})
final class ListCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("id", "track", "order", "title", "question", "minutes");
    private final Context context;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only scenarios with this tag.")
    private @Nullable String tag;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, csv or md.")
    private Format format = Format.TABLE;

    ListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<ScenarioHead> heads = new ShippedScenarios(context.home().scenarios())
                .heads().stream()
                        .filter(h -> tag == null || h.tags().contains(tag))
                        .toList();
        if (heads.isEmpty() && tag != null) {
            context.screen().note("no scenario has the tag `" + Printable.line(tag) + "`");
        }
        var rows = heads.stream()
                .map(h -> List.<Object>of(
                        h.id(), known(h.track()), known(h.order()), h.title(), h.question(), known(h.minutes())))
                .toList();
        context.screen().print(new Listing(COLUMNS, rows).as(format));
        return ExitCode.HOLDS;
    }

    private static Object known(int number) {
        return number < 0 ? "" : number;
    }
}
