package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Every place of a scenario where a mistake of a kind can be made. Works on lines, on purpose not on the reader's
/// own tree.
final class Mutations {
    private static final Set<String> KEYS = Set.of(
            "format",
            "title",
            "covers",
            "lesson",
            "track",
            "order",
            "level",
            "minutes",
            "question",
            "predict",
            "answer",
            "explain",
            "hints",
            "exercises",
            "passes-when",
            "backends",
            "delay",
            "models",
            "load",
            "sweep",
            "expect",
            "that",
            "because",
            "grade",
            "measure",
            "compare",
            "closed",
            "concurrency",
            "threads",
            "kernel");

    private static final Map<String, String> WRONG_SIGNS = Map.of(">=", "=>", "<=", "=<", "~", "≈");

    private final List<String> lines;
    private final Random random;
    private final Map<String, List<Mutant>> kinds = new TreeMap<>();

    Mutations(String text, Random random) {
        this.lines = List.of(text.split("\n", -1));
        this.random = random;
    }

    Map<String, List<Mutant>> byKind() {
        words("key typo", "(?<=^|[ {])([a-z-]+)(?=: |:$)", KEYS::contains);
        words("backend typo", "(?<=call: )([a-z]+)(?=$|[ }\\],])", w -> true);
        words("mechanism typo", "(?<=because: )([a-z-]+)$", w -> w.contains("-"));
        words("word typo", "(?<=grade: |level: |kind: |answer: )([a-z]{4,})", w -> true);
        words("model typo", "(?<=use: )([a-z-]+)", w -> Catalogue.model(w).isPresent());
        claims(
                "metric typo",
                "(?<=that: )([a-z.0-9-]+)(?= of)",
                w -> Metric.of(w).isPresent());
        claims("model typo in a claim", "(?<= of )([a-z][a-z0-9-]+)(?=[ /@])", w -> !w.equals("each"));
        signs();
        bareNumbers();
        duplicates();
        tabs();
        references();
        axes();
        missing();
        return kinds;
    }

    private void words(String kind, String pattern, Predicate<String> chosen) {
        for (int i = 0; i < lines.size(); i++) {
            for (MatchResult match :
                    Pattern.compile(pattern).matcher(code(i)).results().toList()) {
                if (chosen.test(match.group(1))) {
                    typo(kind, i, match);
                }
            }
        }
    }

    /// Claims, exercises left out: those may name models that do not exist yet.
    private void claims(String kind, String pattern, Predicate<String> chosen) {
        for (int i = 0; i < lines.size(); i++) {
            if (!code(i).contains("that: ") || isExercise(i)) {
                continue;
            }
            for (MatchResult match :
                    Pattern.compile(pattern).matcher(code(i)).results().limit(1).toList()) {
                if (chosen.test(match.group(1))) {
                    typo(kind, i, match);
                }
            }
        }
    }

    private boolean isExercise(int that) {
        for (int i = that; i < lines.size() && (i == that || !lines.get(i).contains("- id:")); i++) {
            if (lines.get(i).contains("grade: exercise")) {
                return true;
            }
        }
        return false;
    }

    private void typo(String kind, int line, MatchResult match) {
        String word = match.group(1);
        String wrong = misspelt(word);
        if (word.length() >= 4 && !wrong.equals(word)) {
            add(kind, line, match.start(1), match.end(1), wrong, Optional.of(word));
        }
    }

    /// Two neighbours swapped, or a letter lost, or one doubled. Never the first one.
    private String misspelt(String word) {
        int at = 1 + random.nextInt(Math.max(1, word.length() - 2));
        String head = word.substring(0, at);
        String tail = word.substring(at + 1);
        return switch (random.nextInt(3)) {
            case 0 ->
                head
                        + (tail.isEmpty() ? "" : tail.charAt(0))
                        + word.charAt(at)
                        + tail.substring(Math.min(1, tail.length()));
            case 1 -> head + tail;
            default -> head + word.charAt(at) + word.charAt(at) + tail;
        };
    }

    private void signs() {
        for (int i = 0; i < lines.size(); i++) {
            for (MatchResult match : Pattern.compile("(?<= )(>=|<=|~)(?= )")
                    .matcher(code(i))
                    .results()
                    .toList()) {
                if (code(i).contains("that: ")) {
                    String sign = match.group(1);
                    add(
                            "bad operator",
                            i,
                            match.start(),
                            match.end(),
                            WRONG_SIGNS.getOrDefault(sign, ""),
                            Optional.of(sign));
                }
            }
        }
    }

