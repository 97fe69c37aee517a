package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCommandTest {
    private static final String STATUS = """
            {"id": "%s", "scenario": "pool", "profile": "quick", "state": "succeeded", "position": null,
             "progress": 1.0, "etaSeconds": null, "outcome": %s, "summary": null, "reason": null,
             "submitted": "2026-01-05T10:00:00Z", "started": null, "ended": null, "links": {}}""";

    @TempDir
    Path folder = Path.of("");

    private final List<URI> opened = new ArrayList<>();

    private static Answer answer(TestServer.Asked asked) {
        if (asked.path().endsWith("/logins")) {
            return new Answer(201, "application/json", "{\"url\": \"http://localhost:8080/login?code=once\"}");
        }
        return asked.path().contains("/runs/")
                ? Answer.json(STATUS.formatted("mine", "\"holds\""))
                : Answer.json("{\"runs\": [" + STATUS.formatted("failed", "null") + ","
                        + STATUS.formatted("judged", "\"holds\"") + "]}");
    }

    private LabRun open(Browser browser, String... arguments) throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        var home = new Home(folder.resolve("lab"), folder.resolve("data"));
        try (var server = new TestServer(OpenCommandTest::answer)) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            var context = new Context(screen, home, environment, folder, false, Keyboard.NOBODY, browser);
            int code = Lab.run(arguments, context);
            return new LabRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private LabRun withBrowser(String... arguments) throws IOException {
        return open(opened::add, arguments);
    }

    @Test
    void a_run_opens_in_the_browser_logged_in() throws IOException {
        LabRun run = withBrowser("open", "mine");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals(List.of(URI.create("http://localhost:8080/login?code=once&to=%2Fruns%2Fmine")), opened);
        // The link is as good as a password for a minute: it is not left on the screen.
        assertEquals("", run.out());
    }

    @Test
    void without_a_run_the_scenarios_open() throws IOException {
        LabRun run = withBrowser("open");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals(List.of(URI.create("http://localhost:8080/login?code=once&to=%2F")), opened);
        assertEquals(ExitCode.USAGE, withBrowser("open", "--replay", "10").exitCode());
    }

    @Test
    void the_latest_run_needs_no_name_and_the_latest_report_is_of_a_run_that_has_one() throws IOException {
        withBrowser("open", "latest");
        withBrowser("open", "latest", "--page", "report");
        withBrowser("open", "mine", "--replay", "2.5");
        assertEquals(
                List.of("%2Fruns%2Ffailed", "%2Fapi%2Fv1%2Fruns%2Fjudged%2Freport", "%2Fruns%2Fmine%3Freplay%3D2.5"),
                opened.stream()
                        .map(u -> u.toString().replaceFirst(".*&to=", ""))
                        .toList());
    }

    @Test
    void without_a_browser_the_link_is_printed() throws IOException {
        String link = "http://localhost:8080/login?code=once&to=%2Fruns%2Fmine";
        assertEquals(link, withBrowser("open", "mine", "--no-browser").out().strip());
        assertEquals(List.of(), opened);
        LabRun run = open(Browser.NONE, "open", "mine");
        assertEquals(link, run.out().strip());
        assertTrue(run.err().contains("within a minute"), run.err());
    }

    @Test
    void without_a_server_there_is_nothing_to_open() {
        LabRun run = LabRun.in(folder, "open", "latest");
        assertEquals(ExitCode.UNREACHABLE, run.exitCode());
        assertTrue(run.err().contains("lab server start"), run.err());
    }

    @Test
    void each_system_has_its_opener_and_one_without_a_display_has_none() {
        assertEquals(List.of("open"), Browser.opener(Map.of(), "Mac OS X"));
        assertEquals(List.of("rundll32", "url.dll,FileProtocolHandler"), Browser.opener(Map.of(), "Windows 11"));
        assertEquals(List.of("xdg-open"), Browser.opener(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux"));
        assertEquals(List.of(), Browser.opener(Map.of("DISPLAY", ""), "Linux"));
    }
}
