package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.asynclab.server.life.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A run that has ended, played again in a real browser, and its report opened from a disk.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayBrowserTest {
    /// Only a page that hangs reaches it.
    private static final int GUARD_MILLIS = 90_000;

    private static final String TEXT = """
            format: lab/v1
            id: replayed
            title: Two callers and a pool of one
            lesson:
              track: 1
              order: 99
              level: intro
              minutes: 1
              question: Who finishes first?
              predict:
                - {id: rate, ask: How many per second?, answer: number, of: throughput of pool-1, within: 15%}
              explain: One thread waits for one answer at a time.
              hints: [Count the threads.]
              exercises: []
            backends: {orders: {kind: fast, delay: 20ms, body: 100B}}
            task: [{call: orders}]
            models:
              loop: {use: event-loop}
              pool-1: {use: platform-threads, threads: 1}
            load: {closed: {concurrency: 2}}
            """;

    private RealServer server;
    private Chromium chromium;
    private String base = "";
    private String run = "";
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        server = RealServer.start(folder.resolve("data"));
        base = server.url.toString().replace("127.0.0.1", "localhost").replaceAll("/$", "");
        chromium = Chromium.start(base);
        chromium.login(server.post("logins", "{}", Map.of()).field("url"));
        var json = JsonMapper.shared();
        var stored =
                server.post("scenarios", json.writeValueAsString(Map.of("id", "replayed", "text", TEXT)), Map.of());
        assertEquals(201, stored.status(), stored::body);
        var reply = server.post(
                "runs", json.writeValueAsString(Map.of("scenario", "replayed", "profile", "smoke")), Map.of());
        assertEquals(202, reply.status(), reply::body);
        run = reply.field("id");
        server.awaitEvent(run, e -> e.startsWith("end"));
        PlaywrightAssertions.setDefaultAssertionTimeout(GUARD_MILLIS);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Page open(String path) {
        Page page = chromium.page(1200, 800);
        page.setDefaultTimeout(GUARD_MILLIS);
        page.navigate(base + path);
        return page;
    }

    private static void press(Page page, String button) {
        var found = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true));
        found.focus();
        found.press("Enter");
    }

    @Test
    void a_run_is_predicted_played_and_revealed_by_keyboard_alone_and_stays_as_it_was() throws Exception {
        String before = server.get("runs/" + run + "/events").body();
        // So slow that nothing of it passes while the test looks.
        Page page = open("/runs/" + run + "?replay=0.1");
        assertThat(page.getByRole(AriaRole.NOTE)).containsText("Replay of a run of 20");
        assertThat(page.getByText("What do you expect?")).isVisible();
        page.getByPlaceholder("such as 120/s").fill("100/s");
        press(page, "Play the run");
        assertThat(page.getByText("Tasks per second so far")).isVisible();
        press(page, "Pause");
        assertThat(page.locator(".progress [role=status]")).containsText("paused");
        // No verdict, and nothing to cancel.
        assertThat(page.locator(".verdicts")).hasCount(0);
        assertEquals(0, page.getByText("Cancel").count());
        press(page, "To the end");
        assertThat(page.getByText("The replay has ended.")).isVisible();
        assertThat(page.locator(".verdicts")).isVisible();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your answers")))
                .isVisible();
        assertThat(page.locator("main")).containsText("100/s");
        press(page, "leave the replay");
        assertFalse(page.url().contains("replay"), page.url());
        assertEquals(before, server.get("runs/" + run + "/events").body());
        chromium.assertQuiet();
    }

    @Test
    void every_event_says_when_it_happened() throws Exception {
        List<String> events = server.get("runs/" + run + "/events")
                .body()
                .lines()
                .filter(l -> l.startsWith("data: "))
                .map(l -> l.substring("data: ".length()))
                .toList();
        assertTrue(events.size() > 4, events::toString);
        for (String event : events) {
            assertTrue(
                    JsonMapper.shared().readTree(event).path("at").asString("").endsWith("Z"), event);
        }
    }

    @Test
    void a_report_opens_from_a_disk_on_a_phone_and_asks_for_nothing() throws Exception {
        Path file = Files.writeString(
                folder.resolve("report.html"),
                server.get("runs/" + run + "/report").body());
        // Whatever does not begin like this is noticed as a request to somebody else.
        try (Chromium disk = Chromium.start("file://")) {
            Page page = disk.page(360, 800);
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            page.navigate(file.toUri().toString());
            assertThat(page.locator("svg.chart").first()).isVisible();
            assertEquals(List.of(file.toUri().toString()), asked);
            assertEquals(360, ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue());
            disk.assertQuiet();
        }
    }
}
