package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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

/// No page has an id twice: links into a page, labels and descriptions lead to one place.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UniqueIdsBrowserTest {
    /// Ids that stand more than once, and references that lead nowhere.
    private static final String ASTRAY = """
            () => {
              const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
              const twice = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} stands twice`);
              const meant = ["for", "aria-labelledby", "aria-describedby", "aria-controls"].flatMap((name) =>
                [...document.querySelectorAll(`[${name}]`)].flatMap((e) => e.getAttribute(name).split(/\\s+/)));
              const inside = [...document.querySelectorAll("a[href^='#']")].map((a) => a.getAttribute("href").slice(1));
              const nowhere = [...meant, ...inside].filter((id) => id && !document.getElementById(id));
              return [...twice, ...nowhere.map((id) => `nothing is called ${id}`)];
            }""";

    private Sitting sitting;
    private String answered = "";
    private String unanswered = "";

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        sitting = Sitting.begin(folder.resolve("data"));
        sitting.store("tiny", Sitting.TINY);
        answered = sitting.finished(
                "tiny", Map.of("trace", true, "predictions", Map.of("rate", "40/s", "order", "pool-1, loop")));
        unanswered = sitting.finished("tiny", Map.of());
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    private static List<String> astray(Page page) {
        Sitting.settled(page);
        // What is folded is drawn when it is opened.
        page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })");
        Sitting.settled(page);
        var found = new ArrayList<String>();
        ((List<?>) page.evaluate(ASTRAY)).forEach(f -> found.add(page.url() + ": " + f));
        return found;
    }

    private List<String> pages() {
        return List.of(
                "/",
                "/scenarios/tiny",
                "/scenarios/two-by-two",
                "/runs",
                "/runs/" + answered,
                "/runs/" + unanswered,
                "/runs/" + answered + "?replay=1",
                "/runs/no-such-run",
                "/models",
                "/models?a=event-loop&b=virtual-threads",
                "/compare",
                "/compare?base=" + answered + "&with=" + unanswered,
                "/words?word=not-settled",
                "/edit",
                "/edit?from=two-by-two",
                "/edit/tiny",
                "/docs/",
                "/docs/reference",
                "/problems/",
                "/no/such/page",
                "/api/v1/runs/" + answered + "/report");
    }

    @Test
    void on_no_page_an_id_stands_twice_or_a_reference_leads_nowhere() {
        // Addresses of nothing are visited on purpose.
        sitting.chromium.expect("status of 404");
        var found = new ArrayList<String>();
        for (String path : pages()) {
            Page page = sitting.open(path, 1200);
            found.addAll(astray(page));
            page.context().close();
        }
        Page stranger = sitting.chromium.stranger();
        stranger.navigate(sitting.base + "/runs");
        found.addAll(astray(stranger));
        assertEquals(List.of(), found);
        sitting.chromium.assertQuiet();
    }

    @Test
    void nor_while_a_run_is_watched_or_a_replay_is_at_its_end() throws Exception {
        var found = new ArrayList<String>();
        String run = sitting.submit("tiny", Map.of());
        Page live = sitting.open("/runs/" + run, 1200);
        assertThat(live.getByText("Tasks per second so far").or(live.locator(".verdicts")))
                .isVisible();
        found.addAll(astray(live));
        for (String told : List.of(answered, unanswered)) {
            Page page = sitting.open("/runs/" + told + "?replay=100", 1200);
            page.getByPlaceholder("such as 120/s").fill("100/s");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Play the run"))
                    .click();
            page.getByText("To the end").or(page.locator("#reveal")).first().click();
            assertThat(page.locator("#reveal")).isVisible();
            found.addAll(astray(page));
        }
        assertEquals(List.of(), found);
        sitting.server().awaitEvent(run, e -> e.startsWith("end"));
    }

    /// The check must see what it is asked about.
    @Test
    void the_check_is_awake() {
        Page page = sitting.open("/runs", 1200);
        Sitting.settled(page);
        page.evaluate("""
                () => {
                  const main = document.querySelector("main");
                  main.append(Object.assign(document.createElement("i"), { id: "main" }));
                  main.append(Object.assign(document.createElement("label"), { htmlFor: "gone" }));
                }""");
        assertEquals(
                List.of("main stands twice", "nothing is called gone"),
                astray(page).stream().map(f -> f.substring(f.indexOf(": ") + 2)).toList());
    }
}
