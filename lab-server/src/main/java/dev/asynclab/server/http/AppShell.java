package dev.asynclab.server.http;

import java.util.stream.Collectors;

/// The page of the dashboard: the same for every address, drawn by its modules.
///
/// Without scripts it says so, and shows what can be read without them.
final class AppShell {
    private static final String FIRST = "app/main.js";
    private final String head;

    AppShell(WebFiles files) {
        String modules = ModuleGraph.of(files, FIRST).stream()
                .map(m -> "<link rel=modulepreload href=\"" + files.url(m) + "\">")
                .collect(Collectors.joining("\n"));
        this.head = """
                <!doctype html>
                <html lang=en><head><meta charset=utf-8>
                <meta name=viewport content="width=device-width, initial-scale=1">
                <title>Async Lab</title>
                <link rel=icon href="%s" type="image/svg+xml">
                <script src="%s"></script>
                <link rel=stylesheet href="%s">
                <link rel=stylesheet href="%s">
                <link rel=stylesheet href="%s">
                <link rel=stylesheet href="%s">
                %s
                <script type=module src="%s"></script></head>
                <body><div id=app></div>
                """.formatted(
                        files.url("icon.svg"),
                        files.url("app/theme.js"),
                        files.url("tokens.css"),
                        files.url("lab.css"),
                        files.url("app.css"),
                        files.url("vendor/uplot-1.6.32/uPlot.min.css"),
                        modules,
                        files.url(FIRST));
    }

    /// @param still HTML shown where scripts do not run, everything from outside already escaped
    Answer.Whole page(int status, String still) {
        Answer.Whole page = Answer.html(head + """
                <noscript><nav><a href="/">Async Lab</a> <a href="/docs/">API</a></nav><main>
                <p>The dashboard needs JavaScript, which this browser does not run. Reports and the
                <a href="/docs/">API's description</a> work without it, and so does the command line:
                <code>lab run</code>, <code>lab results</code>, <code>lab report</code>.</p>
                %s
                </main></noscript></body></html>
                """.formatted(still));
        return new Answer.Whole(status, page.headers(), page.body());
    }
}
