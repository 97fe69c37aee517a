package dev.asynclab.scenario;

import dev.asynclab.api.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects what is wrong with a text. One mistake met at several sweep points is kept once.
final class Findings {
    /// A reader can work on about this many at a time; the next reading shows the rest.
    static final int LIMIT = 20;

    private static final Comparator<Problem> TEXT_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    /// A name that does not exist and those that do.
    private record Unknown(String found, Collection<String> allowed) {}

    private final Map<Problem, Unknown> unknown = new IdentityHashMap<>();
    private final Map<String, Problem> errors = new LinkedHashMap<>();
    private final Map<String, Problem> warnings = new LinkedHashMap<>();

    void error(String code, Node at, String message, String help) {
        error(code, at.span(), at.pointer(), message, Optional.empty(), help);
    }

    void error(String code, Span at, String pointer, String message, Optional<String> suggestion, String help) {
        add(errors, problem(code, at, pointer, message, suggestion, help));
    }

    /// A name that does not exist, with the nearest one that does. The nearest one is looked for when the problem
    /// is among those shown: a file can hold thousands of unknown names, and each search costs all allowed ones.
    void unknown(String code, Span at, String pointer, String message, String found, Collection<String> allowed) {
        var problem = problem(code, at, pointer, message, Optional.empty(), "");
        if (add(errors, problem)) {
            unknown.put(problem, new Unknown(found, allowed));
        }
    }

    void warn(String code, Node at, String message, String help) {
        add(warnings, problem(code, at.span(), at.pointer(), message, Optional.empty(), help));
    }

    /// A message repeats what the file says, and a quoted string can say anything: `"\e[2J"` clears a terminal.
    private static Problem problem(
            String code, Span at, String pointer, String message, Optional<String> suggestion, String help) {
        return new Problem(
                code,
                printable(message),
                at.line(),
                at.column(),
                at.length(),
                pointer,
                suggestion.map(Findings::printable),
                printable(help));
    }

    /// Control characters, line breaks included, as U+FFFD.
    static String printable(String text) {
        return text.codePoints().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cc}", "\uFFFD") : text;
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    List<Problem> errors() {
        return errors.values().stream()
                .sorted(TEXT_ORDER)
                .limit(LIMIT)
                .map(this::withSuggestion)
                .toList();
    }

    private Problem withSuggestion(Problem problem) {
        var name = unknown.get(problem);
        if (name == null) {
            return problem;
        }
        var nearest = Spelling.closest(name.found(), name.allowed());
        var at = new Span(problem.line(), problem.column(), problem.length());
        String help = Spelling.help(nearest, name.allowed());
        return problem(problem.code(), at, problem.pointer(), problem.message(), nearest, help);
    }

    List<Problem> warnings() {
        return warnings.values().stream().sorted(TEXT_ORDER).limit(LIMIT).toList();
    }

    /// Whether the problem is new. Several missing keys, and several bad flags of the command line, share a place;
    /// everywhere else the second
    /// problem of one kind at one place is the same mistake seen again.
    private static boolean add(Map<String, Problem> problems, Problem problem) {
        String place = problem.code() + ' ' + problem.line() + ':' + problem.column();
        boolean shared = problem.line() == 0 || problem.code().equals("missing-key");
        return problems.putIfAbsent(shared ? place + problem.message() : place, problem) == null;
    }
}
