package dev.asynclab.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Writing a scenario in the browser: problems, their mending, completion, and the keyboard. No assertion depends on
/// how fast anything is; waiting ends when what is waited for is there.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditorBrowserTest {
    private static final String NONE = "none: this can be saved and run";
    private EditorBench bench;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        bench = EditorBench.start(folder);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (bench != null) {
            bench.close();
        }
    }

    private static Locator status(Page page) {
        return page.locator(".sides aside [role=status]");
    }

    private static Locator problems(Page page) {
        return page.locator(".problems li");
    }

    @Test
    void forking_erring_mending_saving_and_running_takes_no_mouse() throws Exception {
        Page page = bench.page("/scenarios/pool-queueing", 1200);
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("change it"));
        link.focus();
        link.press("Enter");
        EditorBench.checked(page);
        assertThat(status(page)).hasText(NONE);

        // The text has the focus. The first `grade: must` is found and written wrongly.
        EditorBench.goTo(page, "grade: must");
        page.keyboard().insertText("grade: mist");
        String shipped = bench.stored("pool-queueing");
        long line = shipped.substring(0, shipped.indexOf("grade: must")).lines().count();
        assertThat(problems(page)).hasCount(1);
        assertThat(problems(page)).containsText("line " + line);
        assertThat(problems(page).locator(".fix")).hasText("write must");
        assertThat(page.locator(".cm-lintRange-error")).hasText("mist");

        page.keyboard().press("F8");
        assertThat(page.locator(".announced")).containsText("line " + line + ":");
        assertThat(page.locator(".announced")).containsText("Alt+Enter writes must.");
        page.keyboard().press("Alt+Enter");
        assertThat(status(page)).hasText(NONE);

        page.keyboard().press("Control+Enter");
        page.waitForURL("**/runs/*");
        bench.cancel(page.url().replaceAll(".*/", ""));
        // What is stored is the shipped text under another id, nothing else.
        assertEquals(shipped.replace("id: pool-queueing", "id: my-pool-queueing"), bench.stored("my-pool-queueing"));
        assertEquals(shipped, bench.stored("pool-queueing"));
        bench.chromium.assertQuiet();
    }

    @Test
    void tab_indents_and_after_escape_it_leaves() {
        Page page = bench.edit("/edit");
        String before = EditorBench.text(page);
        page.keyboard().press("Tab");
        assertEquals("  " + before, EditorBench.text(page));
        page.keyboard().press("Control+z");
        assertEquals(before, EditorBench.text(page));
        page.keyboard().press("Escape");
        page.keyboard().press("Tab");
        assertFalse((Boolean) page.evaluate("document.activeElement.matches('.text')"));
        page.keyboard().press("Shift+Tab");
        assertTrue((Boolean) page.evaluate("document.activeElement.matches('.text')"));
        assertEquals(before, EditorBench.text(page));
        bench.chromium.assertQuiet();
    }

    @Test
    void problems_are_walked_through_in_both_directions_and_mended_from_the_list() throws Exception {
        bench.store("walk");
        Page page = bench.edit("/edit/walk");
        EditorBench.goTo(page, "closed");
        page.keyboard().insertText("closd");
        EditorBench.goTo(page, "kind: fast");
        page.keyboard().insertText("kind: fost");
        assertThat(problems(page)).hasCount(2);
        // From the cursor at the end of `fost` (line 5): round the end to the first, and back.
        page.keyboard().press("F8");
        assertThat(page.locator(".announced")).containsText("line 11:");
        page.keyboard().press("F8");
        assertThat(page.locator(".announced")).containsText("line 5:");
        page.keyboard().press("Shift+F8");
        assertThat(page.locator(".announced")).containsText("line 11:");

        Locator first = problems(page).first().locator(".place");
        first.focus();
        first.press("Enter");
        page.keyboard().insertText("wiremock");
        assertThat(page.locator(".cm-content")).containsText("kind: wiremock");
        assertThat(problems(page)).hasCount(1);
        Locator fix = problems(page).locator(".fix");
        fix.focus();
        fix.press("Enter");
        assertThat(status(page)).hasText(NONE);
        assertThat(page.locator(".cm-content")).containsText("load: {closed: {");
        bench.chromium.assertQuiet();
    }

    /// The server counts characters, the browser halves of some: 😀 is one of the first and two of the second.
    @Test
    void a_problem_behind_characters_beyond_the_basic_plane_is_marked_and_mended_at_its_place() throws Exception {
        bench.store("astral");
        Page page = bench.edit("/edit/astral");
        EditorBench.goTo(page, "{kind: fast");
        page.keyboard().insertText("{x-note: 😀😀, kindd: fast");
        assertThat(page.locator(".cm-lintRange-error")).hasText("kindd");
        page.keyboard().press("Alt+Enter");
        assertThat(page.locator(".cm-content")).containsText("{x-note: 😀😀, kind: fast, delay: 20ms}");
        bench.chromium.assertQuiet();
    }

    @Test
    void completion_offers_what_the_place_allows_and_says_what_it_means() {
        Page page = bench.edit("/edit");
        EditorBench.goTo(page, "threads: 2");
        page.keyboard().press("ArrowRight");
        page.keyboard().type(", que");
        Locator offered = page.locator(".cm-tooltip-autocomplete li");
        assertThat(offered).hasText("queue");
        assertThat(page.locator(".cm-completionInfo")).not().isEmpty();
        // By the mouse: right after the list has opened the editor takes no key for an answer.
        offered.click();
        assertThat(page.locator(".cm-content")).containsText("threads: 2, queue: }");

        EditorBench.goTo(page, "throughput of pool-2");
        page.keyboard().press("ArrowRight");
        page.keyboard().type("\ngrade: ");
        page.keyboard().press("Control+Space");
        assertThat(offered).hasText(new String[] {"exercise", "interesting", "must", "usually"});
        page.keyboard().press("Escape");

        page.getByText("closed", new Page.GetByTextOptions().setExact(true)).hover();
        assertThat(page.locator(".cm-tooltip .about")).containsText("Callers that each start the next task");
        bench.chromium.assertQuiet();
    }

    @Test
    void texts_from_anybody_are_text() throws Exception {
        String image = "<img src=x onerror=alert(1)>";
        bench.store(
                "hostile",
                EditorBench.own("hostile")
                        .replace("title: Two", "title: \"</title><script>alert(2)</script>\" # " + image + "Two"));
        Page page = bench.edit("/edit/hostile");
        assertThat(page.locator(".cm-content")).containsText("</title><script>alert(2)</script>");
        page.keyboard().press("Control+End");
        page.keyboard().insertText("\"" + image + "\": \"{{7*7}}\"\n\"javascript:alert(3)\": \u202Etxet\n");
        assertThat(problems(page)).not().hasCount(0);
        page.keyboard().press("F8");
        page.locator(".cm-lintRange-error").first().hover();
        assertThat(page.locator(".cm-tooltip-lint")).isVisible();
        page.keyboard().press("Control+a");
        page.keyboard().insertText(EditorBench.own("hostile").replace("id: hostile", "id: \"" + image + "\""));
        assertThat(problems(page)).hasCount(1);
        assertThat(problems(page)).containsText(image);
        assertThat(page.locator(".bar-of-tools")).containsText("Save as <img");
        bench.chromium.expect("status of 422");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".notices .failure")).isVisible();
        // `.cm-widgetBuffer` is an image of the editor itself, without an address.
        assertEquals(
                0,
                page.locator("main img:not(.cm-widgetBuffer), main script, main svg")
                        .count());
        bench.chromium.assertQuiet();
    }

    @Test
    void the_bundle_is_fetched_by_the_editor_and_by_no_other_page() {
        Page page = bench.chromium.page(1200, 800);
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(bench.address("/"));
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("write your own"));
        assertThat(link).isVisible();
        assertTrue(
                asked.stream().noneMatch(url -> url.contains("codemirror") || url.contains("edit")), asked::toString);
        link.click();
        EditorBench.checked(page);
        assertEquals(
                1, asked.stream().filter(url -> url.endsWith("/codemirror.mjs")).count());
        bench.chromium.assertQuiet();
    }

    @Test
    void on_a_phone_the_editor_is_not_wider_than_the_screen() {
        Page page = bench.page("/edit?from=pool-queueing", 360);
        EditorBench.checked(page);
        assertThat(page.locator(".grid")).isVisible();
        assertEquals(360, ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue());
        bench.chromium.assertQuiet();
    }
}
