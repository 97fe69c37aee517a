package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The result page: what is on it, how it bears a large run, and what its address remembers.
@Tag("slow")
@ExtendWith(TracedRun.Once.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultBrowserTest {
    private static final int POINTS = 50;
    private static final int MODELS = 4;

    private Sitting sitting;
    private String run = "";

    @BeforeAll
    void begin(@TempDir Path folder, TracedRun traced) throws Exception {
        sitting = Sitting.begin(traced.copyTo(folder.resolve("data")));
        run = traced.id();
    }

    @AfterEach
    void quiet() {
        sitting.chromium.forgive();
        sitting.chromium.assertQuiet();
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    /// The recorded run with its four cells of one point repeated at fifty.
    private String large() {
        ObjectNode result = (ObjectNode) JsonMapper.shared().readTree(Sitting.resource("/recorded/pool-queueing.json"));
        var first = StreamSupport.stream(result.path("cells").spliterator(), false)
                .filter(c -> c.path("at").path("callers").asString().equals("1000"))
                .toList();
        assertEquals(MODELS, first.size());
        ArrayNode cells = result.putArray("cells");
        for (int point = 1; point <= POINTS; point++) {
            for (var cell : first) {
                ObjectNode copy = (ObjectNode) cell.deepCopy();
                copy.put("id", cell.path("model").asString() + ".callers-" + point);
                ((ObjectNode) copy.path("at")).put("callers", String.valueOf(point));
                cells.add(copy);
            }
        }
        result.put("run", run);
        return Sitting.json(result);
    }

    private Page openLarge(String query) {
        String body = large();
        Page page = sitting.chromium.page(1200, 800);
        page.setDefaultTimeout(Sitting.GUARD_MILLIS);
        page.route(
                "**/results",
                r -> r.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(body)));
        page.navigate(sitting.base + "/runs/" + run + query);
        return page;
    }

    @Test
    void two_hundred_cells_are_all_there() {
        Page page = openLarge("");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Again, and elsewhere")))
                .isVisible();
        // Points downwards, models across; some models of the recording have no figure there, but a place.
        assertThat(page.locator("table.grid").first().locator("tbody tr")).hasCount(POINTS);
        assertThat(page.locator("table.grid").first().locator("tbody td")).hasCount(POINTS * MODELS);
        // The pictures show one point of the fifty.
        assertThat(page.locator(".points").first()).containsText("point 50 of 50");
        // For people to read: a figure decides nothing here.
        System.out.println(
                "a result of 200 cells stood complete after " + page.evaluate("Math.round(performance.now())") + " ms");
    }

    @Test
    void behind_a_picture_there_is_a_table_of_every_cell() {
        Page page = openLarge("");
        var table = page.locator("details.data").first();
        table.locator("summary").click();
        // A row for every cell, measured or not.
        assertThat(table.locator("tbody tr")).hasCount(POINTS * MODELS);
    }

    @Test
    void the_address_remembers_what_is_shown_and_back_returns_to_it() {
        Page page = openLarge("?at=callers%20%3D%2010");
        assertThat(page.locator(".points").first()).containsText("point 10 of 50");
        page.locator(".points").first().getByText("next").click();
        assertThat(page.locator(".points").first()).containsText("point 11 of 50");
        page.locator(".legend button").first().click();
        assertThat(page.locator(".legend button").first()).hasAttribute("aria-pressed", "false");
        page.goBack();
        assertThat(page.locator(".legend button").first()).hasAttribute("aria-pressed", "true");
        page.goBack();
        assertThat(page.locator(".points").first()).containsText("point 10 of 50");
        page.goForward();
        assertThat(page.locator(".points").first()).containsText("point 11 of 50");
        page.reload();
        assertThat(page.locator(".points").first()).containsText("point 11 of 50");
    }

    @Test
    void the_timeline_is_zoomed_by_keys_and_by_drawing() {
        Page page = sitting.open("/runs/" + run, 1200);
        var canvas = page.locator(".timeline canvas").first();
        assertThat(canvas).isVisible();
        canvas.focus();
        canvas.press("+");
        page.waitForURL("**?*t=*");
        String once = page.url();
        canvas.press("ArrowRight");
        page.waitForURL(url -> !url.equals(once));
        canvas.press("0");
        page.waitForURL(url -> !url.contains("t="));
        canvas.scrollIntoViewIfNeeded();
        var box = canvas.boundingBox();
        page.mouse().move(box.x + box.width * 0.4, box.y + 30);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.6, box.y + 30);
        page.mouse().up();
        page.waitForURL("**?*t=*");
    }
}
