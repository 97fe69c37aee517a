package dev.asynclab.cli;

import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A result on a terminal: what was measured, who wins and why, whether the claims hold, what was checked.
final class VerdictText {
    /// More pairs than this are left to the report.
    private static final int SENTENCES = 16;

    private static final int TITLE_WIDTH = 78;
    private static final Set<String> FIRST_CHECKS =
            Set.of("backend-saturated", "generator-late", "little", "cpu-contended");
    private final ResultDocument result;
    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    private VerdictText(ResultDocument result, Screen screen) {
        this.result = result;
        this.screen = screen;
    }

    /// @param report the report's file name as a person in the current folder writes it; null when none
    ///     was written
    static String of(ResultDocument result, @Nullable String report, Screen screen) {
        var text = new VerdictText(result, screen);
        text.title();
        List<String> metrics = result.primaryMetrics();
        metrics.forEach(metric -> text.table(metric, metrics.size() > 1));
        text.pairs();
        text.explanations();
        text.claims();
        text.checks();
        if (report != null) {
            text.lines.add("  report  " + report);
        }
        return String.join("\n", text.lines);
    }

    private void title() {
        String rounds = result.rounds() == 1 ? "1 round" : result.rounds() + " rounds";
        String left = screen.bold(Printable.line(result.scenario().id())) + "   " + Printable.line(result.profile())
                + ", " + rounds;
        String right = machine();
        lines.add((Printable.left(left, TITLE_WIDTH - Printable.width(right)) + " " + right).stripTrailing());
        if (!result.summary().isBlank()) {
            lines.add("  " + Printable.line(result.summary()));
        }
    }

    private String machine() {
        Object cores = result.environment().get("cores");
        Object jdk = result.environment().get("jdk");
        var facts = new ArrayList<String>();
        if (cores != null) {
            facts.add(cores + (cores.toString().equals("1") ? " core" : " cores"));
        }
        if (jdk != null) {
            facts.add("JDK " + Printable.line(jdk.toString()));
        }
        return String.join(", ", facts);
    }

    /// One line per variant, under a heading per sweep point.
    private void table(String metric, boolean named) {
        int names = result.models().stream()
                .mapToInt(m -> Printable.width(Printable.line(m)))
                .max()
                .orElse(0);
        List<Cell> shown = result.competing();
        int values = shown.stream()
                .mapToInt(c -> Printable.width(value(c, metric)))
                .max()
                .orElse(0);
        int intervals = shown.stream()
                .mapToInt(c -> Printable.width(interval(c, metric)))
                .max()
                .orElse(0);
        for (Map<String, String> at : result.points()) {
            String point = Printable.line(Sentences.at(at));
            String heading = named ? metric + (point.isEmpty() ? "" : ", " + point) : point;
            if (!heading.isEmpty()) {
                lines.add("  " + heading);
            }
            String indent = heading.isEmpty() ? "  " : "    ";
            for (Cell cell : shown) {
                if (cell.at().equals(at)) {
                    String name = indent + Printable.left(Printable.line(cell.model()), names) + "  ";
                    lines.add(
                            measured(cell)
                                    ? (name + Printable.right(value(cell, metric), values) + "  "
                                                    + Printable.left(interval(cell, metric), intervals) + "  "
                                                    + remark(cell, metric))
                                            .stripTrailing()
                                    : name + screen.doubtful(Printable.line(Sentences.absence(cell))));
                }
            }
        }
        lines.add("");
    }

    private static boolean measured(Cell cell) {
        return cell.state().equals("measured");
    }

    private static String value(Cell cell, String metric) {
        return cell.measured(metric).map(Sentences::value).map(Printable::line).orElse("");
    }

    private static String interval(Cell cell, String metric) {
        return cell.measured(metric).map(Sentences::interval).orElse("");
    }

    private String remark(Cell cell, String metric) {
        String limit = cell.bound(metric)
                .map(_ -> Printable.line(Sentences.bound(cell)))
                .orElse("");
        String flags = cell.flags().isEmpty() ? "" : "   " + screen.doubtful(String.join(", ", cell.flags()));
        return limit + flags;
    }

