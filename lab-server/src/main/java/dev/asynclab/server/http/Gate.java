package dev.asynclab.server.http;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks every request before it is routed: is it well-formed, meant for this server, not sent by another site's
/// page, and, for the API, from somebody who has the token.
///
/// A loopback port is no boundary: any web page can make a browser call it, under any host name (DNS rebinding).
final class Gate {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?");

    /// Visible ASCII; every `%` begins an encoded byte. Possessive: a long target costs one pass.
    private static final Pattern TARGET = Pattern.compile("(?:[!-$&-~]|%[0-9A-Fa-f]{2})*+");

    private static final int HTTP = 80;
    private final Sessions sessions;
    private final Set<String> names;
    private final int port;

    /// @param bind address the server is bound to; when it names one, that is a name of the server too
    Gate(Sessions sessions, String bind, int port) {
        this.sessions = sessions;
        this.port = port;
        this.names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        if (!Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0", "::1").contains(bind)) {
            names.add(bind.contains(":") ? "[" + bind.toLowerCase(Locale.ROOT) + "]" : bind.toLowerCase(Locale.ROOT));
        }
    }

    /// Name of the cookie: browsers share cookies between the ports of a host, so the port is part of it.
    static String cookieName(int port) {
        return "lab_" + port;
    }

    /// Whether the caller is authenticated.
    ///
    /// @throws Refused when the request may go no further
    boolean check(String method, String uri, MultiMap headers) {
        checkFraming(uri, headers);
        checkHost(headers.getAll("host"));
        checkSite(headers);
        boolean bearer = single(headers, "authorization").map(sessions::bearer).orElse(false);
        boolean cookie = headers.getAll("cookie").stream().anyMatch(c -> sessions.cookie(c, cookieName(port)));
        if (uri.startsWith("/api") && !bearer) {
            checkCookie(method, headers, cookie);
        }
        return bearer || cookie;
    }

    /// What a proxy and this server could read differently is refused.
    private static void checkFraming(String uri, MultiMap headers) {
        if (!uri.startsWith("/")) {
            throw new Refused(ProblemType.BAD_REQUEST, "the request target does not start with `/`");
        }
        if (!TARGET.matcher(uri).matches()) {
            throw new Refused(
                    ProblemType.BAD_REQUEST, "the request target has a character that must be percent-encoded");
        }
        List<String> lengths = headers.getAll("content-length");
        List<String> codings = headers.getAll("transfer-encoding");
        if (lengths.size() + codings.size() > 1) {
            throw new Refused(
                    ProblemType.BAD_REQUEST, "more than one of Content-Length and Transfer-Encoding: one is allowed");
        }
        if (!codings.isEmpty() && !codings.getFirst().strip().equalsIgnoreCase("chunked")) {
            throw new Refused(ProblemType.BAD_REQUEST, "Transfer-Encoding is `chunked` or absent");
        }
    }

    private void checkHost(List<String> hosts) {
        Matcher host = HOST.matcher(hosts.size() == 1 ? hosts.getFirst() : "");
        if (!host.matches()) {
            throw new Refused(ProblemType.BAD_HOST, "there must be one Host header such as localhost:" + port);
        }
        if (!ours(host)) {
            throw new Refused(
                    ProblemType.WRONG_HOST,
                    "this server is " + String.join(", ", names) + " on port " + port
                            + "; `lab token` helps with these");
        }
    }

    private boolean ours(Matcher host) {
        int its = host.group(2) == null ? HTTP : Integer.parseInt(host.group(2));
        return names.contains(host.group(1).toLowerCase(Locale.ROOT)) && its == port;
    }

    private void checkSite(MultiMap headers) {
        for (String origin : headers.getAll("origin")) {
            Matcher host = HOST.matcher(origin.startsWith("http://") ? origin.substring("http://".length()) : "");
            if (!host.matches() || !ours(host)) {
                throw new Refused(
                        ProblemType.WRONG_ORIGIN,
                        "the Origin is not this server; programs send none, and use `lab token`");
            }
        }
        for (String site : headers.getAll("sec-fetch-site")) {
            if (!site.equals("same-origin") && !site.equals("none")) {
                throw new Refused(
                        ProblemType.WRONG_ORIGIN,
                        "Sec-Fetch-Site is neither same-origin nor none; programs send none, and use `lab token`");
            }
        }
    }

    private static void checkCookie(String method, MultiMap headers, boolean cookie) {
        if (!cookie) {
            throw new Refused(
                    ProblemType.UNAUTHENTICATED, "no valid token came with the request; `lab token` prints it");
        }
        // A cookie is sent by the browser whoever asks: what changes something must come from an own page.
        boolean fromPage = headers.contains("origin") || headers.contains("sec-fetch-site");
        if (!method.equals("GET") && !fromPage) {
            throw new Refused(
                    ProblemType.WRONG_ORIGIN,
                    "a cookie alone changes nothing; programs send the token that `lab token` prints");
        }
    }

    private static Optional<String> single(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
