package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A run as it is watched: while connections break, while the server dies, while the trial holds every loop.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveBrowserTest {
    private static final int CUTS = 20;

    private static final String WAITS = Sitting.WAITING.replace("id: tiny", "id: waits");

    /// Every task holds a loop for a tenth of a second, on as many loops as there are cores.
    private static final String STUCK = Sitting.WAITING
            .replace("id: tiny", "id: stuck")
            .replace("[{wait: 20ms}]", "[{block: 100ms}]")
            .replace("{use: event-loop}", "{use: event-loop, loops: cores}")
            .replace("concurrency: 2", "concurrency: 8");

    /// Follows a run with the modules of the page itself, and keeps what they hand over.
    private static final String FOLLOW = """
            async (run) => {
              const address = document.querySelector('link[href$="/app/events.js"]').href;
              const { follow, subscribe } = await import(address);
              window.told ??= {};
              window.told[run] = [];
              follow(run, (e) => window.told[run].push({ sequence: e.sequence, type: e.type }));
              if (window.opens === undefined) {
                window.opens = 0;
                subscribe((news) => { if (news.connection === "open") window.opens += 1; });
              }
            }""";

    private static final String ENDED = "(run) => window.told[run].some((e) => e.type === 'end')";
    private static final String STORED =
            "(run) => window.told[run].filter((e) => e.sequence > 0).map((e) => e.sequence)";
    private static final String TYPES = "(run) => window.told[run].map((e) => e.type)";

    private Sitting sitting;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        sitting = Sitting.begin(folder.resolve("data"));
        sitting.store("tiny", Sitting.TINY);
        sitting.store("waits", WAITS);
        sitting.store("stuck", STUCK);
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

    private Page watching(String run) {
        Page page = sitting.open("/runs/" + run, 1200);
        assertThat(page.locator("h1")).isVisible();
        page.evaluate(FOLLOW, run);
        page.waitForFunction("() => window.opens > 0");
        return page;
    }

    /// The numbers of the events that the server keeps.
    private static List<?> stored(Page page, String run) {
        return (List<?>) page.evaluate("""
                async (run) => {
                  const answer = await fetch(`/api/v1/runs/${run}/events`, { headers: { Accept: "application/json" } });
                  return (await answer.json()).events.map((e) => e.sequence);
                }""", run);
    }

    private static void assertResult(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Who wins where")))
                .isVisible();
    }

    @Test
    void twenty_broken_connections_leave_no_gap_and_no_double() throws Exception {
        var runs = new ArrayList<String>();
        runs.add(sitting.submit("waits", Map.of()));
        Page page = watching(runs.getFirst());
        for (int cut = 1; cut <= CUTS; cut++) {
            String last = runs.getLast();
            if ((boolean) page.evaluate(ENDED, last)) {
                // So that something happens at every cut.
                runs.add(sitting.submit("waits", Map.of()));
                page.evaluate(FOLLOW, runs.getLast());
            }
            int before = ((Number) page.evaluate("() => window.opens")).intValue();
            assertTrue(sitting.wire.cut() > 0, "there was a connection to break");
            page.waitForFunction("(before) => window.opens > before", before);
        }
        for (String run : runs) {
            page.waitForFunction(ENDED, run);
            List<?> all = stored(page, run);
            assertEquals(IntStream.rangeClosed(1, all.size()).boxed().toList(), all);
            assertEquals(all, page.evaluate(STORED, run));
        }
        assertResult(page);
    }

    @Test
    void the_page_outlives_the_server_and_tells_the_rest() throws Exception {
        String run = sitting.submit("waits", Map.of());
        Page page = watching(run);
        page.waitForFunction("(run) => window.told[run].some((e) => e.type === 'trial-started')", run);
        sitting.restartServer();
        // The server puts a run it was killed in back into its queue, or says that it was interrupted.
        page.waitForFunction(ENDED, run);
        assertEquals(stored(page, run), page.evaluate(STORED, run));
        assertThat(page.locator(".connection")).hasText("");
        String next = sitting.finished("waits", Map.of());
        page.navigate(sitting.base + "/runs/" + next);
        assertResult(page);
    }

    @Test
    void the_page_lives_while_a_trial_holds_every_loop() throws Exception {
        String run = sitting.submit("stuck", Map.of());
        Page page = watching(run);
        page.waitForFunction("(run) => window.told[run].some((e) => e.type === 'sample')", run);
        // Asked in the middle of it: the server answers, for no trial runs on its loops.
        assertEquals(200, page.evaluate("async (run) => (await fetch(`/api/v1/runs/${run}`)).status", run));
        page.waitForFunction(ENDED, run);
        assertEquals(stored(page, run), page.evaluate(STORED, run));
        assertResult(page);
    }

    @Test
    void a_run_of_seconds_shows_a_point_before_its_result() throws Exception {
        String run = sitting.submit("tiny", Map.of());
        Page page = watching(run);
        page.waitForFunction(ENDED, run);
        @SuppressWarnings("unchecked") // strings, by what TYPES returns
        List<String> types = (List<String>) page.evaluate(TYPES, run);
        assertTrue(types.contains("sample"), types::toString);
        assertTrue(types.indexOf("sample") < types.indexOf("trial-finished"), types::toString);
    }
}
