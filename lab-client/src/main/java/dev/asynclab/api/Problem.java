package dev.asynclab.api;

import java.util.Optional;

/// One refusal: what is wrong, exactly where, what is allowed, and the next step.
///
/// The same object is printed by the command line, sent as `errors[]` of a problem document, and drawn by an
/// editor.
///
/// @param code stable kebab-case name of the kind of mistake, for example `unknown-key`
/// @param message one sentence, lower case, naming what was found and what is allowed
/// @param line line in the text, from 1; 0 when the problem is not in a text (a flag, a header)
/// @param column column in the line, from 1; 0 when there is no line
/// @param length number of characters the caret marks, at least 1
/// @param pointer JSON pointer of the node, for example `/load/closed/concurrency`
/// @param suggestion text that would be right in place of the marked one, when the lab is confident
/// @param help one next step, in words
public record Problem(
        String code,
        String message,
        int line,
        int column,
        int length,
        String pointer,
        Optional<String> suggestion,
        String help) {

    /// A problem that is not at a place in a text.
    public static Problem general(String code, String message, String help) {
        return new Problem(code, message, 0, 0, 1, "", Optional.empty(), help);
    }
}
