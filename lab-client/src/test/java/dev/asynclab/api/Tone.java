package dev.asynclab.api;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Words that tell a reader who did not understand that everybody else did.
public final class Tone {

    private static final Pattern WORDS = Pattern.compile(
            "\\b(just|simply|obvious|obviously|trivial|trivially|merely|easily|of course|everyone knows)\\b",
            Pattern.CASE_INSENSITIVE);

    private Tone() {}

    /// Those in a text. "Just after" and "just before" are about time and stay.
    public static List<String> condescending(String text) {
        return WORDS.matcher(text.replaceAll("(?i)\\bjust (after|before)\\b", ""))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
