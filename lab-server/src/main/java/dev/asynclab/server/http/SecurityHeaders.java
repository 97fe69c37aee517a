package dev.asynclab.server.http;

import io.vertx.core.MultiMap;

/// Headers every answer has, whatever it is.
final class SecurityHeaders {
    /// Pages of the lab load their own scripts and style sheets, and nothing else from anywhere. The one policy for
    /// trusted types lets the dashboard name its own shared worker; no other text can become code.
    static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lab";

    /// A report has its style inside and runs no script; it is shown as if it came from nowhere.
    static final String REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'; sandbox";

    private SecurityHeaders() {}

    static void set(MultiMap headers, String path) {
        headers.set("Content-Security-Policy", PAGE_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cache-Control", path.startsWith("/api") || path.startsWith("/login") ? "no-store" : "no-cache");
    }
}
