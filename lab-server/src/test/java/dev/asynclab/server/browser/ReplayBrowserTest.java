package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
    private Sitting sitting;
    private String run = "";
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        sitting = Sitting.begin(folder.resolve("data"));
        sitting.store("tiny", Sitting.WAITING);
        run = sitting.finished("tiny", Map.of());
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    private static void press(Page page, String button) {
        var found = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true));
        found.focus();
        found.press("Enter");
    }

    @Test
    void a_run_is_predicted_played_and_revealed_by_keyboard_alone_and_stays_as_it_was() throws Exception {
        String before = sitting.server().get("runs/" + run + "/events").body();
        // So slow that nothing of it passes while the test looks.
        Page page = sitting.open("/runs/" + run + "?replay=0.1", 1200);
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
        assertEquals(before, sitting.server().get("runs/" + run + "/events").body());
        sitting.chromium.assertQuiet();
    }

    @Test
    void every_event_says_when_it_happened() throws Exception {
        List<String> events = sitting.server()
                .get("runs/" + run + "/events")
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
                sitting.server().get("runs/" + run + "/report").body());
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
