package dev.asynclab.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Entity tags and what callers ask with them (RFC 9110, 13.1).
final class Etag {
    private Etag() {}

    /// Lower-case hex SHA-256.
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The answer under its tag, or 304 when the caller has it already.
    static Answer.Whole answer(Request request, String tag, Answer.Whole fresh) {
        boolean known = request.header("if-none-match").stream()
                .flatMap(h -> Arrays.stream(h.split(",", 64)))
                .map(Etag::bare)
                .anyMatch(t -> t.equals("*") || t.equals(tag));
        Answer.Whole answer = known ? new Answer.Whole(304, java.util.Map.of(), new byte[0]) : fresh;
        // Private: a browser may keep it, but asks before it uses it again.
        return answer.with("ETag", '"' + tag + '"').with("Cache-Control", "private, no-cache");
    }

    /// An entity tag without quotes and weakness.
    static String bare(String raw) {
        String tag = raw.strip();
        tag = tag.startsWith("W/") ? tag.substring(2) : tag;
        return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }
}
