package dev.asynclab.server.http;

/// The frame of the server's own pages: the dashboard's colours, readable on a phone and without scripts.
final class Page {
    private static final WebFiles FILES = WebFiles.built();

    private Page() {}

    /// @param body HTML, everything from outside already escaped
    static Answer.Whole of(String title, String body) {
        return Answer.html("""
                <!doctype html>
                <html lang=en><head><meta charset=utf-8>
                <meta name=viewport content="width=device-width, initial-scale=1">
                <title>%s</title><link rel=icon href="%s" type="image/svg+xml">
                <script src="%s"></script>
                <link rel=stylesheet href="%s"><link rel=stylesheet href="%s"></head>
                <body><nav><a href="/">Async Lab</a> <a href="/docs/">API</a></nav><main><h1>%s</h1>
                %s
                </main></body></html>
                """.formatted(
                        text(title),
                        FILES.url("icon.svg"),
                        FILES.url("app/theme.js"),
                        FILES.url("tokens.css"),
                        FILES.url("lab.css"),
                        text(title),
                        body));
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
