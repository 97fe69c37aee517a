package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The dashboard as a student uses it, before a real server, in a real browser. No assertion depends on how fast
/// anything is; waiting ends when what is waited for is there.
@Tag("slow")
@ExtendWith(TracedRun.Once.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardBrowserTest {
    /// Written as text they must be read as text; as markup each would do something that is noticed.
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(2)>",
            "\"><svg onload=alert(3)>",
            "</title></script><iframe src=//example.org>",
            "' onmouseover='alert(4)",
            "{{7*7}} #{7*7} <%= 7*7 %>",
            "&lt;b&gt; &#x3c;b&#x3e;",
            "javascript:alert(5)",
            "\u202Etxet desrever\u202C \u200Bnothing",
            "x".repeat(150));

    private static final String MARK = " <img src=x onerror=alert(9)>";

    /// Words of the contract: anything else in a result may come from anybody.
    private static final Set<String> CONTRACT = Set.of(
            "format", "run", "state", "outcome", "verdict", "kind", "grade", "unit", "metric", "started", "ended");

    private Sitting sitting;
    private String run = "";

    @BeforeAll
    void start(@TempDir Path folder, TracedRun traced) throws Exception {
        sitting = Sitting.begin(traced.copyTo(folder.resolve("data")));
        run = traced.id();
        for (int i = 0; i < HOSTILE.size(); i++) {
            sitting.store(
                    "hostile-" + i,
                    Sitting.TINY
                            .replace("id: tiny", "id: hostile-" + i)
                            .replaceFirst(
                                    "title: .*", Matcher.quoteReplacement("title: " + Sitting.json(HOSTILE.get(i)))));
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (sitting != null) {
            sitting.close();
        }
    }

    @Test
    void a_student_predicts_runs_watches_and_reads_the_result() {
        Page page = sitting.open("/", 1200);
        page.getByText("Two callers and a pool of one").first().click();
        assertThat(page.locator(".question")).hasText("Who finishes first?");

        // By keyboard: the second of the two goes up, so it stands first.
        Locator up = page.getByLabel("pool-1 one place up");
        up.focus();
        up.press("Enter");
        assertThat(page.locator(".rank li").first()).containsText("pool-1");
        page.getByPlaceholder("such as 120/s").fill("100/s");

        page.locator("summary", new Page.LocatorOptions().setHasText("settings"))
                .click();
        page.getByLabel("profile").selectOption("smoke");
        assertTrue(page.url().endsWith("profile=smoke"), page.url());
        assertThat(page.getByText("These settings name no winner")).isVisible();

        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Run").setExact(true))
                .click();
        page.waitForURL("**/runs/*");
        assertThat(page.getByText("Tasks per second so far").or(page.getByText("Who wins where")))
                .isVisible();
        // Told by events alone: no page asks twice.
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Who wins where")))
                .isVisible();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your answers")))
                .isVisible();
        assertThat(page.locator(".answer tbody tr").first()).containsText("pool-1");
        assertThat(page.locator("main")).containsText("One thread waits for one answer at a time.");

        page.goBack();
        assertThat(page.locator(".question")).isVisible();
        page.goForward();
        assertThat(page.locator(".verdicts")).isVisible();
        sitting.chromium.assertQuiet();
    }

    @Test
    void titles_from_anybody_are_text() {
        Page page = sitting.open("/?q=hostile", 1200);
        assertThat(page.locator(".scenarios li")).hasCount(HOSTILE.size());
        assertEquals(
                HOSTILE.stream().sorted().toList(),
                page.locator(".scenarios a.big").allTextContents().stream()
                        .sorted()
                        .toList());
        for (int i = 0; i < HOSTILE.size(); i++) {
            page.navigate(sitting.base + "/scenarios/hostile-" + i);
            assertThat(page.locator("h1")).isVisible();
            assertEquals(HOSTILE.get(i), page.locator("h1").textContent());
        }
        sitting.chromium.assertQuiet();
    }

    @Test
    void a_result_from_anybody_is_text() {
        ObjectNode result = (ObjectNode) marked(tree(), "");
        String hostile = Sitting.json(result.put("run", run));
        Page page = sitting.chromium.page(1200, 800);
        page.route(
                "**/results",
                r -> r.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(hostile)));
        page.navigate(sitting.base + "/runs/" + run);
        assertThat(page.locator(".lead")).containsText(MARK.strip());
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Again, and elsewhere")))
                .isVisible();
        assertEquals(0, page.locator("main img").count());
        sitting.chromium.assertQuiet();
    }

    @Test
    void on_a_phone_no_page_is_wider_than_the_screen() {
        List<String> paths = List.of(
                "/",
                "/scenarios/tiny",
                "/scenarios/two-by-two",
                "/runs",
                "/runs/" + run,
                "/models",
                "/compare",
                "/words");
        for (String path : paths) {
            Page page = sitting.open(path, 360);
            assertThat(page.locator("h1")).isVisible();
            Sitting.settled(page);
            assertEquals(360, ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue(), path);
            page.context().close();
        }
        sitting.chromium.assertQuiet();
    }

    @Test
    void the_page_says_what_the_command_line_says() {
        Page page = sitting.open("/", 1200);
        JsonNode tree = tree();
        ResultDocument result = JsonMapper.shared().treeToValue(tree, ResultDocument.class);
        assertEquals(
                result.pairs().stream().map(Sentences::pair).toList(), words(page, "pairText", tree.path("pairs")));
        assertEquals(
                result.claims().stream().map(Sentences::claim).toList(), words(page, "claimText", tree.path("claims")));
        assertEquals(
                result.crossovers().stream().map(Sentences::crossover).toList(),
                words(page, "crossoverText", tree.path("crossovers")));
        List<Double> values =
                List.of(0.0, 0.00012, 0.0123, 0.5, 1.0, 9.994, 10.06, 99.4, 123.4, 999.6, 1234.5, 98765.4);
        assertEquals(values.stream().map(Figures::number).toList(), words(page, "number", values));
        assertEquals(values.stream().map(Figures::duration).toList(), words(page, "duration", values));
        assertEquals(
                values.stream().map(v -> Figures.bytes(v * 1000)).toList(),
                words(page, "bytes", values.stream().map(v -> v * 1000).toList()));
        sitting.chromium.assertQuiet();
    }

    /// 200 events, a connection that breaks twenty times, loses what comes meanwhile, and says some things twice.
    private static final String DROPS = """
            async () => {
              const address = document.querySelector('link[href$="/app/in-order.js"]').href;
              const { inOrder } = await import(address);
              const seen = [];
              const stored = [];
              const { offer, opened } = inOrder((e) => seen.push(e.sequence), async (last) => {
                await null;
                return stored.filter((e) => e.sequence > last);
              });
              for (let n = 1; n <= 200; n += 1) {
                stored.push({ sequence: n });
                const broken = n % 10 >= 7;
                if (!broken) {
                  offer({ sequence: n });
                  offer({ sequence: Math.max(1, n - 2) });
                }
                if (n % 10 === 9) {
                  opened();
                  await null;
                }
              }
              await opened();
              await new Promise((done) => setTimeout(done));
              return seen;
            }""";

    @Test
    void a_connection_that_breaks_twenty_times_leaves_no_gap_and_no_double() {
        Page page = sitting.open("/", 1200);
        assertEquals(IntStream.rangeClosed(1, 200).boxed().toList(), page.evaluate(DROPS));
        sitting.chromium.assertQuiet();
    }

    private static final String CALL = """
            async ([name, text]) => {
              const address = document.querySelector('link[href$="/app/words.js"]').href;
              const words = await import(address);
              const lower = new Set(["rss.peak", "latency.p99"]);
              return JSON.parse(text).map((value) => words[name](value, lower));
            }""";

    private static Object words(Page page, String function, Object values) {
        return Objects.requireNonNull(page.evaluate(CALL, List.of(function, Sitting.json(values))));
    }

    private static JsonNode tree() {
        return JsonMapper.shared().readTree(Sitting.resource("/recorded/pool-queueing.json"));
    }

    /// Every text of a result with markup behind it.
    private static JsonNode marked(JsonNode node, String key) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonMapper.shared().createObjectNode();
                object.properties().forEach(e -> copy.set(e.getKey(), marked(e.getValue(), e.getKey())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonMapper.shared().createArrayNode();
                array.forEach(v -> copy.add(marked(v, key)));
                yield copy;
            }
            case StringNode text when !CONTRACT.contains(key) -> StringNode.valueOf(text.asString() + MARK);
            default -> node;
        };
    }
}
