package dev.asynclab.cli;

import dev.asynclab.api.BrokenModels;
import dev.asynclab.api.Catalogue;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab list`: the shipped scenarios in reading order; `lab list models`: what they can compare.
@Command(
        name = "list",
        header = "List the shipped scenarios in reading order, or the models.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab list", "  lab list --tag io", "  lab list models", "  lab list -o json"})
final class ListCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("id", "track", "order", "title", "question", "minutes");
    private static final String SCENARIOS = "scenarios";
    private static final String MODELS = "models";
    private static final List<String> MODEL_COLUMNS = List.of("id", "kind", "title", "idiom");
    private final Context context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", description = "scenarios (default) or models.")
    private String what = SCENARIOS;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only scenarios with this tag.")
    private @Nullable String tag;

    @Mixin
    private OutputOptions output = new OutputOptions();

    ListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        switch (what) {
            case SCENARIOS -> scenarios();
            case MODELS -> context.screen().print(new Listing(MODEL_COLUMNS, models()).as(output.format()));
            default ->
                throw Refusal.of(
                        ExitCode.USAGE, "unknown-word", "`" + what + "` cannot be listed", "write scenarios or models");
        }
        return ExitCode.HOLDS;
    }

    /// Those broken on purpose come last and say so: they are there to be refused.
    private static List<List<Object>> models() {
        return Catalogue.usable().stream()
                .map(m -> List.<Object>of(
                        m.id(), BrokenModels.all().contains(m) ? "broken on purpose" : "model", m.title(), m.idiom()))
                .toList();
    }

    private void scenarios() {
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
        context.screen().print(new Listing(COLUMNS, rows).as(output.format()));
    }

    private static Object known(int number) {
        return number < 0 ? "" : number;
    }
}
