package dev.asynclab.server.http;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// How a browser gets in: a link with a one-time code becomes a cookie.
final class LoginResource {
    /// A page of this server and nothing else: a link that logs in must not lead away, nor say where to a header.
    private static final Pattern PAGE = Pattern.compile("/(?!/)[A-Za-z0-9/_.~-]*([?][A-Za-z0-9=&_.~-]*)?");

    private final Sessions sessions;
    private final int port;
    private final String base;

    LoginResource(Sessions sessions, int port, String base) {
        this.sessions = sessions;
        this.port = port;
        this.base = base;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/api/v1/logins", "A link that logs a browser in, once, within 60 seconds")
                        .reply(201, "`url`", Json.TYPE)
                        .by(_ -> Answer.json(201, Map.of("url", link(), "expiresInSeconds", 60))),
                Endpoint.get("/login", "Exchange the code of a link for a cookie")
                        .query("code", "the code")
                        .query("to", "path of the page to go on to, such as `/runs/ID`; `/` when left out")
                        .reply(303, "logged in; on to the page")
                        .fails(ProblemType.UNAUTHENTICATED, ProblemType.BAD_PARAMETER)
                        .by(this::login));
    }

    String link() {
        return base + "/login?code=" + sessions.code();
    }

    private Answer login(Request request) {
        String page = request.query("to").orElse("/");
        if (!PAGE.matcher(page).matches()) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`to` is a path on this server, such as /runs/ID");
        }
        String cookie = sessions.exchange(request.query("code").orElse(""))
                .orElseThrow(() -> new Refused(
                        ProblemType.UNAUTHENTICATED,
                        "the link was used before, or is older than 60 seconds; ask for a new one"));
        return new Answer.Whole(
                303,
                Map.of(
                        "Location",
                        page,
                        "Set-Cookie",
                        Gate.cookieName(port) + "=" + cookie + "; Path=/; HttpOnly; SameSite=Strict"),
                new byte[0]);
    }
}
