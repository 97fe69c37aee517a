package dev.asynclab.scenario;

import dev.asynclab.api.Problem;
import java.util.List;

/// Prints problems for people: in the form of the Rust compiler, or one per line for editors and `grep`.
public final class ProblemText {
    /// Longer lines are cut around the marked place.
    private static final int WIDTH = 120;

    private ProblemText() {}

    /// All problems, each with its line and a caret, separated by empty lines.
    ///
    /// @param kind `error` or `warning`
    /// @param name file name for the place
    /// @param text the text the problems are in
    public static String render(String kind, String name, String text, List<Problem> problems) {
        var lines = text.split("\r\n|\r|\n", -1);
        var out = new StringBuilder();
        for (Problem problem : problems) {
            out.append(out.isEmpty() ? "" : "\n").append(block(kind, name, lines, problem));
        }
        return out.toString();
    }

    /// `file:line:column: code: message`, without a line break. Without a place `file: code: message`.
    public static String oneLine(String name, Problem problem) {
        String place = problem.line() == 0 ? "" : ":" + problem.line() + ":" + problem.column();
        return name + place + ": " + problem.code() + ": " + problem.message();
    }

    private static String block(String kind, String name, String[] lines, Problem problem) {
        var out = new StringBuilder("%s[%s]: %s%n".formatted(kind, problem.code(), problem.message()));
        String gutter = " ".repeat(Integer.toString(problem.line()).length());
        if (problem.line() > 0 && problem.line() <= lines.length) {
            out.append("%s--> %s:%d:%d%n".formatted(gutter, name, problem.line(), problem.column()));
            excerpt(out, gutter, lines[problem.line() - 1], problem);
        }
        return out.append("%s = help: %s%n".formatted(gutter, problem.help()))
                .toString()
                .replace("\r\n", "\n");
    }

    private static void excerpt(StringBuilder out, String gutter, String source, Problem problem) {
        int[] characters = Findings.printable(source).codePoints().toArray();
        int start = Math.min(Math.max(0, problem.column() - 1), characters.length);
        int from = characters.length <= WIDTH ? 0 : Math.max(0, Math.min(start - WIDTH / 3, characters.length - WIDTH));
        int to = Math.min(characters.length, from + WIDTH);
        int carets = Math.max(1, Math.min(problem.length(), to - start));
        String shown = new String(characters, from, to - from);
        out.append("%s |%n".formatted(gutter))
                .append("%d | %s%n".formatted(problem.line(), shown))
                .append("%s | %s%s%n".formatted(gutter, " ".repeat(start - from), "^".repeat(carets)));
    }
}
