package dev.asynclab.cli;

import dev.asynclab.api.CrossoverResult;
import dev.asynclab.api.Figures;
import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;

/// What a search found, on a terminal: the place, the same by hand, and every value it tried.
final class SearchText {
    private SearchText() {}

    static String of(ResultDocument result, String report, Screen screen) {
        var lines = new ArrayList<String>();
        lines.add(
                screen.bold(Printable.line(result.scenario().id())) + "   search, " + Printable.line(result.profile()));
        for (CrossoverResult crossover : result.crossovers()) {
            lines.add("  " + Printable.line(Sentences.crossover(crossover)));
            lines.add("  ratio of " + Printable.line(crossover.a()) + " to " + Printable.line(crossover.b()) + " at "
                    + Printable.line(crossover.axis()));
            crossover.probes().forEach(probe -> lines.add(line(probe)));
        }
        MapResult map = result.map();
        if (map != null) {
            Sentences.map(map).forEach(line -> lines.add("  " + Printable.text(line)));
        }
        List<ResultDocument.Check> failed =
                result.checks().stream().filter(c -> !c.ok()).toList();
        failed.forEach(c ->
                lines.add("  " + screen.doubtful("not ok: " + Printable.line(c.code() + ": " + c.evidence()))));
        lines.add("  report  " + report);
        return String.join("\n", lines);
    }

    private static String line(CrossoverResult.Probe probe) {
        Double ratio = probe.ratio();
        Double low = probe.lo();
        Double high = probe.hi();
        String figure = ratio == null ? "none" : Figures.ratio(ratio);
        String interval =
                low == null || high == null ? "" : "  [" + Figures.ratio(low) + ", " + Figures.ratio(high) + "]";
        String rounds = probe.rounds() == 1 ? "1 round" : probe.rounds() + " rounds";
        return "    %10d  %s%s   %s".formatted(probe.at(), figure, interval, rounds);
    }
}
