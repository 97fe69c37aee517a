package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab runs`: what was run.
@Command(
        name = "runs",
        header = "List runs, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab runs", "  lab runs --scenario pool-queueing --state succeeded -o json"})
final class RunsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("run", "scenario", "profile", "state", "outcome", "progress", "submitted");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private final Context context;

    @Option(names = "--scenario", paramLabel = "ID", description = "Only runs of this scenario.")
    private @Nullable String scenario;

    @Option(names = "--state", paramLabel = "STATE", description = "Only runs in this state.")
    private @Nullable String state;

    @Option(names = "--since", paramLabel = "TIME", description = "Only runs submitted since, for example 2026-01-05.")
    private @Nullable String since;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    RunsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> filter = new LinkedHashMap<>();
        put(filter, "scenario", scenario);
        put(filter, "state", state);
        put(filter, "since", since == null ? null : instant(since));
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            List<RunStatus> runs = connection.client().runs(filter);
            List<List<Object>> rows = runs.stream().map(RunsCommand::row).toList();
            context.screen()
                    .print(
                            output.format() == Format.JSON
                                    ? Json.pretty(runs)
                                    : new Listing(COLUMNS, rows).as(output.format()));
        }
        return ExitCode.HOLDS;
    }

    /// A day begins at midnight in UTC, as the list writes times; anything else is the server's to judge.
    private static String instant(String typed) {
        return DAY.matcher(typed).matches() ? typed + "T00:00:00Z" : typed;
    }

    private static List<Object> row(RunStatus run) {
        return List.of(
                run.id(),
                run.scenario(),
                run.profile(),
                run.state(),
                Objects.requireNonNullElse(run.outcome(), ""),
                Math.round(run.progress() * 100) + " %",
                run.submitted());
    }

    private static void put(Map<String, String> filter, String name, @Nullable String value) {
        if (value != null) {
            filter.put(name, value);
        }
    }
}