    private void pairs() {
        boolean several = result.primaryMetrics().size() > 1;
        result.pairs().stream().limit(SENTENCES).forEach(pair -> {
            lines.add("  "
                    + Printable.line((several ? pair.metric() + ": " : "") + Sentences.pair(pair) + where(pair.at())));
            if (pair.limitedBy() != null) {
                lines.add("    limited by: " + Printable.line(pair.limitedBy()));
            }
        });
        if (result.pairs().size() > SENTENCES) {
            lines.add("  and " + (result.pairs().size() - SENTENCES) + " more pairs in the report");
        }
        result.crossovers().forEach(c -> lines.add("  " + Printable.line(Sentences.crossover(c))));
        MapResult map = result.map();
        if (map != null) {
            Sentences.map(map).forEach(line -> lines.add("  " + Printable.text(line)));
        }
    }

    private String where(Map<String, String> at) {
        return result.points().size() > 1 ? "   at " + Sentences.at(at) : "";
    }

    private void explanations() {
        result.mechanisms()
                .forEach(m ->
                        lines.add("  why: " + Printable.line(m.id() + " - " + m.sentence()) + evidence(m.evidence())));
        result.predictions().stream()
                .filter(p -> p.answer() != null)
                .forEach(p -> lines.add("  " + Printable.line(Sentences.prediction(p)) + score(p)));
    }

    private static String score(ResultDocument.PredictionResult prediction) {
        String score = Sentences.score(prediction);
        return score.isEmpty() ? "" : "   " + score;
    }

    private static String evidence(Map<String, Object> evidence) {
        return evidence.isEmpty()
                ? ""
                : evidence.entrySet().stream()
                        .map(e -> Printable.line(e.getKey() + " " + e.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /// Claims that hold as stated share lines; every other one says what was claimed and what was measured.
    private void claims() {
        var row = new StringBuilder();
        for (ClaimResult claim : result.claims()) {
            if (asStated(claim)) {
                String entry = "  " + screen.good("holds") + "   " + Printable.line(claim.id()) + "   ";
                if (!row.isEmpty() && Printable.width(row + entry) > screen.width()) {
                    lines.add(row.toString().stripTrailing());
                    row.setLength(0);
                }
                row.append(entry);
            }
        }
        if (!row.isEmpty()) {
            lines.add(row.toString().stripTrailing());
        }
        result.claims().stream().filter(c -> !asStated(c)).forEach(this::unmet);
    }

    private static boolean asStated(ClaimResult claim) {
        return claim.outcome().equals("holds") && !Sentences.holdsForAnotherReason(claim);
    }

    private void unmet(ClaimResult claim) {
        String outcome = claim.outcome().replace('-', ' ');
        boolean serious = claim.outcome().equals("refuted") && claim.grade().equals("must");
        lines.add("  " + (serious ? screen.bad(outcome) : screen.doubtful(outcome)) + "   " + Printable.line(claim.id())
                + " (" + Printable.line(claim.grade()) + "): " + Printable.line(claim.that()));
        String measured = Printable.line(Sentences.claim(claim));
        if (!measured.isEmpty()) {
            lines.add("    " + measured);
        }
    }

    /// The four checks a reader asks about first, in words; the others that passed are counted. All are
    /// in the
    /// report.
    private void checks() {
        var passed = result.checks().stream().filter(ResultDocument.Check::ok).toList();
        String told = passed.stream()
                .filter(c -> FIRST_CHECKS.contains(c.code()))
                .map(c -> Printable.line(c.evidence()))
                .collect(Collectors.joining(", "));
        long others =
                passed.stream().filter(c -> !FIRST_CHECKS.contains(c.code())).count();
        if (!passed.isEmpty()) {
            String more = others == 0 ? "" : others + (told.isEmpty() ? "" : " more") + " in order";
            lines.add("  checked: " + told + (told.isEmpty() || more.isEmpty() ? "" : "; ") + more);
        }
        result.checks().stream()
                .filter(c -> !c.ok())
                .forEach(c ->
                        lines.add("  " + screen.doubtful("not ok: " + Printable.line(c.code() + ": " + c.evidence()))));
    }
}
