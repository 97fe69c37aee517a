package dev.asynclab.scenario;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// Turns a parser's complaint into a sentence a student can act on.
final class SyntaxHint {
    private SyntaxHint() {}

    static void report(RuntimeException failure, String text, Findings findings) {
        var lines = text.split("\r\n|\r|\n", -1);
        String complaint = String.valueOf(failure.getMessage());
        Span at = new Span(1, 1, 1);
        if (failure instanceof MarkedYamlEngineException marked) {
            complaint = String.valueOf(marked.getProblem());
            at = place(marked, complaint, lines);
        }
        String line = at.line() <= lines.length ? lines[at.line() - 1] : "";
        String hint = hint(complaint, line);
        findings.error("syntax", at, "", "this is not valid YAML: " + reason(complaint), Optional.empty(), hint);
    }

    /// An unclosed quote or bracket is noticed at the end of the file; what helps is the place where it opened.
    private static Span place(MarkedYamlEngineException failure, String complaint, String[] lines) {
        boolean unclosed = complaint.contains("unexpected end of stream")
                || complaint.contains("<stream end>")
                || complaint.contains("found unexpected document separator")
                || openedInAnEarlierLine(failure, complaint);
        Optional<Mark> mark =
                unclosed ? failure.getContextMark().or(failure::getProblemMark) : failure.getProblemMark();
        int row = Math.min(mark.map(Mark::getLine).orElse(0), lines.length - 1);
        int column = mark.map(Mark::getColumn).orElse(0);
        // A parser sees that a line lacks its colon when the next line begins; the mistake is in the line before.
        boolean colon = complaint.contains("could not find expected ':'");
        if (colon && failure.getContextMark().isPresent()) {
            row = failure.getContextMark().get().getLine();
            column = failure.getContextMark().get().getColumn();
        }
        int length = colon ? Math.max(1, lines[row].stripTrailing().length() - column) : 1;
        return new Span(row + 1, column + 1, length);
    }

    /// A list or mapping in brackets that ends nowhere swallows the next lines until one does not fit.
    private static boolean openedInAnEarlierLine(MarkedYamlEngineException failure, String complaint) {
        int opened = failure.getContextMark().map(Mark::getLine).orElse(0);
        int noticed = failure.getProblemMark().map(Mark::getLine).orElse(0);
        return (complaint.contains("',' or ']'") || complaint.contains("',' or '}'")) && opened < noticed;
    }

    private static String reason(String complaint) {
        return complaint.lines().findFirst().orElse("").strip();
    }

    private static String hint(String complaint, String line) {
        String code = line.strip();
        if (complaint.contains("could not find expected ':'")) {
            return "a key is followed by a colon and a space: `key: value`";
        }
        if (complaint.contains("mapping values are not allowed")) {
            return "put the value in quotes if it contains \": \", or indent the line like its neighbours";
        }
        if (complaint.contains("end of stream") || complaint.contains("stream end")) {
            return "a quote or bracket that opens here is never closed";
        }
        if (complaint.contains("',' or ']'") || complaint.contains("',' or '}'")) {
            return "a comma or the closing bracket is missing";
        }
        if (complaint.contains("cannot start any token")) {
            return "put the value in quotes: it starts with a character that YAML keeps for itself";
        }
        if (complaint.contains("expected <block end>")) {
            return code.startsWith("-") || !code.contains(":")
                    ? "indent the line like its neighbours"
                    : "indent the key like the keys above it";
        }
        return "check quotes, brackets, colons and the indentation of this line and the one before";
    }
}
