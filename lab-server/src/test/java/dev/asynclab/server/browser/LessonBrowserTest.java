package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A lesson as it is meant: predict, run, see, ask why, change, make.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LessonBrowserTest {
    /// More presses of the tab key than any of these pages has places to stop.
    private static final int MOST_STOPS = 150;

    private static final String FOCUSED = """
            () => { const e = document.activeElement;
              return [e.tagName, e.getAttribute("aria-label") || e.getAttribute("placeholder") || e.textContent.trim()].join(" "); }""";

    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private Sitting sitting;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        sitting = Sitting.begin(folder.resolve("data"));
        sitting.store("tiny", Sitting.WAITING);
    }

    @AfterEach
    void quiet() {
        sitting.chromium.assertQuiet();
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    @Test
    void figures_are_covered_until_answers_are_in() throws Exception {
        // The second waits behind the first, so it still takes answers.
        String before = sitting.submitLong("tiny");
        String run = sitting.submit("tiny", Map.of());
        Page page = sitting.open("/runs/" + run, 1200);
        assertThat(page.getByText("The figures are covered")).isVisible();
        page.getByPlaceholder("such as 120/s").fill("100/s");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Hand in"))
                .click();
        assertThat(page.getByText("The figures are covered")).hasCount(0);
        sitting.cancel(before);

        // The end: the answer stands over what was measured, with the computation by hand.
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your answers")))
                .isVisible();
        assertThat(page.locator(".answer").filter(number())).containsText("you said100/s");
        // 1 thread / 20 ms = 50/s
        assertThat(page.locator(".answer").filter(number())).containsText(Pattern.compile("By hand:.*50/s"));
        assertEquals(409, page.evaluate("""
                        async (run) => (await fetch(`/api/v1/runs/${run}/predictions`, { method: "PUT",
                          headers: { "Content-Type": "application/json" }, body: '{"rate": "50/s"}' })).status""", run));
        sitting.chromium.forgive();
    }

    private static com.microsoft.playwright.Locator.FilterOptions number() {
        return new com.microsoft.playwright.Locator.FilterOptions().setHasText("How many per second?");
    }

    /// Keeps every figure that the map of a live run shows, at every change of the page.
    private static final String WATCH = """
            () => {
              window.shown = new Set();
              const look = () => document.querySelector(".progress")
                  && document.querySelectorAll("td.cell .figure").forEach((f) => window.shown.add(f.textContent));
              new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
              look();
            }""";

    @Test
    void without_answers_no_figure_shows_while_it_runs() throws Exception {
        String before = sitting.submitLong("tiny");
        String run = sitting.submit("tiny", Map.of());
        Page page = sitting.open("/runs/" + run, 1200);
        assertThat(page.getByText("The figures are covered")).isVisible();
        page.evaluate(WATCH);
        sitting.cancel(before);
        assertThat(page.locator(".verdicts")).isVisible();
        Object shown = page.evaluate("() => [...window.shown].sort()");
        assertEquals(List.of("·", "▒▒▒"), shown);
        assertThat(page.getByText("What you could have said")).isVisible();
    }

    @Test
    void every_stage_of_a_lesson_is_there_and_the_next_one_is_named() throws Exception {
        Page page = sitting.open("/scenarios/tiny", 1200);
        assertThat(page.locator(".stages li")).hasCount(6);
        assertEquals(
                List.of("Predict", "Run", "Reveal", "Why", "Change", "Make"),
                page.locator(".stages li").allInnerTexts().stream()
                        .map(t -> t.replaceAll("[^A-Za-z]", ""))
                        .toList());
        assertThat(page.locator(".stages [aria-current=step]")).hasText("Predict");
        assertThat(page.getByText("None of 2 questions answered yet.")).isVisible();
        page.getByPlaceholder("such as 120/s").fill("50/s");
        page.getByText("answer this order").click();
        assertThat(page.getByText("all 2 questions answered")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("open in the editor")))
                .hasAttribute("href", "/edit?from=tiny");

        String run = sitting.finished("tiny", Map.of());
        page.navigate(sitting.base + "/runs/" + run);
        assertThat(page.locator(".stages [aria-current=step]")).hasText("Reveal");
        for (String stage : List.of("reveal", "why", "change", "make")) {
            assertThat(page.locator("#" + stage)).isVisible();
        }
    }

    /// From the list to the result without a pointer.
    @Test
    void the_keyboard_alone_goes_all_the_way() throws Exception {
        Page page = sitting.open("/?q=tiny", 1200);
        assertThat(page.locator("a.big")).hasCount(1);
        tabTo(page, "A Two callers and a pool of one");
        page.keyboard().press("Enter");
        assertThat(page.locator(".question")).hasText("Who finishes first?");
        tabTo(page, "BUTTON pool-1 one place up");
        page.keyboard().press("Enter");
        assertThat(page.locator(".rank li").first()).containsText("pool-1");
        tabTo(page, "INPUT such as 120/s");
        page.keyboard().type("50/s");
        tabTo(page, "SUMMARY settings");
        page.keyboard().press("Enter");
        tabTo(page, "SELECT ");
        page.keyboard().type("smoke");
        assertThat(page.getByText("These settings name no winner")).isVisible();
        tabTo(page, "BUTTON Run");
        page.keyboard().press("Enter");
        page.waitForURL("**/runs/*");
        assertThat(page.locator(".verdicts")).isVisible();
        assertThat(page.getByText("Your answers")).isVisible();
        tabTo(page, "SUMMARY ");
        page.keyboard().press("Enter");
        assertThat(page.locator(".validity li").first()).isVisible();
    }

    private static void tabTo(Page page, String wanted) {
        String at = "";
        for (int i = 0; i < MOST_STOPS; i++) {
            page.keyboard().press("Tab");
            at = String.valueOf(page.evaluate(FOCUSED));
            if (at.startsWith(wanted)) {
                return;
            }
        }
        throw new AssertionError("the tab key never came to '" + wanted + "'; last at '" + at + "'");
    }

    @Test
    void the_texts_of_a_lesson_are_text() throws Exception {
        String text = Sitting.WAITING
                .replace("id: tiny", "id: hostile")
                .replace("Who finishes first?", quoted("Who?"))
                .replace("Rank the models.", quoted("Rank."))
                .replace("One thread waits for one answer at a time.", quoted("One."))
                .replace("[Count the threads.]", "[" + quoted("Count.") + "]")
                .replace("Give the pool two threads.", quoted("Give."));
        sitting.store("hostile", text);
        Page page = sitting.open("/scenarios/hostile", 1200);
        assertThat(page.locator(".question")).hasText("Who? " + HOSTILE);
        assertThat(page.locator("legend").first()).hasText("Rank. " + HOSTILE);
        assertThat(page.locator(".exercise")).containsText("Give. " + HOSTILE);
        String run = sitting.finished("hostile", Map.of("predictions", Map.of("rate", "50/s")));
        page.navigate(sitting.base + "/runs/" + run);
        assertThat(page.locator("#says + p")).hasText("One. " + HOSTILE);
        assertEquals(0, page.locator("main img").count());
        page.navigate(sitting.base + "/");
        assertThat(page.getByText("Who? " + HOSTILE)).isVisible();
        assertTrue(page.locator("main img").count() == 0);
    }

    private static String quoted(String text) {
        return "\"" + text + " " + HOSTILE + "\"";
    }
}
