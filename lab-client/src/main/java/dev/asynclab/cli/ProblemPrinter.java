package dev.asynclab.cli;

import dev.asynclab.api.Problem;
import java.io.PrintStream;
import java.util.List;

/// Prints problems: `file:line:column: code: message`, the line itself, a caret under the mistake, the next step.
final class ProblemPrinter {
    private ProblemPrinter() {}

    /// Problems of a text.
    static void print(PrintStream err, String file, String text, List<Problem> problems) {
        List<String> lines = text.lines().toList();
        for (Problem problem : problems) {
            if (problem.line() == 0) {
                err.println(file + ": " + sentence(problem));
            } else {
                err.println(file + ":" + problem.line() + ":" + problem.column() + ": " + sentence(problem));
                if (problem.line() <= lines.size()) {
                    mark(err, lines.get(problem.line() - 1), problem);
                }
            }
            help(err, problem);
        }
    }

    /// Problems that are not in a text: a flag, a server's refusal.
    static void print(PrintStream err, List<Problem> problems) {
        for (Problem problem : problems) {
            err.println("lab: " + sentence(problem));
            help(err, problem);
        }
    }

    private static String sentence(Problem problem) {
        return problem.code() + ": " + Printable.line(problem.message());
    }

    /// A tab before the caret keeps its width by being printed again.
    private static void mark(PrintStream err, String line, Problem problem) {
        String number = Integer.toString(problem.line());
        String before = line.substring(0, Math.min(line.length(), Math.max(0, problem.column() - 1)));
        String gap = before.replaceAll("[^\\t]", " ");
        err.println("  " + number + " | " + Printable.text(line));
        err.println("  " + " ".repeat(number.length()) + " | " + gap + "^".repeat(Math.max(1, problem.length())));
    }

    private static void help(PrintStream err, Problem problem) {
        if (!problem.help().startsWith("did you mean")) {
            problem.suggestion().ifPresent(s -> err.println("  did you mean `" + Printable.line(s) + "`?"));
        }
        if (!problem.help().isBlank()) {
            err.println("  help: " + Printable.line(problem.help()));
        }
    }
}
