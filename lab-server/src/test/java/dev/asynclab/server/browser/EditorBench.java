package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/// A real server, a real browser, and what tests of the editor do with both.
final class EditorBench implements AutoCloseable {
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
    private final Sitting sitting;

    private EditorBench(Sitting sitting) {
        this.sitting = sitting;
        this.chromium = sitting.chromium;
    }

    static EditorBench start(Path folder) throws Exception {
        return new EditorBench(Sitting.begin(folder.resolve("data")));
    }

    /// Stores [#OWN] under another id.
    void store(String id) throws Exception {
        store(id, own(id));
    }

    static String own(String id) {
        return OWN.replace("id: own", "id: " + id);
    }

    void store(String id, String text) throws Exception {
        sitting.store(id, text);
    }

    /// What somebody else does meanwhile.
    void elsewhere(Page page, String id, String text) {
        assertEquals(200, ((Number) page.evaluate(PUT, List.of(id, text))).intValue());
    }

    String stored(String id) throws Exception {
        return sitting.server().get("scenarios/" + id).body();
    }

    void cancel(String run) throws Exception {
        sitting.cancel(run);
    }

    Page page(String path, int width) {
        return sitting.open(path, width);
    }

    /// An editor whose text has been checked.
    Page edit(String path) {
        Page page = page(path, 1200);
        checked(page);
        return page;
    }

    String address(String path) {
        return sitting.base + path;
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
    public void close() throws InterruptedException {
        sitting.close();
    }
}
