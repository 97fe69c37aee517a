package dev.asynclab.server.http;

import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.ScenarioLibrary;
import java.util.stream.Collectors;

/// What a browser without scripts, or without a login, is shown first.
final class LandingResource {
    private static final int RUNS = 50;
    private final Runs runs;
    private final ScenarioLibrary scenarios;
    private final String base;

    LandingResource(Services services, String base) {
        this.runs = services.runs();
        this.scenarios = services.scenarios();
        this.base = base;
    }

    /// How to log in.
    Answer welcome(int status) {
        Answer.Whole page = Page.of("Log in", """
                <p>This lab belongs to whoever started it. In a terminal of theirs, this opens a browser that is logged
                in:</p>
                <pre tabindex=0>lab open</pre>
                <p>For this browser, take the link that <code>lab open --no-browser</code> prints: it works once, within
                a minute. The command line needs no login.</p>
                <details><summary>without the command line</summary>
                <p>A program asks for such a link with the lab's token; open the <code>url</code> of the answer.</p>
                <pre tabindex=0>curl -X POST -H "Authorization: Bearer $(lab token)" %s/api/v1/logins</pre></details>
                """.formatted(Page.text(base)));
        Answer.Whole answer = new Answer.Whole(status, page.headers(), page.body());
        return status == 401 ? answer.with("WWW-Authenticate", "Bearer realm=\"lab\"") : answer;
    }

    /// What can be run, and what was, as HTML.
    String overview() {
        String listed = runs.list(null, null, null, RUNS, null).runs().stream()
                .map(LandingResource::row)
                .collect(Collectors.joining("\n"));
        String table = listed.isEmpty()
                ? "<p>None yet. <code>lab run pool-queueing</code> starts one.</p>"
                : "<div class=wide><table><thead><tr><th>run<th>scenario<th>state<th>outcome<th>submitted<th>report"
                        + "</thead><tbody>\n" + listed + "</tbody></table></div>";
        String lessons = scenarios.all().stream()
                .map(s -> "<li><a href=\"/api/v1/scenarios/%s\">%s</a>%s"
                        .formatted(Page.text(s.id()), Page.text(s.id()), s.shipped() ? "" : " <small>your own</small>"))
                .collect(Collectors.joining("\n"));
        return "<h2>Runs</h2>\n" + table + "\n<h2>Scenarios</h2>\n<ul class=columns>" + lessons + "</ul>";
    }

    private static String row(RunStatus run) {
        String outcome = run.outcome() == null ? "" : run.outcome();
        String path = "/api/v1/runs/" + Page.text(run.id());
        String report = run.outcome() == null ? "" : "<a href=\"" + path + "/report\">report</a>";
        return "<tr><td><a href=\"%s\">%s</a><td>%s<td>%s<td class=%s>%s<td>%s<td>%s"
                .formatted(
                        path,
                        Page.text(run.id()),
                        Page.text(run.scenario()),
                        Page.text(run.state()),
                        outcome.matches("[a-z]+") ? outcome : "none",
                        Page.text(outcome),
                        Page.text(run.submitted()),
                        report);
    }
}
