package dev.asynclab.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a resource sees it: everything read, nothing of the network left.
///
/// @param path decoded nowhere: as it was sent, without the query
/// @param params path parameters by name, decoded
/// @param query query parameters by name, decoded, each at most once
/// @param headers by lower-case name; repeated ones joined by `, `
/// @param authenticated whether token or cookie was right
@SuppressWarnings("ArrayRecordComponent") // the body is read once and never compared
record Request(
        String method,
        String path,
        Map<String, String> params,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        boolean authenticated) {

    Request {
        params = Map.copyOf(params);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// A path parameter the route declares.
    String param(String name) {
        return params.getOrDefault(name, "");
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// The media type of the body in lower case, without parameters; empty when none is given.
    String contentType() {
        String whole = header("content-type").orElse("");
        int semicolon = whole.indexOf(';');
        return (semicolon < 0 ? whole : whole.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    boolean hasYaml() {
        return contentType().endsWith("/yaml");
    }

    /// The body as UTF-8 text; anything else is refused rather than repaired.
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Refused(ProblemType.NOT_UTF_8, "the body has bytes that are not UTF-8");
        }
    }
}
