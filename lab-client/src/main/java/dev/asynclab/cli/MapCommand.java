package dev.asynclab.cli;

import dev.asynclab.api.SearchRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab map`: who wins where over two axes.
@Command(
        name = "map",
        header = "Draw who wins where over two axes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab map two-by-two --axes callers,work --between event-loop,processes",
            "  lab map mine.yaml --axes callers,size --between a,b --from callers=1 --to callers=1k --budget 15m"
        })
final class MapCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--axes", required = true, paramLabel = "X,Y", split = ",", description = "The two axes.")
    private List<String> names = List.of();

    @Option(
            names = "--from",
            paramLabel = "X=N",
            description = "Where an axis begins; the file's least value. Repeatable.")
    private Map<String, String> from = new LinkedHashMap<>();

    @Option(
            names = "--to",
            paramLabel = "X=M",
            description = "Where an axis ends; the file's greatest value. Repeatable.")
    private Map<String, String> to = new LinkedHashMap<>();

    @Mixin
    private ProgressOptions output = new ProgressOptions();

    MapCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (names.size() != 2) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "two-axes",
                    "a map has two axes, and --axes names " + names.size(),
                    "for example --axes callers,size; `lab crossover` searches along one");
        }
        return search.run(context, run.request(context), axes(), server, output.format(), output.quiet());
    }

    private List<SearchRequest.Range> axes() {
        return names.stream()
                .map(String::strip)
                .map(name -> new SearchRequest.Range(
                        name, SearchOptions.count(from.get(name), "--from"), SearchOptions.count(to.get(name), "--to")))
                .toList();
    }
}
