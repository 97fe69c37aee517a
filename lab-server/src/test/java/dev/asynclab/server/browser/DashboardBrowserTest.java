package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.life.RealServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The dashboard as a student uses it, before a real server, in a real browser. No assertion depends on how fast
/// anything is; waiting ends when what is waited for is there.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardBrowserTest {
    /// Only a page that hangs reaches it.
    private static final int GUARD_MILLIS = 90_000;

    private static final String TINY = """
            format: lab/v1
            id: tiny
            title: Two callers and a pool of one
            lesson:
              track: 1
              order: 99
              level: intro
              minutes: 1
              question: Who finishes first?
              predict:
                - {id: order, ask: Rank the models., answer: rank, of: throughput}
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

    private RealServer server;
    private Chromium chromium;
    private String base = "";

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = RealServer.start(folder.resolve("data"));
        String base = server.url.toString().replace("127.0.0.1", "localhost").replaceAll("/$", "");
        chromium = Chromium.start(base);
        chromium.login(server.post("logins", "{}", Map.of()).field("url"));
        store("tiny", TINY);
        for (int i = 0; i < HOSTILE.size(); i++) {
            String title = JsonMapper.shared().writeValueAsString(HOSTILE.get(i));
            store(
                    "hostile-" + i,
                    TINY.replace("id: tiny", "id: hostile-" + i)
                            .replaceFirst("title: .*", Matcher.quoteReplacement("title: " + title)));
        }
        this.base = base;
    }

    private void store(String id, String text) throws Exception {
        String body = JsonMapper.shared().writeValueAsString(Map.of("id", id, "text", text));
        var reply = server.post("scenarios", body, Map.of());
        assertEquals(201, reply.status(), reply::body);
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

    private Page open(String path, int width) {
        Page page = chromium.page(width, 800);
        page.setDefaultTimeout(GUARD_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(GUARD_MILLIS);
        page.navigate(base + path);
        return page;
    }

    @Test
    void a_student_predicts_runs_watches_and_reads_the_result() {
        Page page = open("/", 1200);
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
        chromium.assertQuiet();
    }

    @Test
    void titles_from_anybody_are_text() {
        Page page = open("/?q=hostile", 1200);
        assertThat(page.locator(".scenarios li")).hasCount(HOSTILE.size());
        assertEquals(
                HOSTILE.stream().sorted().toList(),
                page.locator(".scenarios a.big").allTextContents().stream()
                        .sorted()
                        .toList());
        for (int i = 0; i < HOSTILE.size(); i++) {
            page.navigate(base + "/scenarios/hostile-" + i);
            assertThat(page.locator("h1")).isVisible();
            assertEquals(HOSTILE.get(i), page.locator("h1").textContent());
        }
        chromium.assertQuiet();
    }

    @Test
    void a_result_from_anybody_is_text() throws Exception {
        String run = finished();
        ObjectNode result = (ObjectNode) marked(tree(), "");
        String hostile = JsonMapper.shared().writeValueAsString(result.put("run", run));
        Page page = chromium.page(1200, 800);
        page.route(
                "**/results",
                r -> r.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(hostile)));
        page.navigate(base + "/runs/" + run);
        assertThat(page.locator(".lead")).containsText(MARK.strip());
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Again, and elsewhere")))
                .isVisible();
        assertEquals(0, page.locator("main img").count());
        chromium.assertQuiet();
    }

    @Test
    void on_a_phone_no_page_is_wider_than_the_screen() throws Exception {
        String run = finished();
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
            Page page = open(path, 360);
            assertThat(page.locator("h1")).isVisible();
            page.waitForFunction("() => !document.body.innerText.includes('loading ...')");
            assertEquals(360, ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue(), path);
            page.context().close();
        }
        chromium.assertQuiet();
    }

    @Test
    void the_page_says_what_the_command_line_says() throws IOException {
        Page page = open("/", 1200);
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
        chromium.assertQuiet();
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
        Page page = open("/", 1200);
        assertEquals(IntStream.rangeClosed(1, 200).boxed().toList(), page.evaluate(DROPS));
        chromium.assertQuiet();
    }

    private static final String CALL = """
            async ([name, text]) => {
              const address = document.querySelector('link[href$="/app/words.js"]').href;
              const words = await import(address);
              const lower = new Set(["rss.peak", "latency.p99"]);
              return JSON.parse(text).map((value) => words[name](value, lower));
            }""";

    private static Object words(Page page, String function, Object values) {
        return Objects.requireNonNull(
                page.evaluate(CALL, List.of(function, JsonMapper.shared().writeValueAsString(values))));
    }

    private static JsonNode tree() throws IOException {
        try (var in = DashboardBrowserTest.class.getResourceAsStream("/recorded/pool-queueing.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
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

    /// A run that has ended.
    private String finished() throws Exception {
        String body =
                JsonMapper.shared().writeValueAsString(Map.of("scenario", "tiny", "profile", "smoke", "trace", true));
        var reply = server.post("runs", body, Map.of());
        assertEquals(202, reply.status(), reply::body);
        server.awaitEvent(reply.field("id"), e -> e.startsWith("end"));
        return reply.field("id");
    }
}
