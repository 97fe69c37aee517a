package dev.asynclab.cli;

import dev.asynclab.api.SearchRequest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab crossover`: where on an axis the winner changes.
@Command(
        name = "crossover",
        header = "Search the place on an axis where the winner changes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab crossover pool-queueing --between virtual-threads,pool-50 --axis callers --from 10 --to 1k",
            "  lab crossover mine.yaml --between a,b --axis size --at callers=100 --budget 10m -o json"
        })
final class CrossoverCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--axis", required = true, paramLabel = "X", description = "The axis searched.")
    private String axis = "";

    @Option(names = "--from", paramLabel = "N", description = "Where the search begins; the file's least value.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "M", description = "Where it ends; the file's greatest value.")
    private @Nullable String to;

    @Mixin
    private ProgressOptions output = new ProgressOptions();

    CrossoverCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        return search.run(context, run.request(context), axes(), server, output.format(), output.quiet());
    }

    private List<SearchRequest.Range> axes() {
        return List.of(
                new SearchRequest.Range(axis, SearchOptions.count(from, "--from"), SearchOptions.count(to, "--to")));
    }
}
