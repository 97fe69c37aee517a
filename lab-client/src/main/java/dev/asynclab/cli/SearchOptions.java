package dev.asynclab.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    List<String> between() {
        return between.stream().map(String::strip).toList();
    }

    Optional<String> metric() {
        return Optional.ofNullable(metric);
    }

    Map<String, String> at() {
        return at;
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
