package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.asynclab.server.life.RealServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A real server, a real browser, and what tests of the editor do with both.
final class EditorBench implements AutoCloseable {
    /// Only a page that hangs reaches it.
    private static final int GUARD_MILLIS = 30_000;

    /// Short enough that the editor draws all of it.
    static final String OWN = """
            format: lab/v1
            id: own
            title: Two callers and a pool of one
            backends:
              orders: {kind: fast, delay: 20ms}
            task:
              - call: orders
            models:
              loop: {use: event-loop}
              pool-1: {use: platform-threads, threads: 1}
            load: {closed: {concurrency: 2}}
            """;

    private static final String PUT = """
            async ([id, text]) => {
              const address = `/api/v1/scenarios/${id}`;
              const { revision } = await (await fetch(address, { headers: { Accept: "application/json" } })).json();
              const headers = { "Content-Type": "application/json", "If-Match": `"${revision}"` };
              return (await fetch(address, { method: "PUT", headers, body: JSON.stringify({ text }) })).status;
            }""";

    final Chromium chromium;
    private final RealServer server;
    private final String base;

    private EditorBench(RealServer server, String base, Chromium chromium) {
        this.server = server;
        this.base = base;
        this.chromium = chromium;
    }

    static EditorBench start(Path folder) throws Exception {
        RealServer server = RealServer.start(folder.resolve("data"));
        String base = server.url.toString().replace("127.0.0.1", "localhost").replaceAll("/$", "");
        Chromium chromium = Chromium.start(base);
        chromium.login(server.post("logins", "{}", Map.of()).field("url"));
        PlaywrightAssertions.setDefaultAssertionTimeout(GUARD_MILLIS);
        return new EditorBench(server, base, chromium);
    }

    /// Stores [#OWN] under another id.
    void store(String id) throws Exception {
        store(id, own(id));
    }

    static String own(String id) {
        return OWN.replace("id: own", "id: " + id);
    }

    void store(String id, String text) throws Exception {
        var reply = server.post(
                "scenarios", JsonMapper.shared().writeValueAsString(Map.of("id", id, "text", text)), Map.of());
        assertEquals(201, reply.status(), reply::body);
    }

    /// What somebody else does meanwhile.
    void elsewhere(Page page, String id, String text) {
        assertEquals(200, ((Number) page.evaluate(PUT, List.of(id, text))).intValue());
    }

    String stored(String id) throws Exception {
        return server.get("scenarios/" + id).body();
    }

    void cancel(String run) throws Exception {
        server.post("runs/" + run + "/cancel", "{}", Map.of());
    }

    Page page(String path, int width) {
        Page page = chromium.page(width, 800);
        page.setDefaultTimeout(GUARD_MILLIS);
        page.navigate(base + path);
        return page;
    }

    /// An editor whose text has been checked.
    Page edit(String path) {
        Page page = page(path, 1200);
        checked(page);
        return page;
    }

    String address(String path) {
        return base + path;
    }

    static void checked(Page page) {
        assertThat(page.locator(".cm-content")).isVisible();
        assertThat(page.locator(".sides aside [role=status]")).not().hasText("checking ...");
    }

    static String text(Page page) {
        Locator lines = page.locator(".cm-line");
        return String.join("\n", lines.allTextContents());
    }

    /// Puts the cursor behind a word by the keyboard: search for it, take what was found.
    static void goTo(Page page, String word) {
        page.keyboard().press("Control+f");
        // Key by key: the panel takes over what is in its field when a key is let go.
        page.keyboard().type(word);
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
    }

    @Override
    public void close() {
        try {
            chromium.close();
        } finally {
            try {
                server.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
