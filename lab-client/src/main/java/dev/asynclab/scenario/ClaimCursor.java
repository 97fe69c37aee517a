package dev.asynclab.scenario;

import dev.asynclab.scenario.ClaimWords.Token;
import java.util.List;
import java.util.Optional;

/// Moves over the tokens of one claim and reports problems at the exact token.
final class ClaimCursor {
    /// Ends the parsing of a claim whose problem has been reported.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Refused() {
            super(null, null, false, false);
        }
    }

    private final Node.Scalar node;
    private final List<Token> tokens;
    private final Findings findings;
    private int next;

    ClaimCursor(Node.Scalar node, Findings findings) {
        this.node = node;
        this.tokens = ClaimWords.cut(node.text());
        this.findings = findings;
    }

    boolean has(String word) {
        return tokens.stream().anyMatch(t -> t.is(word));
    }

    /// The token to come; behind the last one an empty token.
    Token peek() {
        return token(next);
    }

    /// The token after the one to come.
    Token following() {
        return token(next + 1);
    }

    Token take() {
        return token(next++);
    }

    void skip() {
        next++;
    }

    private Token token(int index) {
        int end = node.text().length();
        return index < tokens.size() ? tokens.get(index) : new Token("", end, end);
    }

    /// Takes the given word, or refuses what stands in its place.
    void expect(String word, String words) {
        if (!peek().is(word)) {
            throw refuse(
                    "syntax",
                    peek(),
                    "expected " + words + " (found " + shown(peek()) + ")",
                    "for example: throughput of pool-50 >= 2x throughput of processes");
        }
        next++;
    }

    void end() {
        if (next < tokens.size()) {
            throw refuse("syntax", peek(), "unexpected `" + shown(peek()) + "` in the claim", "a claim ends here");
        }
    }

    Span place(Token token) {
        return node.at(token.from(), token.to());
    }

    static String shown(Token token) {
        return token.text().isEmpty()
                ? "the end"
                : token.text().substring(0, Math.min(40, token.text().length()));
    }

    Refused refuse(String code, Token token, String message, String help) {
        return refuse(code, token, message, Optional.empty(), help);
    }

    Refused refuse(String code, Token token, String message, Optional<String> suggestion, String help) {
        findings.error(code, place(token), node.pointer(), message, suggestion, help);
        return new Refused();
    }

    Refused unknown(Token token, String message, List<String> allowed) {
        return unknown("unknown-name", token, message, allowed);
    }

    Refused unknown(String code, Token token, String message, List<String> allowed) {
        if (token.text().isEmpty()) {
            return refuse("syntax", token, "the claim ends too early", "for example: throughput of each >= 0.9x bound");
        }
        findings.unknown(code, place(token), node.pointer(), message, token.text(), allowed);
        return new Refused();
    }
}
