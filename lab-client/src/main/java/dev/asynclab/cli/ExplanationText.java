package dev.asynclab.cli;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.ResultDocument.MechanismResult;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The mechanisms of a result on a terminal, the strongest first, and the claims that hold for another reason.
final class ExplanationText {
    private static final String MODEL = "model";
    private static final String AT = "at";

    private final ResultDocument result;
    private final Screen screen;
    private final List<String> lines = new ArrayList<>();

    ExplanationText(ResultDocument result, Screen screen) {
        this.result = result;
        this.screen = screen;
    }

    /// @param model only mechanisms seen in this variant; null for all
    /// @param at only those seen at these sweep values
    String of(@Nullable String model, Map<String, String> at) {
        List<MechanismResult> shown = result.mechanisms().stream()
                .filter(m -> model == null || model.equals(m.evidence().get(MODEL)))
                .filter(m -> there(m, at))
                .toList();
        lines.add(screen.bold(Printable.line(result.scenario().id())) + "   run " + Printable.line(result.run()));
        shown.forEach(this::mechanism);
        if (shown.isEmpty()) {
            nothing(model != null || !at.isEmpty());
        }
        result.claims().stream()
                .filter(Sentences::holdsForAnotherReason)
                .filter(c ->
                        at.isEmpty() || c.at().isEmpty() || c.at().entrySet().containsAll(at.entrySet()))
                .forEach(this::otherReason);
        return String.join("\n", lines);
    }

    /// The evidence carries its sweep point as text: `callers = 1000, size = 64`.
    private static boolean there(MechanismResult mechanism, Map<String, String> at) {
        List<String> parts =
                Arrays.asList(Objects.toString(mechanism.evidence().get(AT), "").split(", ", -1));
        return at.entrySet().stream().allMatch(e -> parts.contains(e.getKey() + " = " + e.getValue()));
    }

    private void mechanism(MechanismResult mechanism) {
        String place = mechanism.evidence().entrySet().stream()
                .filter(e -> e.getKey().equals(MODEL) || e.getKey().equals(AT))
                .map(e -> String.valueOf(e.getValue()))
                .collect(Collectors.joining(" at "));
        String numbers = mechanism.evidence().entrySet().stream()
                .filter(e -> !e.getKey().equals(MODEL) && !e.getKey().equals(AT))
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        lines.add("");
        lines.add("  " + screen.bold(Printable.line(mechanism.sentence())) + "   "
                + Printable.line(mechanism.id() + (place.isEmpty() ? "" : ", most in " + place)));
        if (!numbers.isEmpty()) {
            item("measured", numbers);
        }
        Catalogue.mechanisms().stream()
                .filter(m -> m.id().equals(mechanism.id()))
                .forEach(m -> {
                    item("seen when", m.evidence());
                    item("to change it", m.change());
                });
    }

    private void nothing(boolean narrowed) {
        lines.add("");
        String elsewhere = narrowed && !result.mechanisms().isEmpty()
                ? "no mechanism has its strongest evidence there; without --model and --at: "
                        + result.mechanisms().stream().map(MechanismResult::id).collect(Collectors.joining(", "))
                : "the counters do not show why; try `lab trace " + result.run() + "`";
        lines.add("  " + Printable.line(elsewhere));
    }

    private void otherReason(ClaimResult claim) {
        lines.add("");
        lines.add("  " + screen.doubtful("holds, but not for the stated reason") + "   " + Printable.line(claim.id())
                + ": " + Printable.line(claim.that()));
        item("stated reason", Objects.toString(claim.because(), "") + " was not seen");
    }

    private void item(String name, String text) {
        String head = "    " + Printable.left(name, 14);
        String rest = " ".repeat(head.length());
        for (String line : wrapped(Printable.line(text), screen.width() - head.length())) {
            lines.add((head + line).stripTrailing());
            head = rest;
        }
    }

    /// Words on lines of at most `columns`; a longer word has a line of its own.
    static List<String> wrapped(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && Printable.width(line + " " + word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
