package dev.asynclab.server.http;

/// The frame of the server's own pages: no script, one style sheet, readable on a phone.
final class Page {
    private Page() {}

    /// @param body HTML, everything from outside already escaped
    static Answer.Whole of(String title, String body) {
        return Answer.html("""
                <!doctype html>
                <html lang=en><head><meta charset=utf-8>
                <meta name=viewport content="width=device-width, initial-scale=1">
                <title>%s</title><link rel=stylesheet href="/assets/lab.css"></head>
                <body><nav><a href="/">Async Lab</a> <a href="/docs/">API</a></nav><main><h1>%s</h1>
                %s
                </main></body></html>
                """.formatted(text(title), text(title), body));
    }

    /// Text as HTML text or inside a quoted attribute.
    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
