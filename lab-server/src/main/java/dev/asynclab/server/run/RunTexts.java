package dev.asynclab.server.run;

import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.api.SearchRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a stored run looks like from outside.
final class RunTexts {

    private RunTexts() {}

    /// @param pace null for a run that is not being measured
    static RunStatus status(StoredRun run, RunPace.@Nullable Now pace) {
        return new RunStatus(
                run.id(),
                run.scenario(),
                run.profile(),
                run.state().id(),
                run.position(),
                pace == null ? progress(run) : pace.progress(),
                pace == null ? null : (Double) pace.etaSeconds(),
                run.outcome(),
                run.summary(),
                run.reason(),
                run.submitted().toString(),
                text(run.started()),
                text(run.ended()),
                links(run));
    }

    /// By trials. An adaptive run may measure more than was planned, or less; a succeeded one is complete all the
    /// same.
    private static double progress(StoredRun run) {
        if (run.state() == RunState.SUCCEEDED) {
            return 1;
        }
        return run.plannedTrials() == 0 ? 0 : Math.min(1.0, (double) run.trialsDone() / run.plannedTrials());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Map<String, String> links(StoredRun run) {
        String self = "/api/v1/runs/" + run.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        for (String name : List.of("events", "results", "report", "cancel")) {
            links.put(name, self + "/" + name);
        }
        return links;
    }

    /// The command that repeats a run, ready for a POSIX shell.
    static String repeatWith(StoredRun run) {
        StringBuilder command = new StringBuilder("lab " + verb(run) + " ");
        boolean inline = run.request().inline().isPresent();
        command.append(quoted(inline ? run.scenario() + ".yaml" : run.scenario()));
        new TreeMap<>(run.request().set())
                .forEach((k, v) -> command.append(" --set ").append(quoted(k + "=" + v)));
        new TreeMap<>(run.request().only())
                .forEach((k, v) -> command.append(" --only ").append(quoted(k + "=" + String.join(",", v))));
        run.request().crossover().ifPresent(search -> append(search, command));
        command.append(" --profile ").append(run.profile());
        run.request()
                .budgetSeconds()
                .ifPresent(s -> command.append(" --budget ")
                        .append(s == Math.rint(s) ? String.valueOf(s.longValue()) : s.toString())
                        .append('s'));
        command.append(" --seed ").append(run.seed());
        return command.append(run.request().traced() ? " --trace" : "").toString();
    }

    private static String verb(StoredRun run) {
        return run.request()
                .crossover()
                .map(search -> search.axes().size() == 2 ? "map" : "crossover")
                .orElse("run");
    }

    private static void append(SearchRequest search, StringBuilder command) {
        command.append(" --between ").append(quoted(String.join(",", search.between())));
        boolean map = search.axes().size() == 2;
        String names = String.join(
                ",", search.axes().stream().map(SearchRequest.Range::axis).toList());
        command.append(map ? " --axes " : " --axis ").append(quoted(names));
        for (SearchRequest.Range range : search.axes()) {
            String name = map ? quoted(range.axis()) + "=" : "";
            range.from().ifPresent(v -> command.append(" --from ").append(name).append(v));
            range.to().ifPresent(v -> command.append(" --to ").append(name).append(v));
        }
        search.metric().ifPresent(m -> command.append(" --metric ").append(quoted(m)));
        new TreeMap<>(search.at()).forEach((k, v) -> command.append(" --at ").append(quoted(k + "=" + v)));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.,=@:/+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
