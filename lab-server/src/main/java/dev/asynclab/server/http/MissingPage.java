package dev.asynclab.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/// What a person sees who follows a wrong address; programs get a problem document.
final class MissingPage {
    private MissingPage() {}

    /// Whether a browser asks for a page, and not a script for an answer.
    static boolean wanted(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        String target = request.uri();
        return request.method() == HttpMethod.GET
                && !target.startsWith("/api/")
                && !target.startsWith("/assets/")
                && accept != null
                && accept.contains("text/html");
    }

    static Answer.Whole answer() {
        Answer.Whole page = Page.of("Nothing is at this address", """
                <p>Perhaps a letter is wrong, or the page has moved. Places to start:</p>
                <ul><li><a href="/">scenarios</a>: choose one, say what you expect, run it</li>
                <li><a href="/runs">runs</a>: what was measured so far</li>
                <li><a href="/docs/">API</a>: every address there is</li></ul>
                """);
        return new Answer.Whole(404, page.headers(), page.body());
    }
}
