package dev.asynclab.cli;

import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `run` and `plan` have in common: a scenario and what to change about it.
final class RunOptions {
    private static final Pattern TIME = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|min|h)");

    @Parameters(index = "0", paramLabel = "ID|FILE", description = "A scenario the lab knows, or a file.")
    private String scenario = "";

    @Option(names = "--set", paramLabel = "K=V", description = "Override a parameter, or narrow an axis to one value.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--only", paramLabel = "K=V,V", description = "Keep only these models (model=...) or axis values.")
    private Map<String, String> only = new LinkedHashMap<>();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "How much care: smoke, quick (the default), standard or publish.")
    private @Nullable String profile;

    @Option(names = "--quick", description = "The same as --profile quick.")
    private boolean quick;

    @Option(names = "--budget", paramLabel = "T", description = "Wall time the run may take, for example 90s or 5m.")
    private @Nullable String budget;

    @Option(names = "--seed", paramLabel = "N", description = "Repeat a run's random choices.")
    private @Nullable Long seed;

    String scenario() {
        return scenario;
    }

    /// The request. A file is read here, so that its problems are shown before anything starts; an id is left to
    /// the server, which may know scenarios of its own.
    RunRequest request(Context context) throws java.io.IOException {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        only.forEach((k, v) -> kept.put(k, List.of(v.split(",", -1))));
        boolean file = ScenarioSource.looksLikeFile(scenario);
        String inline = null;
        if (file) {
            var source = ScenarioSource.find(context, scenario);
            source.read(context, new Settings(set, kept));
            inline = source.text();
        }
        return new RunRequest(
                file ? Optional.empty() : Optional.of(scenario),
                Optional.ofNullable(inline),
                set,
                kept,
                quick ? Optional.of("quick") : Optional.ofNullable(profile),
                budgetSeconds(),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    private Optional<Double> budgetSeconds() {
        if (budget == null) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(budget.strip());
        if (!time.matches()) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "bad-time",
                    "`" + budget + "` is not a time",
                    "write a number with a unit: 90s, 5m or 1h");
        }
        double unit = switch (time.group(2)) {
            case "ms" -> 0.001;
            case "s" -> 1;
            case "h" -> 3600;
            default -> 60;
        };
        return Optional.of(Double.parseDouble(time.group(1)) * unit);
    }
}
