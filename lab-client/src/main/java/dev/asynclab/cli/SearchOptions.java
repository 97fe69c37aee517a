package dev.asynclab.cli;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.api.SearchRequest;
import dev.asynclab.client.LabClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `crossover` and `map` have in common.
final class SearchOptions {
    private static final Pattern COUNT = Pattern.compile("([0-9]{1,15})(k|M)?");

    @Option(
            names = "--between",
            required = true,
            paramLabel = "A,B",
            split = ",",
            description = "The two models compared.")
    private List<String> between = List.of();

    @Option(names = "--metric", paramLabel = "M", description = "What they are compared by; the file's primary metric.")
    private @Nullable String metric;

    @Option(names = "--at", paramLabel = "K=V", description = "The value of another axis. Repeatable.")
    private Map<String, String> at = new LinkedHashMap<>();

    /// Submits the search, follows it to its end, and prints what it found.
    ///
    /// @return the exit code
    int run(
            Context context,
            RunRequest request,
            List<SearchRequest.Range> axes,
            ServerOptions server,
            Format format,
            boolean quiet)
            throws Exception {
        List<String> models = between.stream().map(String::strip).toList();
        RunRequest searching = request.searching(new SearchRequest(axes, models, Optional.ofNullable(metric), at));
        try (var connection = Connection.toRunningOrStarted(context, server, quiet)) {
            LabClient client = connection.client();
            RunStatus submitted = client.submit(searching, UUID.randomUUID().toString());
            var end = RunWatch.untilEnd(context, client, submitted.id(), quiet);
            if (end.isEmpty()) {
                context.screen().note("interrupted: run " + submitted.id() + " was cancelled");
                return ExitCode.INTERRUPTED;
            }
            return new RunEnd(context, client, format, false).searched(end.get());
        }
    }

    /// A whole number, also as `1k` or `2M`.
    static Optional<Long> count(@Nullable String typed, String option) {
        if (typed == null) {
            return Optional.empty();
        }
        Matcher count = COUNT.matcher(typed.strip());
        if (!count.matches()) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "bad-number",
                    option + " `" + typed + "` is not a whole number",
                    "write for example 10, 1k or 2M");
        }
        String unit = count.group(2);
        long factor = unit == null ? 1 : unit.equals("k") ? 1_000 : 1_000_000;
        return Optional.of(Long.parseLong(count.group(1)) * factor);
    }
}
