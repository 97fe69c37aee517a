package dev.asynclab.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts a claim into tokens. Blanks separate; `/ @ , ..` and operators need none.
final class ClaimWords {
    static final Set<String> RESERVED =
            Set.of("of", "within", "bound", "cores", "each", "is", "not", "in", "crossover");

    private static final String OPERATORS = "<>=~!≤≥≈≠";

    /// A token and its place in the claim, in `char` offsets.
    record Token(String text, int from, int to) {
        boolean is(String word) {
            return text.equals(word);
        }

        boolean startsWithDigit() {
            return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
        }
    }

    private ClaimWords() {}

    static List<Token> cut(String claim) {
        var tokens = new ArrayList<Token>();
        int i = 0;
        while (i < claim.length()) {
            if (Character.isWhitespace(claim.charAt(i))) {
                i++;
                continue;
            }
            int end = end(claim, i);
            tokens.add(new Token(claim.substring(i, end), i, end));
            i = end;
        }
        return tokens;
    }

    private static int end(String claim, int start) {
        char c = claim.charAt(start);
        if (range(claim, start)) {
            return start + 2;
        }
        if (c == '/' || c == '@' || c == ',') {
            return start + 1;
        }
        int i = start;
        if (OPERATORS.indexOf(c) >= 0) {
            while (i < claim.length() && OPERATORS.indexOf(claim.charAt(i)) >= 0) {
                i++;
            }
            return i;
        }
        while (i < claim.length() && inWord(claim, i)) {
            i++;
        }
        boolean rate =
                c >= '0' && c <= '9' && claim.startsWith("/s", i) && (i + 2 == claim.length() || !inWord(claim, i + 2));
        return rate ? i + 2 : Math.max(i, start + 1);
    }

    private static boolean inWord(String claim, int i) {
        char c = claim.charAt(i);
        return !Character.isWhitespace(c) && "/@,".indexOf(c) < 0 && OPERATORS.indexOf(c) < 0 && !range(claim, i);
    }

    private static boolean range(String claim, int i) {
        return claim.startsWith("..", i);
    }
}
