package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.WarmUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How every cell became warm: how long it took, and the CPU of a task from window to window.
final class WarmUpTable {

    private WarmUpTable() {}

    /// A folded table with a row per cell, its curve taken from its first trial; empty where nothing was kept.
    static String of(ResultDocument result) {
        List<WarmUp> all = result.warmUps();
        if (all == null || all.isEmpty()) {
            return "";
        }
        Map<String, List<WarmUp>> byCell = new LinkedHashMap<>();
        all.forEach(
                w -> byCell.computeIfAbsent(w.cell(), c -> new ArrayList<>()).add(w));
        List<List<String>> rows = byCell.entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue()))
                .toList();
        return Html.details(
                "warming up",
                Html.table(
                        "Before anything was measured; CPU per task in each window of the first trial",
                        List.of("cell", "took", "steady", "compiling", "classes", "CPU per task"),
                        rows));
    }

    private static List<String> row(String cell, List<WarmUp> trials) {
        WarmUp first = trials.getFirst();
        double jit =
                first.windows().stream().mapToDouble(WarmUp.Window::jitSeconds).sum();
        int classes = first.windows().stream().mapToInt(WarmUp.Window::classes).sum();
        return List.of(
                Html.text(cell),
                Html.text(range(trials)),
                Html.text(steady(trials)),
                Html.text(Figures.duration(jit)),
                String.valueOf(classes),
                Html.text(first.windows().stream().map(WarmUpTable::cpu).collect(Collectors.joining("  "))));
    }

    private static String range(List<WarmUp> trials) {
        double least = trials.stream().mapToDouble(WarmUp::seconds).min().orElse(0);
        double most = trials.stream().mapToDouble(WarmUp::seconds).max().orElse(0);
        String from = Figures.duration(least);
        String to = Figures.duration(most);
        return from.equals(to) ? from : from + " to " + to;
    }

    private static String steady(List<WarmUp> trials) {
        long judged = trials.stream().filter(w -> w.steady() != null).count();
        long steady =
                trials.stream().filter(w -> Boolean.TRUE.equals(w.steady())).count();
        return judged == 0 ? "fixed length" : steady + " of " + judged + " trials";
    }

    private static String cpu(WarmUp.Window window) {
        Double perTask = window.cpuPerTask();
        return perTask == null ? "-" : Figures.duration(perTask);
    }
}
