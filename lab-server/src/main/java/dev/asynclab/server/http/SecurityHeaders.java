package dev.asynclab.server.http;

import io.vertx.core.MultiMap;

/// Headers every answer has, whatever it is.
final class SecurityHeaders {
    /// Pages of the lab load their own style sheet, and nothing else from anywhere.
    static final String PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

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
