package dev.asynclab.scenario;

import dev.asynclab.api.Lesson;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Variant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Generates the table of contents of the lessons from the files themselves.
public final class ScenarioIndex {
    private static final String HEAD = """
            # Lessons

            Generated from the files; the test `ShippedScenariosTest` fails when it is stale. Read a track from top to bottom;
            the later ones build on it. [REFERENCE.md](REFERENCE.md) explains every key, [ROWS.md](ROWS.md) the rows.
            """;

    /// Titles of the tracks, by their number.
    private static final List<String> TRACKS =
            List.of("Measuring", "Waiting", "Computing", "Mixed and broken", "Graphs");

    private static final Comparator<Scenario> READING_ORDER =
            Comparator.<Scenario>comparingInt(s -> lesson(s).order()).thenComparing(Scenario::id);

    private ScenarioIndex() {}

    /// The title of a track.
    ///
    /// @param number as in [Lesson#track()]
    public static String track(int number) {
        return TRACKS.get(number);
    }

    /// The whole page, as Markdown. Scenarios without a lesson are left out.
    public static String markdown(Collection<Scenario> scenarios) {
        var out = new StringBuilder(HEAD);
        for (int track = 0; track < TRACKS.size(); track++) {
            int number = track;
            List<Scenario> lessons = scenarios.stream()
                    .filter(s -> s.lesson().filter(l -> l.track() == number).isPresent())
                    .sorted(READING_ORDER)
                    .toList();
            if (!lessons.isEmpty()) {
                out.append("\n## Track ")
                        .append(track)
                        .append(": ")
                        .append(TRACKS.get(track))
                        .append(
                                "\n\n| order | lesson | question | minutes | models | rows |\n|---:|---|---|---:|---|---|\n");
                lessons.forEach(scenario -> row(out, scenario));
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, Scenario scenario) {
        Lesson lesson = lesson(scenario);
        String models = scenario.variants().stream()
                .map(Variant::model)
                .distinct()
                .map(m -> "`" + m + "`")
                .collect(Collectors.joining(", "));
        out.append("| %d | [%s](%s.yaml) | %s | %d | %s | %s |\n"
                .formatted(
                        lesson.order(),
                        scenario.id(),
                        scenario.id(),
                        cell(lesson.question()),
                        lesson.minutes(),
                        models,
                        String.join(", ", scenario.covers())));
    }

    private static Lesson lesson(Scenario scenario) {
        return scenario.lesson().orElseThrow();
    }

    private static String cell(String text) {
        return text.strip().replace("\n", " ").replace("|", "\\|");
    }
}
