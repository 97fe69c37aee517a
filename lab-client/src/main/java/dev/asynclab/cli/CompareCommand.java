package dev.asynclab.cli;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.client.LabClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab compare`: earlier runs side by side.
@Command(
        name = "compare",
        header = "Compare runs: what differs around them first, then cell by cell, with intervals.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab compare 20260105-100000-0k3v9x2a 20260106-140000-71xqz0bd",
            "  lab compare 20260105-100000-0k3v9x2a 20260106-140000-71xqz0bd --anyway --export compared.md"
        })
final class CompareCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN|FILE.zip",
            description = "The run to compare with, then the others; `lab runs` lists them.")
    private List<String> runs = List.of();

    @Option(names = "--anyway", description = "Compare runs of other cores, JDK or scenario text too, under a banner.")
    private boolean anyway;

    @Option(names = "--export", paramLabel = "FILE", description = "Also write it here: .json, .csv or .md.")
    private @Nullable String export;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    CompareCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (runs.size() < 2) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "one-run",
                    "a comparison takes two runs, and only `" + Printable.line(runs.getFirst()) + "` is named",
                    "name the other one, too; `lab runs` lists them");
        }
        Format exported = export == null ? Format.TABLE : suffix(export);
        List<ComparisonDocument> comparisons = new ArrayList<>();
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            String base = CapsuleFile.run(context, client, runs.getFirst());
            for (String other : runs.subList(1, runs.size())) {
                comparisons.add(client.compare(base, CapsuleFile.run(context, client, other), anyway));
            }
        }
        context.screen().print(text(comparisons, output.format()));
        if (export != null) {
            write(export, text(comparisons, exported));
        }
        List<String> problems = comparisons.stream()
                .filter(c -> !c.comparable())
                .flatMap(c -> c.problems().stream().map(p -> c.with().run() + ": " + p))
                .toList();
        problems.forEach(p -> context.screen().note("not comparable: " + Printable.line(p)));
        if (!problems.isEmpty() && !anyway) {
            context.screen().note("--anyway compares what is still the same experiment, under a banner");
        }
        return problems.isEmpty() || anyway ? ExitCode.HOLDS : ExitCode.NOT_COMPARABLE;
    }

    /// Two runs are one document, more are a list of documents.
    private static String text(List<ComparisonDocument> comparisons, Format format) {
        if (format == Format.JSON && comparisons.size() > 1) {
            return Json.pretty(comparisons);
        }
        return comparisons.stream()
                .map(c -> new ComparisonText(c).as(format).stripTrailing())
                .collect(Collectors.joining("\n\n"));
    }

    private static Format suffix(String file) {
        return file.endsWith(".json")
                ? Format.JSON
                : file.endsWith(".csv") ? Format.CSV : file.endsWith(".md") ? Format.MD : refuse(file);
    }

    private static Format refuse(String file) {
        throw Refusal.of(
                ExitCode.USAGE, "unknown-suffix", "`" + file + "` names no format", "end it in one of: .json .csv .md");
    }

    private void write(String file, String text) throws IOException {
        var path = context.file(file);
        Files.writeString(path, text + "\n");
        context.screen().note("written to " + context.shown(path));
    }
}
