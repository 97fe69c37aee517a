package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A replay teaches like a run: what do you expect, what happens, how near were you.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayPredictBrowserTest {
    private static final String FORGET = """
            async (id) => {
              const { revision } = await (await fetch(`/api/v1/scenarios/${id}`, { headers: { Accept: "application/json" } })).json();
              return (await fetch(`/api/v1/scenarios/${id}`, { method: "DELETE", headers: { "If-Match": `"${revision}"` } })).status;
            }""";

    private Sitting sitting;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        sitting = Sitting.begin(folder.resolve("data"));
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    private String run(String scenario, Map<String, Object> more) throws Exception {
        sitting.store(scenario, Sitting.TINY.replace("id: tiny", "id: " + scenario));
        return sitting.finished(scenario, more);
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static Locator rate(Page page) {
        return page.locator(".answer").filter(new Locator.FilterOptions().setHasText("How many per second?"));
    }

    @Test
    void answers_to_a_replay_are_scored_at_its_end_and_the_run_stays_as_it_was() throws Exception {
        String run = run("answered-before", Map.of("predictions", Map.of("rate", "40/s")));
        String recorded = sitting.server().get("runs/" + run + "/results").body();
        Page page = sitting.open("/runs/" + run + "?replay=0.1", 1200);
        page.getByPlaceholder("such as 120/s").fill("1000/s");
        press(page, "Play the run");
        // Locked, and not scored before the end.
        assertThat(page.getByPlaceholder("such as 120/s")).hasCount(0);
        assertThat(page.getByText("Tasks per second so far")).isVisible();
        assertThat(page.locator(".answer")).hasCount(0);
        press(page, "To the end");
        assertThat(page.locator("#reveal")).hasCount(1);
        assertThat(page.locator("#reveal")).containsText("The recorded run keeps what was said before it");
        // One thread, an answer after 20 ms: 50/s. 1,000/s is off by a factor of twenty, so the score is 0; where other
        // programs took the processor, nothing was measured to score it by.
        assertThat(rate(page)).containsText("you said1,000/s");
        assertThat(rate(page)).containsText(Pattern.compile("✗ 0 %|no score"));
        assertThat(rate(page)).containsText(Pattern.compile("By hand:.*50/s"));
        assertThat(page.getByText("40/s", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        // The same answers stand when it is played again.
        press(page, "Again");
        assertThat(page.getByText("Tasks per second so far")).isVisible();
        press(page, "leave the replay");
        assertThat(rate(page)).containsText("you said40/s");
        assertEquals(recorded, sitting.server().get("runs/" + run + "/results").body());
        assertEquals(
                "{\"predictions\":{\"rate\":\"40/s\"}}",
                sitting.server().get("runs/" + run + "/predictions").body());
        sitting.chromium.assertQuiet();
    }

    @Test
    void an_answer_that_cannot_be_scored_is_told_before_anything_is_played() throws Exception {
        sitting.chromium.expect("status of 422");
        String run = run("wrongly-answered", Map.of());
        Page page = sitting.open("/runs/" + run + "?replay=0.1", 1200);
        page.getByPlaceholder("such as 120/s").fill("fast");
        press(page, "Play the run");
        assertThat(page.locator(".failure")).containsText("120/s");
        page.getByPlaceholder("such as 120/s").fill("50/s");
        press(page, "Play the run");
        assertThat(page.getByText("Tasks per second so far")).isVisible();
        sitting.chromium.assertQuiet();
    }

    @Test
    void without_answers_the_figures_are_covered_until_the_end() throws Exception {
        String run = run("unanswered", Map.of("predictions", Map.of("rate", "40/s")));
        Page page = sitting.open("/runs/" + run + "?replay=0.1", 1200);
        press(page, "Play the run without answers");
        assertThat(page.getByText("The figures are covered")).isVisible();
        press(page, "To the end");
        assertThat(page.getByText("What you could have said")).isVisible();
        assertThat(page.getByText("Your answers")).hasCount(0);
        sitting.chromium.assertQuiet();
    }

    /// As on a laptop that got the run as a file: the lesson is in the run.
    @Test
    void a_run_whose_scenario_is_not_here_asks_the_same() throws Exception {
        String run = run("forgotten", Map.of());
        Page page = sitting.open("/words", 1200);
        assertEquals(204, page.evaluate(FORGET, "forgotten"));
        page.navigate(sitting.base + "/runs/" + run + "?replay=100");
        assertThat(page.locator("legend").first()).hasText("Rank the models.");
        page.getByPlaceholder("such as 120/s").fill("50/s");
        press(page, "Play the run");
        assertThat(rate(page)).containsText("you said50/s");
        assertThat(page.locator("main")).containsText("One thread waits for one answer at a time.");
        sitting.chromium.assertQuiet();
    }
}
