package dev.asynclab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a list shows of a scenario: its first few keys.
///
/// Only those are parsed, because `lab list` must answer before a reader loses patience; whether the rest is
/// valid is what `lab validate` is for.
///
/// @param track -1 when the file has no lesson, as are `order` and `minutes`
record ScenarioHead(
        Path file,
        String id,
        String title,
        List<String> tags,
        int track,
        int order,
        String level,
        int minutes,
        String question) {
    private static final int UNKNOWN = -1;
    private static final Set<String> HEAD = Set.of("id", "title", "tags", "lesson");
    private static final Pattern TOP_LEVEL_KEY = Pattern.compile("^([a-z-]+):.*", Pattern.DOTALL);

    static final Comparator<ScenarioHead> READING_ORDER = Comparator.comparingInt(ScenarioHead::sortedTrack)
            .thenComparingInt(ScenarioHead::order)
            .thenComparing(ScenarioHead::id);

    ScenarioHead {
        tags = List.copyOf(tags);
    }

    static ScenarioHead read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Never fails: a file that cannot be parsed is listed under its name, with the reason as title.
    static ScenarioHead of(Path file, String text) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        try {
            var settings = LoadSettings.builder().setLabel(name).build();
            Object root = new Load(settings).loadFromString(headOf(text));
            return of(file, name, root instanceof Map<?, ?> map ? map : Map.of());
        } catch (YamlEngineException _) {
            return new ScenarioHead(
                    file, name, "(unreadable: lab validate " + name + ")", List.of(), UNKNOWN, 0, "", UNKNOWN, "");
        }
    }

    private static ScenarioHead of(Path file, String name, Map<?, ?> root) {
        Map<?, ?> lesson = root.get("lesson") instanceof Map<?, ?> map ? map : Map.of();
        List<String> tags = root.get("tags") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new ScenarioHead(
                file,
                text(root.get("id"), name),
                text(root.get("title"), ""),
                tags,
                number(lesson.get("track")),
                number(lesson.get("order")),
                text(lesson.get("level"), ""),
                number(lesson.get("minutes")),
                text(lesson.get("question"), ""));
    }

    /// Files without a lesson come last.
    private int sortedTrack() {
        return track == UNKNOWN ? Integer.MAX_VALUE : track;
    }

    /// The sections of the file a list needs. In block style a top-level key is whatever starts at the margin; a
    /// file in another style is taken whole.
    private static String headOf(String text) {
        var kept = new StringBuilder();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("{") || line.startsWith("\"") || line.startsWith("?")) {
                return text;
            }
            var key = TOP_LEVEL_KEY.matcher(line);
            if (key.matches()) {
                inside = HEAD.contains(key.group(1));
            }
            if (inside) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    private static String text(@Nullable Object value, String fallback) {
        return value == null ? fallback : value.toString();
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number n ? n.intValue() : UNKNOWN;
    }
}