    private void bareNumbers() {
        var pattern = Pattern.compile(
                "(?:delay|body|share|margin|wait|block|after|warm-up|duration|timeout|cold-start|slow|p99|[<>]=?):? "
                        + "([0-9.]+)(ms|s|%|B|KiB|MiB|k/s|/s)(?=$|[ ,}\\]])");
        for (int i = 0; i < lines.size(); i++) {
            for (MatchResult match : pattern.matcher(code(i)).results().toList()) {
                boolean ratio = code(i).contains("that: ") && match.group(2).equals("%");
                if (!ratio) { // a share is a plain number as well
                    add("bare number", i, match.start(1), match.end(2), match.group(1), Optional.of("write a unit"));
                }
            }
        }
    }

    private void duplicates() {
        for (int i = 0; i < lines.size(); i++) {
            var match = Pattern.compile("^( *)([a-z][a-z-]+): [^|>]+$").matcher(lines.get(i));
            if (match.find() && !inText(i)) {
                var changed = new ArrayList<>(lines);
                changed.add(i + 1, lines.get(i));
                int column = match.end(1) + 1;
                add("duplicate key", changed, lines.get(i), i + 2, Optional.of(column), Optional.of(match.group(2)));
            }
        }
    }

    private void tabs() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("  ")) {
                int line = i;
                change("tab", i, l -> "\t" + lines.get(line).stripLeading(), 1);
            }
        }
    }

    /// The axis is also used in an `at:`, so the mistake is at the use and not at the declaration.
    private void references() {
        for (int i = 0; i < lines.size(); i++) {
            for (MatchResult match : Pattern.compile("\\$\\{([a-z]{4,})}")
                    .matcher(code(i))
                    .results()
                    .toList()) {
                String name = match.group(1);
                if (!inText(i) && String.join("\n", lines).contains("at: {" + name + ":")) {
                    typo("wrong name in ${}", i, match);
                }
            }
        }
    }

    private void axes() {
        for (int i = 0; i < lines.size(); i++) {
            var match = Pattern.compile("at: \\{([a-z]{4,}): ").matcher(code(i));
            if (match.find()) {
                typo("wrong axis in at", i, match.toMatchResult());
            }
        }
    }

    private void missing() {
        for (int i = 0; i < lines.size(); i++) {
            var match = Pattern.compile("^( *)(title|format|that|ask|answer|do): .*$")
                    .matcher(lines.get(i));
            if (match.find()) {
                int first = firstLine(i, match.end(1));
                var changed = new ArrayList<>(lines);
                changed.remove(i);
                // The first line of the mapping moves up when it is the one removed.
                String key = "`" + match.group(2) + "`";
                add("missing key", changed, lines.get(i), first, Optional.empty(), Optional.of(key));
            }
        }
    }

    /// Line number, after the removal, of the first key of the mapping that loses a key.
    private int firstLine(int removed, int indent) {
        if (indent == 0) {
            int first = 0;
            while (lines.get(first).isBlank() || lines.get(first).startsWith("#")) {
                first++;
            }
            return first + 1;
        }
        int i = removed;
        while (!lines.get(i).startsWith(" ".repeat(indent - 2) + "- ")) {
            i--;
        }
        return i + 1;
    }

    /// A line without its comment; empty inside a block of text.
    private String code(int i) {
        String line = lines.get(i);
        if (inText(i) || line.stripLeading().startsWith("#")) {
            return "";
        }
        return line.replaceFirst(" +#.*$", "");
    }

    private boolean inText(int line) {
        int indent = indent(lines.get(line));
        for (int i = line - 1; i >= 0; i--) {
            String before = lines.get(i);
            if (!before.isBlank() && indent(before) < indent) {
                return before.matches(".*: [|>]-?$");
            }
        }
        return false;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void add(String kind, int line, int from, int to, String replacement, Optional<String> suggestion) {
        String old = lines.get(line);
        var changed = new ArrayList<>(lines);
        changed.set(line, old.substring(0, from) + replacement + old.substring(to));
        add(kind, changed, changed.get(line), line + 1, Optional.of(from + 1), suggestion);
    }

    private void change(String kind, int line, UnaryOperator<String> change, int column) {
        var changed = new ArrayList<>(lines);
        changed.set(line, change.apply(lines.get(line)));
        add(kind, changed, changed.get(line), line + 1, Optional.of(column), Optional.empty());
    }

    private void add(
            String kind,
            List<String> changed,
            String shown,
            int line,
            Optional<Integer> column,
            Optional<String> suggestion) {
        kinds.computeIfAbsent(kind, k -> new ArrayList<>())
                .add(new Mutant(
                        kind,
                        String.join("\n", changed),
                        "line " + line + ": " + shown.strip(),
                        line,
                        column,
                        suggestion));
    }
}
