package dev.asynclab.server.http;

import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.ScenarioLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The addresses of the dashboard and the files it is made of.
final class AppResource {
    private static final String PAGE = "page of the dashboard";
    private static final String ASSETS = "/assets/{version}/";
    private final Runs runs;
    private final ScenarioLibrary scenarios;
    private final LandingResource landing;
    private final WebFiles files = WebFiles.built();
    private final AppShell shell = new AppShell(files);

    AppResource(Services services, LandingResource landing) {
        this.runs = services.runs();
        this.scenarios = services.scenarios();
        this.landing = landing;
    }

    List<Endpoint> endpoints() {
        var all = new ArrayList<Endpoint>();
        all.add(page("/", "Scenarios, or how to log in").by(r -> r.authenticated() ? home() : landing.welcome(200)));
        all.add(page("/scenarios/{id}", "A scenario: its question, its plan, a run of it")
                .by(r -> known(r, () -> scenario(r.param("id")))));
        all.add(page("/runs", "All runs").by(r -> known(r, this::home)));
        all.add(page("/runs/{id}", "A run while it is measured, and its result")
                .by(r -> known(r, () -> run(r.param("id")))));
        all.add(page("/models", "Two models side by side").by(r -> known(r, this::home)));
        all.add(page("/compare", "Two runs side by side").by(r -> known(r, this::home)));
        all.add(page("/words", "What every word of a result means").by(r -> known(r, this::home)));
        all.add(page("/edit", "The editor: a new scenario, or with `?from=` a copy of another")
                .by(r -> known(r, this::home)));
        all.add(page("/edit/{id}", "The editor of a scenario of your own")
                .by(r -> known(r, () -> scenario(r.param("id")))));
        all.add(asset("{file}").by(r -> asset(r, r.param("file"))));
        all.add(asset("{folder}/{file}").by(r -> asset(r, r.param("folder") + "/" + r.param("file"))));
        all.add(asset("{folder}/{part}/{file}")
                .by(r -> asset(r, r.param("folder") + "/" + r.param("part") + "/" + r.param("file"))));
        return all;
    }

    private static Endpoint.Row page(String path, String summary) {
        return Endpoint.get(path, summary).reply(200, PAGE, "text/html");
    }

    private static Endpoint.Row asset(String path) {
        return Endpoint.get(ASSETS + path, "A file of the dashboard; its address changes with any file's content")
                .reply(200, "the file", "text/javascript", "text/css")
                .fails(ProblemType.NOT_FOUND);
    }

    private Answer known(Request request, Supplier<Answer> page) {
        return request.authenticated() ? page.get() : landing.welcome(401);
    }

    private Answer home() {
        return shell.page(200, landing.overview());
    }

    /// Also when there is none: the page says so, under the right status.
    private Answer scenario(String id) {
        boolean there = ScenarioTexts.isId(id) && scenarios.find(id).isPresent();
        return shell.page(
                there ? 200 : 404,
                there ? "<p><a href=\"/api/v1/scenarios/" + Page.text(id) + "\">the scenario as text</a></p>" : "");
    }

    private Answer run(String id) {
        boolean there = RunResource.isId(id) && runs.status(id).isPresent();
        return shell.page(
                there ? 200 : 404,
                there ? "<p><a href=\"/api/v1/runs/" + Page.text(id) + "/report\">the report</a></p>" : "");
    }

    private Answer asset(Request request, String path) {
        WebFiles.File file = files.find(path)
                .filter(_ -> request.param("version").equals(files.version()))
                .orElseThrow(
                        () -> new Refused(ProblemType.NOT_FOUND, "this build has no such file; load the page again"));
        boolean packs = request.header("accept-encoding").orElse("").contains("gzip") && file.gzipped() != file.bytes();
        Answer.Whole answer = new Answer.Whole(
                        200, Map.of("Content-Type", file.type()), packs ? file.gzipped() : file.bytes())
                .with("Cache-Control", "public, max-age=31536000, immutable")
                .with("Vary", "Accept-Encoding");
        return packs ? answer.with("Content-Encoding", "gzip") : answer;
    }
}
